using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Trend;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Trend;

public class ParabolicSarTests
{
    private static readonly ParabolicSarAgent s_agent = new(new());

    /// <summary>The close is 100.</summary>
    private static SomeView View(double sar, double before) => new() { ["psar_0.02_0.2"] = (sar, before), ["atr_14"] = 2 };

    [Fact]
    public void Buys_above_a_stop_that_rises() =>
        Assert.Equal(Vote.Buy(0.6, "above-stop", 100, 94), View(94, 93).Ask(s_agent));

    [Fact]
    public void Sells_below_a_stop_that_falls() =>
        Assert.Equal(Vote.Sell(0.6, "below-stop", 100, 106), View(106, 107).Ask(s_agent));

    [Theory]
    [InlineData(99, 104, 1, "flip-up")]
    [InlineData(101, 96, -1, "flip-down")]
    public void A_flip_has_at_least_the_confidence_of_a_flip(double sar, double before, int direction, string reason) =>
        Assert.Equal(Vote.Toward(direction, 0.5, reason, 100, sar), View(sar, before).Ask(s_agent));

    [Fact]
    public void A_stop_held_where_it_was_has_not_flipped() =>
        Assert.Equal(Vote.Buy(0.1, "above-stop", 100, 99), View(99, 99).Ask(s_agent));

    [Fact]
    public void Abstains_on_the_stop() =>
        Assert.Equal(Vote.Abstain("on-the-stop", 100, 100), View(100, 99).Ask(s_agent));

    [Fact]
    public void Warms_up_while_the_stop_has_no_bar_before() =>
        Assert.Equal(Vote.WarmingUp, View(94, double.NaN).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_distance_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 20).Select(i => View(100 - i, 99 - i).Ask(s_agent)), 0.1, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        var agent = new ParabolicSarAgent(new() { FullDistanceAtr = 10, FlipConfidence = 0 });
        Assert.Equal(0.3, View(94, 93).Ask(agent).Confidence);
        Assert.Equal(0.05, View(99, 104).Ask(agent).Confidence);
    }

    /// <summary>But for outside bars: one that reverses and closes beyond the new stop, or whose other end the next stop is held at.</summary>
    [SharedDataFact]
    public void Flips_where_the_side_changes_on_real_bars()
    {
        Vote[] votes = [.. s_agent.Votes(Views.Msft).Where(vote => !vote.Abstains)];
        int changes = votes.Zip(votes.Skip(1), (before, vote) => before.Direction != vote.Direction ? 1 : 0).Sum();
        int flips = votes.Count(vote => vote.Reason.StartsWith("flip", StringComparison.Ordinal));
        Assert.True(flips > 500 && Math.Abs(changes - flips) <= 0.01 * flips, $"{flips} flips, {changes} changes");
    }
}
