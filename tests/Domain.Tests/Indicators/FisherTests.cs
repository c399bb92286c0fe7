using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class FisherTests
{
    [Fact]
    public void Matches_the_hand_computed_values()                              // x = 0.33, then 0.33 + 0.67·0.33; then −0.33 + 0.67·0.5511
    {
        double first = Math.Log(1.33 / 0.67) / 2, second = Math.Log(1.5511 / 0.4489) / 2 + first / 2;
        double third = Math.Log(1.039237 / 0.960763) / 2 + second / 2;
        Reference.Agrees([0, first, second, third], new Fisher(2).Over(SomeBars.Closing(10, 12, 14, 9))[0]);
    }

    [Fact]
    public void A_price_that_only_rises_is_held_short_of_infinity() =>          // ln(1999) halved, and its echoes
        Assert.Equal(Math.Log(1.999 / 0.001), new Fisher(3).Over(SomeBars.Closing([.. Enumerable.Range(1, 100).Select(i => (double)i)]))[0][^1], 9);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("FisherTransform", "fisher"), new Fisher(10).On(Reference.SpyBars())[0]);
}
