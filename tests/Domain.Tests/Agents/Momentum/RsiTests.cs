using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Momentum;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Momentum;

public class RsiTests
{
    private static readonly RsiAgent s_agent = new(new());

    private static SomeView View(double rsi, double before) => new() { ["rsi_14"] = (rsi, before) };

    [Fact]
    public void Buys_an_oversold_market_that_turns_up() =>
        Assert.Equal(Vote.Buy(0.2, "oversold-turning-up", 27, 30), View(27, 26).Ask(s_agent));

    [Fact]
    public void Sells_an_overbought_market_that_turns_down() =>
        Assert.Equal(Vote.Sell(0.2, "overbought-turning-down", 73, 70), View(73, 74).Ask(s_agent));

    [Theory]
    [InlineData(29.999, 29, true)]
    [InlineData(30, 29, false)]
    [InlineData(70, 71, false)]
    [InlineData(70.001, 71, true)]
    public void The_bands_themselves_are_inside(double rsi, double before, bool votes) =>
        Assert.Equal(votes, !View(rsi, before).Ask(s_agent).Abstains);

    [Theory]
    [InlineData(27, 28, "oversold-not-turning", 30)]
    [InlineData(27, 27, "oversold-not-turning", 30)]
    [InlineData(73, 72, "overbought-not-turning", 70)]
    [InlineData(40, 39, "inside-bands", 30)]
    [InlineData(60, 39, "inside-bands", 70)]
    public void Abstains_with_the_band_that_it_looked_at(double rsi, double before, string reason, double band) =>
        Assert.Equal(Vote.Abstain(reason, rsi, band), View(rsi, before).Ask(s_agent));

    [Fact]
    public void Warms_up_while_the_bar_before_has_no_value() =>
        Assert.Equal(Vote.WarmingUp, View(27, double.NaN).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_depth_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 25).Select(depth => View(30 - depth, 0).Ask(s_agent)), 1 / 15.0, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        var agent = new RsiAgent(new() { Oversold = 40, Overbought = 60, FullDepth = 10 });
        Assert.Equal(0.5, View(35, 34).Ask(agent).Confidence);
        Assert.Equal(0.5, View(65, 66).Ask(agent).Confidence);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
