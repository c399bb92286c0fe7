using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Momentum;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Momentum;

public class StochasticTests
{
    private static readonly StochasticAgent s_agent = new(new());

    private static SomeView View(double k, double d, double kBefore, double dBefore) =>
        new() { ["stoch_14_3_3_k"] = (k, kBefore), ["stoch_14_3_3_d"] = (d, dBefore) };

    [Fact]
    public void Buys_an_oversold_cross_up() =>
        Assert.Equal(Vote.Buy(0.5, "oversold-cross-up", 17, 20), View(18, 17, 15, 16).Ask(s_agent));

    [Fact]
    public void Sells_an_overbought_cross_down() =>
        Assert.Equal(Vote.Sell(0.5, "overbought-cross-down", 83, 80), View(82, 83, 85, 84).Ask(s_agent));

    [Fact]
    public void Holds_the_side_after_the_cross_while_the_slow_line_is_extreme()
    {
        Assert.Equal(Vote.Buy(0.2, "oversold-turning-up", 17, 20), View(25, 17, 18, 16).Ask(s_agent));
        Assert.Equal(Vote.Sell(0.2, "overbought-turning-down", 83, 80), View(75, 83, 82, 84).Ask(s_agent));
    }

    [Theory]
    [InlineData(20.0, false)]
    [InlineData(19.999, true)]
    public void The_zone_ends_below_20(double d, bool votes) =>
        Assert.Equal(votes, !View(30, d, 10, 15).Ask(s_agent).Abstains);

    [Theory]
    [InlineData(80.0, false)]
    [InlineData(80.001, true)]
    public void The_other_zone_begins_above_80(double d, bool votes) =>
        Assert.Equal(votes, !View(70, d, 90, 85).Ask(s_agent).Abstains);

    [Theory]
    [InlineData(16, 17, "oversold-not-turning", 20)]
    [InlineData(17, 17, "oversold-not-turning", 20)]
    [InlineData(84, 83, "overbought-not-turning", 80)]
    [InlineData(50, 45, "inside-zones", 20)]
    [InlineData(50, 55, "inside-zones", 80)]
    public void Abstains_with_the_edge_that_it_looked_at(double k, double d, string reason, double edge) =>
        Assert.Equal(Vote.Abstain(reason, d, edge), View(k, d, k, d).Ask(s_agent));

    [Fact]
    public void Warms_up_while_the_slow_line_does() =>
        Assert.Equal(Vote.WarmingUp, View(18, 17, 15, double.NaN).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_depth_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 19).Select(depth => View(30, 20 - depth, 30, 10).Ask(s_agent)), 1 / 15.0, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        var agent = new StochasticAgent(new() { Oversold = 30, Overbought = 60, FullDepth = 10, CrossConfidence = 0.9 });
        Assert.Equal(0.5, View(28, 25, 24, 20).Ask(agent).Confidence);
        Assert.Equal(0.9, View(64, 65, 67, 66).Ask(agent).Confidence);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
