using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class StcTests
{
    // MACD is 1.5 at every bar until the last, which ends at the top of its range: positions 50, 50, 100.
    [Fact]
    public void Matches_the_hand_computed_values() =>
        Reference.Agrees([double.NaN, 200.0 / 3], new Stc(2, 1, 4).Over(SomeBars.Closing(1, 2, 3, 4, 5, 6, 9))[0][5..]);

    [Fact]
    public void A_flat_market_is_at_50() =>
        Assert.Equal(50, new Stc(2, 1, 2).Over(SomeBars.Closing(7, 7, 7, 7, 7))[0][^1]);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Stc", "stc"), new Stc(9, 12, 26).On(Reference.SpyBars())[0]);
}
