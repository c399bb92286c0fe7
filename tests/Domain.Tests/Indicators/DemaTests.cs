using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class DemaTests
{
    [Fact]
    public void Matches_the_hand_computed_values() =>                           // averages 2, 4, 5 and of them 2, 3, 4
        Reference.Agrees([double.NaN, double.NaN, 2, 5, 6], new Dema(3).Over(SomeBars.Closing(1, 2, 3, 6, 6))[0]);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Dema", "dema"), new Dema(20).On(Reference.SpyBars())[0]);
}
