using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class RsiTests
{
    [Fact]
    public void Matches_the_hand_computed_value() =>
        Assert.Equal(250.0 / 3, new Rsi(2).Over(SomeBars.Closing(10, 11, 10, 12))[0][^1], 12);

    [Fact]
    public void A_flat_market_is_at_50() =>
        Assert.Equal(50, new Rsi(3).Over(SomeBars.Closing(7, 7, 7, 7, 7))[0][^1]);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Rsi", "rsi"), new Rsi(14).On(Reference.SpyBars())[0]);

    [SharedDataFact]
    public void Matches_leans_values_to_their_print()
    {
        Reference lean = Reference.Lean("spy_with_indicators");
        Reference.Agrees(lean.Column("RSI 14 Wilder"), new Rsi(14).On(SomeBars.Closing(lean.Column("close").Values))[0], 1e-6);
    }
}
