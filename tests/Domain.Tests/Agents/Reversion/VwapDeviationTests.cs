using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Reversion;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Reversion;

public class VwapDeviationTests
{
    private static readonly VwapDeviationAgent s_agent = new(new());

    private static SomeView View(double deviation, double slope = 0, double median = 1000) =>
        new() { ["vwap_dev"] = deviation, ["vwap_slope_20"] = slope, ["volume_median_20"] = median };

    [Theory]
    [InlineData(-2.75, 0.4, 1, "far-below-vwap", -2)]
    [InlineData(2.75, 0.4, -1, "far-above-vwap", 2)]
    public void Fades_a_far_close_wherever_the_average_goes(double deviation, double slope, int direction, string reason, double limit)
    {
        Vote vote = View(deviation, slope).Ask(s_agent);
        Assert.Equal((direction, reason, deviation, limit), (vote.Direction, vote.Reason, vote.Value, vote.Limit));
        Assert.Equal(0.5, vote.Confidence, 12);
    }

    [Theory]
    [InlineData(0.35, 1, "vwap-rising", 0.1)]
    [InlineData(-0.35, -1, "vwap-falling", -0.1)]
    public void Else_follows_the_slope_at_half_the_confidence(double slope, int direction, string reason, double limit)
    {
        Vote vote = View(2, slope).Ask(s_agent);
        Assert.Equal((direction, reason, slope, limit), (vote.Direction, vote.Reason, vote.Value, vote.Limit));
        Assert.Equal(0.25, vote.Confidence, 12);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(-0.1)]
    [InlineData(0)]
    public void Abstains_near_a_level_average(double slope) =>
        Assert.Equal((true, "near-vwap"), (View(1, slope).Ask(s_agent).Abstains, View(1, slope).Ask(s_agent).Reason));

    [Fact]
    public void Says_so_when_there_is_no_volume_or_no_session()
    {
        Assert.Equal(Vote.Abstain("no-volume"), View(3, median: 0).Ask(s_agent));
        Assert.Equal(Vote.Abstain("no-session"), new SomeView { Interval = TimeSpan.FromDays(1) }.Ask(s_agent));
    }

    [Fact]
    public void Warms_up_with_the_median() =>
        Assert.Equal(Vote.WarmingUp, View(3, median: double.NaN).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_distance_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 20).Select(i => View(2 + 0.15 * i).Ask(s_agent)), 0.1, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        Assert.Equal("vwap-rising", View(2.5, 0.3).Ask(new VwapDeviationAgent(new() { Threshold = 3 })).Reason);
        Assert.Equal(0.25, View(3).Ask(new VwapDeviationAgent(new() { Full = 6 })).Confidence, 12);
        Assert.True(View(1, 0.3).Ask(new VwapDeviationAgent(new() { MinSlope = 0.4 })).Abstains);
        Assert.Equal(0.125, View(1, 0.35).Ask(new VwapDeviationAgent(new() { FullSlope = 1.1 })).Confidence, 12);
        Assert.True(View(1, 0.5).Ask(new VwapDeviationAgent(new() { FollowShare = 0 })).Abstains);
    }

    [SharedDataFact]
    public void Takes_every_branch_on_real_minutes()
    {
        Bar[] fourDays = [.. Reference.Sheet("minute/SPY_1m_20201215-20201218").Bars()
            .Select((bar, i) => bar with { OpenTimeUtc = SomeBars.Start.AddDays(i / 391).AddMinutes(i % 391) })];
        Vote[] votes = s_agent.Votes(Views.Of(fourDays, TimeSpan.FromMinutes(1)));
        Assert.Superset(new HashSet<string> { "far-below-vwap", "far-above-vwap", "vwap-rising", "vwap-falling", "near-vwap" },
            votes.Select(vote => vote.Reason).ToHashSet());
        Assert.True(votes.Where(vote => !vote.Abstains).Select(vote => vote.Confidence).Distinct().Count() > 10, "confidence hardly varies");
    }
}
