using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Pattern;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Pattern;

public class TriangleFlagTests
{
    private static readonly TriangleFlagAgent s_agent = new(new());

    /// <summary>Highs 110 and 108 at bars −40 and −20, lows 100 and 102 at −30 and −10: lines at 106 and 103 now, 11 apart at the oldest.</summary>
    private static SomeView View(double close, double pole = 90, double highBefore = 110, double lowBefore = 100, double age4 = 40) => new()
    {
        Close = close, ["atr_14"] = 1, ["pivot_5_side"] = -1,
        ["pivot_5_price_1"] = 102, ["pivot_5_price_2"] = 108, ["pivot_5_price_3"] = lowBefore, ["pivot_5_price_4"] = highBefore, ["pivot_5_price_5"] = pole,
        ["pivot_5_age_1"] = 10, ["pivot_5_age_2"] = 20, ["pivot_5_age_3"] = 30, ["pivot_5_age_4"] = age4, ["pivot_5_age_5"] = 60,
    };

    // Width at the oldest: 110 − (100 − 0.1 · 10) = 11; lines now 108 − 0.1 · 20 = 106 and 102 + 0.1 · 10 = 103; margin 0.5.
    [Fact]
    public void Follows_a_close_out_of_the_lines_until_their_width_is_used_up()
    {
        Assert.Equal(Vote.Abstain("inside-the-lines", 106.5, 106.5), View(106.5).Ask(s_agent));
        Assert.Equal(Vote.Abstain("inside-the-lines", 102.5, 102.5), View(102.5).Ask(s_agent));
        AssertVote(1, 0.6 * (1 - 1.1 / 11), "triangle-broken-up", 106.5, View(107.6).Ask(s_agent));
        AssertVote(-1, 0.6 * (1 - 1.1 / 11), "triangle-broken-down", 102.5, View(101.4).Ask(s_agent));
        Assert.Equal("target-reached", View(117.6).Ask(s_agent).Reason);
    }

    [Fact]
    public void A_pole_twice_as_long_makes_it_a_flag_in_its_direction_only()
    {
        AssertVote(1, 0.9, "flag-broken-up", 106.5, View(107.6, pole: 88).Ask(s_agent));
        Assert.Equal("triangle-broken-up", View(107.6, pole: 88.1).Ask(s_agent).Reason);
        Assert.Equal("triangle-broken-down", View(101.4, pole: 80).Ask(s_agent).Reason);
    }

    [Theory]
    [InlineData(108, 102, "lines-do-not-converge")]                     // level lines
    [InlineData(106, 104, "lines-do-not-converge")]                     // they part
    [InlineData(108.5, 102, "lines-do-not-converge")]                   // 5.5 of 6.5 is left
    [InlineData(112, 97, "past-the-apex")]
    public void Abstains_where_the_lines_do_not_converge_or_have_met(double highBefore, double lowBefore, string reason) =>
        Assert.Equal(reason, View(115, highBefore: highBefore, lowBefore: lowBefore).Ask(s_agent).Reason);

    [Fact]
    public void Needs_four_turning_points() => Assert.Equal("too-few-pivots", View(109, age4: 0).Ask(s_agent).Reason);

    [Theory]
    [InlineData(95, "triangle-broken-up")]
    [InlineData(85, "flag-broken-up")]
    public void Finds_what_is_drawn_and_its_mirror_image(double foot, string reason)
    {
        Bar[] bars = Drawn.Lines(foot + 8, (8, foot), (20, 110), (10, 102), (9, 108), (8, 103.5), (15, 116));
        Vote[] bought = [.. bars.Ask(s_agent).Cast()], sold = [.. bars.UpsideDown().Ask(s_agent).Cast()];
        Assert.Contains(bought, vote => vote.Reason == reason && vote.Direction == 1);
        Assert.Contains(sold, vote => vote.Reason == reason.Replace("up", "down", StringComparison.Ordinal) && vote.Direction == -1);
        Assert.All(bought.Concat(sold), vote => Assert.True(vote.Direction * (vote.Value - vote.Limit) > 0));
    }

    [Fact]
    public void Finds_nothing_in_a_channel() =>
        Assert.Empty(Drawn.Lines(100, (15, 110), (10, 102), (10, 110), (10, 102), (10, 110), (10, 102), (15, 116)).Ask(s_agent).Cast());

    [Fact]
    public void Confidence_falls_as_the_move_is_used_up() =>
        Confidence.AssertRises(Enumerable.Range(0, 11).Select(i => View(116.5 - i * 0.999, pole: 80).Ask(s_agent)), 1 / 11.0, (1 + 9.99) / 11);

    [Fact]
    public void Options_change_the_outcome()
    {
        Assert.True(View(107.6).Ask(new TriangleFlagAgent(new() { BreakAtr = 2 })).Abstains);
        Assert.True(View(107.6).Ask(new TriangleFlagAgent(new() { MaxWidth = 0.2 })).Abstains);
        Assert.Equal("flag-broken-up", View(107.6).Ask(new TriangleFlagAgent(new() { PoleWidths = 1.5 })).Reason);
        Assert.Equal(0.27, View(107.6).Ask(new TriangleFlagAgent(new() { Triangle = 0.3 })).Confidence, 12);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);

    private static void AssertVote(double direction, double confidence, string reason, double limit, Vote vote)
    {
        Assert.Equal((direction, reason), (vote.Direction, vote.Reason));
        Assert.Equal(confidence, vote.Confidence, 12);
        Assert.Equal(limit, vote.Limit, 12);
    }
}
