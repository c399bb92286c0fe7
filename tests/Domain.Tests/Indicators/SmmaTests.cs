using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class SmmaTests
{
    [Fact]
    public void Matches_the_hand_computed_values() =>
        Reference.Agrees([double.NaN, 3, 5.5], new Smma(2).Over(SomeBars.Closing(2, 4, 8))[0]);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Smma", "smma"), new Smma(20).On(Reference.SpyBars())[0]);
}
