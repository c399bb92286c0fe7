using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class BalanceOfPowerTests
{
    private static readonly Bar s_bar = SomeBars.Closing(1)[0] with { Low = 10, High = 14, Open = 11, Close = 14 };

    [Fact]
    public void Matches_the_hand_computed_value() =>                            // 3/4 and, without range, 0
        Assert.Equal(0.375, new BalanceOfPower(2).Over([s_bar, .. SomeBars.Closing(14)])[0][^1], 12);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Bop", "bop"), new BalanceOfPower(14).On(Reference.SpyBars())[0]);
}
