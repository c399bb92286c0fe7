using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Trend;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Trend;

public class EmaRibbonTests
{
    private static readonly EmaRibbonAgent s_agent = new(new());

    private static SomeView View(params double[] fastToSlow) => new()
    {
        ["ema_8"] = fastToSlow[0], ["ema_13"] = fastToSlow[1], ["ema_21"] = fastToSlow[2],
        ["ema_34"] = fastToSlow[3], ["ema_55"] = fastToSlow[4], ["ema_89"] = fastToSlow[5], ["atr_14"] = 2,
    };

    [Fact]
    public void Buys_a_ribbon_in_rising_order_with_its_width_in_atr_as_confidence() =>
        Assert.Equal(Vote.Buy(0.5, "ribbon-rising", 1, 0.8), View(105, 104, 103, 102, 101, 100).Ask(s_agent));

    [Fact]
    public void Sells_a_ribbon_in_falling_order() =>
        Assert.Equal(Vote.Sell(0.5, "ribbon-falling", -1, -0.8), View(95, 96, 97, 98, 99, 100).Ask(s_agent));

    [Fact]
    public void One_pair_of_five_may_lag() =>
        Assert.Equal(Vote.Buy(0.8 * 0.3, "ribbon-rising", 0.8, 0.8), View(103, 104, 103, 102, 101, 100).Ask(s_agent));

    [Theory]
    [InlineData(new[] { 103.0, 104, 103, 102, 100, 101 }, "ribbon-mixed")]              // two pairs lag
    [InlineData(new[] { 103.0, 103, 103, 102, 101, 100 }, "ribbon-mixed")]              // equal averages are in no order
    [InlineData(new[] { 100.0, 100, 100, 100, 100, 100 }, "ribbon-mixed")]
    [InlineData(new[] { 99.0, 104, 103, 102, 101, 100 }, "ribbon-turning")]             // four in order, the fastest below them all
    public void Abstains_without_order(double[] fastToSlow, string reason) =>
        Assert.Equal((true, reason), (View(fastToSlow).Ask(s_agent).Abstains, View(fastToSlow).Ask(s_agent).Reason));

    [Fact]
    public void Warms_up_while_the_slowest_average_does() =>
        Assert.Equal(Vote.WarmingUp, View(105, 104, 103, 102, 101, double.NaN).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_width_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 20).Select(w => View(100 + 5 * w, 100 + 4 * w, 100 + 3 * w, 100 + 2 * w, 100 + w, 100).Ask(s_agent)), 0.5, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        var strict = new EmaRibbonAgent(new() { MinShare = 1, FullSpreadAtr = 10 });
        Assert.True(View(103, 104, 103, 102, 101, 100).Ask(strict).Abstains);
        Assert.Equal(0.25, View(105, 104, 103, 102, 101, 100).Ask(strict).Confidence);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
