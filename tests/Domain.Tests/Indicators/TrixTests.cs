using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class TrixTests
{
    [Fact]
    public void Matches_the_hand_computed_values() =>                           // the third average is 2, 2.5, 3.25
        Reference.Agrees([double.NaN, double.NaN, double.NaN, 25, 30], new Trix(3).Over(SomeBars.Closing(1, 2, 3, 6, 6))[0]);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Trix", "trix"), new Trix(20).On(Reference.SpyBars())[0]);
}
