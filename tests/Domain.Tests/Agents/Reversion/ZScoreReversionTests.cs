using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Reversion;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Reversion;

public class ZScoreReversionTests
{
    private static readonly ZScoreReversionAgent s_agent = new(new());

    private static SomeView View(double score, double halfLife = 8) => new() { ["zscore_60"] = score, ["ar1_60_halflife"] = halfLife };

    [Theory]
    [InlineData(-2.75, 1, "far-below-mean", -2)]
    [InlineData(2.75, -1, "far-above-mean", 2)]
    public void Fades_a_far_close(double score, int direction, string reason, double limit)
    {
        Vote vote = View(score).Ask(s_agent);
        Assert.Equal((direction, reason, score, limit), (vote.Direction, vote.Reason, vote.Value, vote.Limit));
        Assert.Equal(0.5, vote.Confidence, 12);
    }

    [Theory]
    [InlineData(2, 8, "near-mean")]
    [InlineData(-2, 8, "near-mean")]
    [InlineData(0, 8, "near-mean")]
    [InlineData(2.1, 30, "not-reverting")]
    [InlineData(-2.1, 1000, "not-reverting")]
    public void Abstains(double score, double halfLife, string reason)
    {
        Vote vote = View(score, halfLife).Ask(s_agent);
        Assert.Equal((true, reason), (vote.Abstains, vote.Reason));
    }

    [Fact]
    public void A_half_life_just_short_of_30_bars_is_short_enough() =>
        Assert.False(View(2.1, 29.99).Ask(s_agent).Abstains);

    [Fact]
    public void Warms_up_with_either_input()
    {
        Assert.Equal(Vote.WarmingUp, View(double.NaN).Ask(s_agent));
        Assert.Equal(Vote.WarmingUp, View(3, double.NaN).Ask(s_agent));
    }

    [Fact]
    public void Confidence_rises_with_the_distance_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 20).Select(i => View(-2 - 0.15 * i).Ask(s_agent)), 0.1, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        Assert.True(View(2.5).Ask(new ZScoreReversionAgent(new() { Threshold = 2.5 })).Abstains);
        Assert.Equal(0.25, View(3).Ask(new ZScoreReversionAgent(new() { Full = 6 })).Confidence, 12);
        Assert.True(View(2.5).Ask(new ZScoreReversionAgent(new() { MaxHalfLife = 8 })).Abstains);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
