using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Trend;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Trend;

public class SupertrendTests
{
    private static readonly SupertrendAgent s_agent = new(new());

    private static SomeView View(double line) =>
        new() { Close = 100, ["supertrend_10_3"] = line, ["atr_14"] = 2 };

    [Fact]
    public void Buys_above_the_line_with_the_distance_in_atr_as_confidence() =>
        Assert.Equal(Vote.Buy(0.5, "above-line", 100, 95), View(95).Ask(s_agent));

    [Fact]
    public void Sells_below_the_line() =>
        Assert.Equal(Vote.Sell(0.5, "below-line", 100, 105), View(105).Ask(s_agent));

    [Fact]
    public void Abstains_on_the_line() =>
        Assert.Equal(Vote.Abstain("on-the-line", 100, 100), View(100).Ask(s_agent));

    [Fact]
    public void Warms_up_with_the_line() =>
        Assert.Equal(Vote.WarmingUp, View(double.NaN).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_distance_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 20).Select(i => View(100 - i).Ask(s_agent)), 0.1, 1);

    [Fact]
    public void Options_change_the_outcome() =>
        Assert.Equal(0.25, View(95).Ask(new SupertrendAgent(new() { FullDistanceAtr = 10 })).Confidence);

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars()
    {
        Vote[] votes = s_agent.Votes(Views.Msft);
        Assert.Contains(votes, vote => vote is { Abstains: false, Direction: > 0 });
        Assert.Contains(votes, vote => vote is { Abstains: false, Direction: < 0 });
    }
}
