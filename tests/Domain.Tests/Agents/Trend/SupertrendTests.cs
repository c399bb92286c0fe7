using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Trend;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Trend;

public class SupertrendTests
{
    private static readonly SupertrendAgent s_agent = new(new());

    private static SomeView View(double line, double before) =>
        new() { Close = 100, ["supertrend_10_3"] = (line, before), ["atr_14"] = 2 };

    [Fact]
    public void Buys_above_the_line_with_the_distance_in_atr_as_confidence() =>
        Assert.Equal(Vote.Buy(0.5, "above-line", 100, 95), View(95, 94).Ask(s_agent));

    [Fact]
    public void Sells_below_the_line() =>
        Assert.Equal(Vote.Sell(0.5, "below-line", 100, 105), View(105, 106).Ask(s_agent));

    [Theory]
    [InlineData(99, 101, 1, "flip-up")]
    [InlineData(101, 99, -1, "flip-down")]
    public void A_flip_has_at_least_the_confidence_of_a_flip(double line, double before, int direction, string reason) =>
        Assert.Equal(Vote.Toward(direction, 0.5, reason, 100, line), View(line, before).Ask(s_agent));

    [Fact]
    public void A_line_that_rests_is_no_flip() =>
        Assert.Equal("above-line", View(95, 95).Ask(s_agent).Reason);

    [Fact]
    public void Abstains_on_the_line() =>
        Assert.Equal(Vote.Abstain("on-the-line", 100, 100), View(100, 99).Ask(s_agent));

    [Fact]
    public void Warms_up_while_the_bar_before_has_no_line() =>
        Assert.Equal(Vote.WarmingUp, View(95, double.NaN).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_distance_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 20).Select(i => View(100 - i, 100 - i).Ask(s_agent)), 0.1, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        var agent = new SupertrendAgent(new() { FullDistanceAtr = 10, FlipConfidence = 0 });
        Assert.Equal(0.25, View(95, 94).Ask(agent).Confidence);
        Assert.Equal(0.25, View(95, 105).Ask(agent).Confidence);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars()
    {
        Vote[] votes = s_agent.Votes(Views.Msft);
        Assert.Contains(votes, vote => vote is { Abstains: false, Direction: > 0 });
        Assert.Contains(votes, vote => vote is { Abstains: false, Direction: < 0 });
    }

    [SharedDataFact]
    public void Calls_a_flip_exactly_when_the_side_changes()
    {
        Vote[] votes = [.. s_agent.Votes(Views.Msft).Where(vote => !vote.Abstains)];
        for (int i = 1; i < votes.Length; i++)
            Assert.Equal(votes[i].Direction != votes[i - 1].Direction, votes[i].Reason is "flip-up" or "flip-down");
    }
}
