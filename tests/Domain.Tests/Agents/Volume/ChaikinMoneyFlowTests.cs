using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Volume;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Volume;

public class ChaikinMoneyFlowTests
{
    private static readonly ChaikinMoneyFlowAgent s_agent = new(new());

    private static SomeView View(double flow, double median = 1000) => new() { ["cmf_20"] = flow, ["volume_median_20"] = median };

    [Theory]
    [InlineData(0.15, 1, "accumulation")]
    [InlineData(-0.15, -1, "distribution")]
    public void Follows_the_flow(double flow, int direction, string reason)
    {
        Vote vote = View(flow).Ask(s_agent);
        Assert.Equal((direction, reason, flow, direction * 0.05), (vote.Direction, vote.Reason, vote.Value, vote.Limit));
        Assert.Equal(0.5, vote.Confidence, 12);
    }

    [Theory]
    [InlineData(0.05, false)]
    [InlineData(0.0501, true)]
    [InlineData(-0.05, false)]
    [InlineData(-0.0501, true)]
    [InlineData(0, false)]
    public void Votes_beyond_the_threshold_only(double flow, bool votes)
    {
        Vote vote = View(flow).Ask(s_agent);
        Assert.Equal(votes, !vote.Abstains);
        Assert.Equal(!votes, vote.Reason == "flow-balanced");
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(double.NaN)]
    public void Says_so_when_there_is_no_volume(double flow) =>
        Assert.Equal(Vote.Abstain("no-volume"), View(flow, median: 0).Ask(s_agent));

    [Fact]
    public void Warms_up_with_the_flow() =>
        Assert.Equal(Vote.WarmingUp, View(double.NaN).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_flow_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 20).Select(i => View(0.05 + i / 50.0).Ask(s_agent)), 0.1, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        Assert.True(View(0.09).Ask(new ChaikinMoneyFlowAgent(new() { Threshold = 0.1 })).Abstains);
        Assert.Equal(0.2, View(0.15).Ask(new ChaikinMoneyFlowAgent(new() { Full = 0.55 })).Confidence, 12);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
