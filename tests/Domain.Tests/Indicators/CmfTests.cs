using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class CmfTests
{
    [Fact]
    public void Matches_the_hand_computed_values() =>                           // flows 50, 0, −100 of volume 100 each
        Assert.Equal([double.NaN, 0.25, -0.5], new Cmf(2).Over(SomeBars.HighLowClose((10, 8, 9.5), (9, 9, 9), (10, 8, 8)))[0]);

    [Fact]
    public void Without_volume_it_is_0() =>
        Assert.Equal(0, new Cmf(2).Over([.. SomeBars.Random(1, 5).Select((bar, i) => i < 3 ? bar : bar with { Volume = 0 })])[0][^1]);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Cmf", "cmf"), new Cmf(20).On(Reference.SpyBars())[0]);
}
