using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Reversion;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Reversion;

public class BollingerSqueezeTests
{
    private static readonly BollingerSqueezeAgent s_agent = new(new());

    /// <summary>Bands 90 and 110; the Keltner channel is inside them unless there is a squeeze.</summary>
    private static SomeView View(double percentB, double rankBefore = 0.6, bool squeeze = false, bool squeezeBefore = false)
    {
        double now = squeeze ? 11 : 9, before = squeezeBefore ? 11 : 9;
        return new()
        {
            ["bb_20_2_pctb"] = percentB, ["bb_20_2_upper"] = 110, ["bb_20_2_lower"] = 90, ["bb_20_2_width_rank_126"] = (0.9, rankBefore),
            ["keltner_20_1.5_10_upper"] = (100 + now, 100 + before), ["keltner_20_1.5_10_lower"] = (100 - now, 100 - before),
        };
    }

    private static void AssertVote(Vote expected, Vote actual)
    {
        Assert.Equal((expected.Direction, expected.Reason, expected.Value, expected.Limit), (actual.Direction, actual.Reason, actual.Value, actual.Limit));
        Assert.Equal(expected.Confidence, actual.Confidence, 12);
    }

    [Theory]
    [InlineData(0.02, 1, 0.1, "at-lower-band", 0.05)]
    [InlineData(-0.1, 1, 0.5, "at-lower-band", 0.05)]
    [InlineData(1.1, -1, 0.5, "at-upper-band", 0.95)]
    public void Fades_the_edges_of_wide_bands(double percentB, int direction, double confidence, string reason, double limit) =>
        AssertVote(Vote.Toward(direction, confidence, reason, percentB, limit), View(percentB).Ask(s_agent));

    [Theory]
    [InlineData(1.25, 1, 0.75, "narrow-break-up", 1)]
    [InlineData(-0.25, -1, 0.75, "narrow-break-down", 0)]
    public void Follows_a_break_out_of_narrow_bands(double percentB, int direction, double confidence, string reason, double limit) =>
        AssertVote(Vote.Toward(direction, confidence, reason, percentB, limit), View(percentB, rankBefore: 0.1).Ask(s_agent));

    [Theory]
    [InlineData(0.8, 1, 0.3, "squeeze-released-up")]
    [InlineData(0.2, -1, 0.3, "squeeze-released-down")]
    public void Follows_the_side_of_the_mid_band_when_a_squeeze_ends(double percentB, int direction, double confidence, string reason) =>
        AssertVote(Vote.Toward(direction, confidence, reason, percentB, 0.5), View(percentB, squeezeBefore: true).Ask(s_agent));

    [Theory]
    [InlineData(1.2, 0.1, true, "squeeze")]
    [InlineData(0.97, 0.1, false, "narrow-bands")]
    [InlineData(1, 0.25, false, "narrow-bands")]                       // on the band is not beyond it
    [InlineData(0.5, 0.6, false, "inside-bands")]
    [InlineData(0.05, 0.6, false, "inside-bands")]
    [InlineData(0.95, 0.6, false, "inside-bands")]
    public void Abstains(double percentB, double rankBefore, bool squeeze, string reason)
    {
        Vote vote = View(percentB, rankBefore, squeeze, squeezeBefore: squeeze).Ask(s_agent);
        Assert.Equal((true, reason), (vote.Abstains, vote.Reason));
    }

    [Theory]
    [InlineData(0.25, 1)]
    [InlineData(0.251, -1)]
    public void The_width_before_the_break_decides_between_following_and_fading(double rankBefore, int direction) =>
        Assert.Equal(direction, View(1.1, rankBefore).Ask(s_agent).Direction);

    [Fact]
    public void Flat_bands_have_no_edge() =>
        Assert.Equal(Vote.Abstain("flat-bands"), new SomeView
        {
            ["bb_20_2_pctb"] = 0.5, ["bb_20_2_upper"] = 100, ["bb_20_2_lower"] = 100, ["bb_20_2_width_rank_126"] = 1,
            ["keltner_20_1.5_10_upper"] = 100, ["keltner_20_1.5_10_lower"] = 100,
        }.Ask(s_agent));

    [Fact]
    public void Warms_up_with_the_width_rank() =>
        Assert.Equal(Vote.WarmingUp, View(1.2, double.NaN).Ask(s_agent));

    [Fact]
    public void Confidence_of_a_fade_rises_with_the_depth_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 20).Select(i => View(0.05 - 0.03 * i).Ask(s_agent)), 0.1, 1);

    [Fact]
    public void Confidence_of_a_break_rises_with_its_size_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 8).Select(i => View(1 + i / 10.0, rankBefore: 0).Ask(s_agent)), 0.6, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        Assert.True(View(0.02).Ask(new BollingerSqueezeAgent(new() { Edge = 0 })).Abstains);
        Assert.Equal(1, View(-0.1).Ask(new BollingerSqueezeAgent(new() { FullDepth = 0.1 })).Confidence);
        Assert.Equal(1, View(1.1).Ask(new BollingerSqueezeAgent(new() { NarrowRank = 0.7 })).Direction);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);

    [SharedDataFact]
    public void Every_branch_is_taken_on_real_bars() =>
        Assert.Superset(
            new HashSet<string>
            {
                "squeeze", "squeeze-released-up", "squeeze-released-down", "narrow-break-up", "narrow-break-down", "narrow-bands",
                "at-upper-band", "at-lower-band", "inside-bands",
            },
            s_agent.Votes(Views.Msft).Select(vote => vote.Reason).ToHashSet());
}
