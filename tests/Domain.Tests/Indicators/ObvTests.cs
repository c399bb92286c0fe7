using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class ObvTests
{
    [Fact]
    public void Matches_the_hand_computed_values() =>
        Assert.Equal([0, 100, 100, 0], new Obv().Over(SomeBars.Closing(10, 11, 11, 9))[0]);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Obv", "obv"), new Obv().Over(Reference.SpyBars())[0]);
}
