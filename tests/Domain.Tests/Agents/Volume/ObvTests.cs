using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Volume;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Volume;

public class ObvTests
{
    private static readonly ObvAgent s_agent = new(new());

    private static SomeView View(double slope, double price, double median = 1000) =>
        new() { ["obv_slope_20"] = slope, ["price_slope_20"] = price, ["volume_median_20"] = median };

    [Theory]
    [InlineData(0.45, -0.1, 1, 0.5, "obv-rises-alone")]
    [InlineData(0.45, 0, 1, 0.5, "obv-rises-alone")]
    [InlineData(0.45, 0.1, 1, 0.25, "obv-confirms-rise")]
    [InlineData(-0.45, 0.1, -1, 0.5, "obv-falls-alone")]
    [InlineData(-0.45, -0.1, -1, 0.25, "obv-confirms-fall")]
    public void Follows_the_volume_and_the_more_so_against_the_price(double slope, double price, int direction, double confidence, string reason)
    {
        Vote vote = View(slope, price).Ask(s_agent);
        Assert.Equal((direction, reason, slope, direction * 0.3), (vote.Direction, vote.Reason, vote.Value, vote.Limit));
        Assert.Equal(confidence, vote.Confidence, 12);
    }

    [Theory]
    [InlineData(0.3, false)]
    [InlineData(0.301, true)]
    [InlineData(-0.3, false)]
    [InlineData(-0.301, true)]
    [InlineData(0, false)]
    public void Votes_beyond_the_threshold_only(double slope, bool votes)
    {
        Vote vote = View(slope, 0.5).Ask(s_agent);
        Assert.Equal(votes, !vote.Abstains);
        Assert.Equal(!votes, vote.Reason == "obv-level");
    }

    [Fact]
    public void Says_so_when_there_is_no_volume() =>
        Assert.Equal(Vote.Abstain("no-volume"), View(0.5, 0.5, median: 0).Ask(s_agent));

    [Fact]
    public void Warms_up_with_the_slopes() =>
        Assert.Equal(Vote.WarmingUp, View(double.NaN, 0.5).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_slope_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 20).Select(i => View(0.3 + 0.03 * i, -1).Ask(s_agent)), 0.1, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        Assert.True(View(0.45, -1).Ask(new ObvAgent(new() { Threshold = 0.45 })).Abstains);
        Assert.Equal(0.25, View(0.45, -1).Ask(new ObvAgent(new() { Full = 0.9 })).Confidence, 12);
        Assert.Equal(0.5, View(0.45, 1).Ask(new ObvAgent(new() { ConfirmShare = 1 })).Confidence, 12);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);

    [SharedDataFact]
    public void Every_branch_is_taken_on_real_bars() =>
        Assert.Superset(
            new HashSet<string> { "obv-rises-alone", "obv-falls-alone", "obv-confirms-rise", "obv-confirms-fall", "obv-level", "no-volume" },
            s_agent.Votes(Views.Msft).Select(vote => vote.Reason).ToHashSet());
}
