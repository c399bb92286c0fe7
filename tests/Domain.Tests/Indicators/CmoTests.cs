using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class CmoTests
{
    [Fact]
    public void Matches_the_hand_computed_values() =>                           // 2 up and 1 down, then 1 down and 1 up
        Reference.Agrees([double.NaN, double.NaN, 100.0 / 3, 0], new Cmo(2).Over(SomeBars.Closing(10, 12, 11, 12))[0]);

    [Fact]
    public void A_flat_market_is_at_0() => Assert.Equal(0, new Cmo(2).Over(SomeBars.Closing(7, 7, 7))[0][^1]);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Cmo", "cmo"), new Cmo(14).On(Reference.SpyBars())[0]);
}
