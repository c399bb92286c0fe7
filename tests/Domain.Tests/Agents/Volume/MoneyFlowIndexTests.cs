using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Volume;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Volume;

public class MoneyFlowIndexTests
{
    private static readonly MoneyFlowIndexAgent s_agent = new(new());

    private static SomeView View(double now, double before, double median = 1000) =>
        new() { ["mfi_14"] = (now, before), ["volume_median_20"] = median };

    [Fact]
    public void Buys_oversold_turning_up() =>
        Assert.Equal(Vote.Buy(0.5, "oversold-turning-up", 15, 20), View(15, 12).Ask(s_agent));

    [Fact]
    public void Sells_overbought_turning_down() =>
        Assert.Equal(Vote.Sell(0.5, "overbought-turning-down", 85, 80), View(85, 90).Ask(s_agent));

    [Theory]
    [InlineData(15, 15, "oversold-not-turning")]
    [InlineData(15, 18, "oversold-not-turning")]
    [InlineData(85, 85, "overbought-not-turning")]
    [InlineData(85, 82, "overbought-not-turning")]
    [InlineData(20, 15, "inside-bands")]
    [InlineData(80, 85, "inside-bands")]
    [InlineData(50, 40, "inside-bands")]
    public void Abstains(double now, double before, string reason)
    {
        Vote vote = View(now, before).Ask(s_agent);
        Assert.Equal((true, reason), (vote.Abstains, vote.Reason));
    }

    [Fact]
    public void Says_so_when_there_is_no_volume() =>
        Assert.Equal(Vote.Abstain("no-volume"), View(15, 12, median: 0).Ask(s_agent));

    [Fact]
    public void Warms_up_with_the_bar_before() =>
        Assert.Equal(Vote.WarmingUp, View(15, double.NaN).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_depth_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 19).Select(i => View(20 - i, 0).Ask(s_agent)), 0.1, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        Assert.False(View(25, 24).Ask(new MoneyFlowIndexAgent(new() { Oversold = 30 })).Abstains);
        Assert.False(View(75, 76).Ask(new MoneyFlowIndexAgent(new() { Overbought = 70 })).Abstains);
        Assert.Equal(0.25, View(15, 12).Ask(new MoneyFlowIndexAgent(new() { FullDepth = 20 })).Confidence, 12);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
