using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Volume;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Volume;

public class ChaikinOscillatorTests
{
    private static readonly ChaikinOscillatorAgent s_agent = new(new());

    private static SomeView View(double now, double before, double median = 1000) =>
        new() { ["chaikin_3_10"] = (now, before), ["volume_median_20"] = median };

    [Theory]
    [InlineData(100, -300, 1, "crossed-above-zero")]
    [InlineData(400, 0, 1, "crossed-above-zero")]
    [InlineData(-100, 300, -1, "crossed-below-zero")]
    [InlineData(-400, 0, -1, "crossed-below-zero")]
    public void Votes_where_it_crosses_zero(double now, double before, int direction, string reason)
    {
        Vote vote = View(now, before).Ask(s_agent);
        Assert.Equal((direction, reason, now, 0), (vote.Direction, vote.Reason, vote.Value, vote.Limit));
        Assert.Equal(0.5, vote.Confidence, 12);
    }

    [Theory]
    [InlineData(200, 100)]
    [InlineData(-200, -100)]
    [InlineData(0, 100)]                                                    // reached is not crossed
    [InlineData(0, 0)]
    public void Abstains_without_a_cross(double now, double before) =>
        Assert.Equal(Vote.Abstain("no-cross", now, 0), View(now, before).Ask(s_agent));

    [Fact]
    public void Says_so_when_there_is_no_volume() =>
        Assert.Equal(Vote.Abstain("no-volume"), View(100, -100, median: 0).Ask(s_agent));

    [Fact]
    public void Warms_up_with_the_bar_before() =>
        Assert.Equal(Vote.WarmingUp, View(100, double.NaN).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_step_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 20).Select(i => View(40 * i, -40 * i).Ask(s_agent)), 0.1, 1);

    [Fact]
    public void Options_change_the_outcome() =>
        Assert.Equal(0.25, View(100, -300).Ask(new ChaikinOscillatorAgent(new() { FullStep = 1.6 })).Confidence, 12);

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
