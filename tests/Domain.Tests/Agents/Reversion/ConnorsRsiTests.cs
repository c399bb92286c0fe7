using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Reversion;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Reversion;

public class ConnorsRsiTests
{
    private static readonly ConnorsRsiAgent s_agent = new(new());

    private static SomeView View(double connors) => new() { ["connorsrsi_3_2_100"] = connors };

    [Fact]
    public void Buys_below_10() => Assert.Equal(Vote.Buy(0.4, "oversold", 7, 10), View(7).Ask(s_agent));

    [Fact]
    public void Sells_above_90() => Assert.Equal(Vote.Sell(0.4, "overbought", 93, 90), View(93).Ask(s_agent));

    [Theory]
    [InlineData(10, 10)]                                                        // on the band is inside
    [InlineData(49, 10)]
    [InlineData(50, 90)]
    [InlineData(90, 90)]
    public void Abstains_inside_the_bands_with_the_nearer_one(double connors, double band) =>
        Assert.Equal(Vote.Abstain("inside-bands", connors, band), View(connors).Ask(s_agent));

    [Fact]
    public void Warms_up_with_its_rank() => Assert.Equal(Vote.WarmingUp, View(double.NaN).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_depth_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(0, 10).Select(i => View(9.25 - i).Ask(s_agent)), 0.1, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        var agent = new ConnorsRsiAgent(new() { Oversold = 20, Overbought = 80, FullDepth = 20 });
        Assert.Equal(0.25, View(15).Ask(agent).Confidence);
        Assert.Equal(-0.25, View(85).Ask(agent).Confidence * View(85).Ask(agent).Direction);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
