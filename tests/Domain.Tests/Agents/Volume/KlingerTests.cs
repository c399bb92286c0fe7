using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Volume;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Volume;

public class KlingerTests
{
    private static readonly KlingerAgent s_agent = new(new());

    /// <summary>The signal line is at 500 and was at 400; a full step is 6000 of the difference.</summary>
    private static SomeView View(double difference, double before, double median = 1000) => new()
    {
        ["kvo_34_55_13"] = (500 + difference, 400 + before), ["kvo_34_55_13_signal"] = (500, 400), ["volume_median_20"] = median,
    };

    [Theory]
    [InlineData(1000, -2000, 1, "crossed-above-signal")]
    [InlineData(3000, 0, 1, "crossed-above-signal")]
    [InlineData(-1000, 2000, -1, "crossed-below-signal")]
    [InlineData(-3000, 0, -1, "crossed-below-signal")]
    public void Votes_where_it_crosses_its_signal_line(double difference, double before, int direction, string reason)
    {
        Vote vote = View(difference, before).Ask(s_agent);
        Assert.Equal((direction, reason, 500 + difference, 500), (vote.Direction, vote.Reason, vote.Value, vote.Limit));
        Assert.Equal(0.5, vote.Confidence, 12);
    }

    [Theory]
    [InlineData(200, 100)]
    [InlineData(-200, -100)]
    [InlineData(0, 100)]                                                    // reached is not crossed
    [InlineData(0, 0)]
    public void Abstains_without_a_cross(double difference, double before) =>
        Assert.Equal(Vote.Abstain("no-cross", 500 + difference, 500), View(difference, before).Ask(s_agent));

    [Fact]
    public void Says_so_when_there_is_no_volume() =>
        Assert.Equal(Vote.Abstain("no-volume"), View(100, -100, median: 0).Ask(s_agent));

    [Fact]
    public void Warms_up_with_the_bar_before() =>
        Assert.Equal(Vote.WarmingUp, View(100, double.NaN).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_step_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 20).Select(i => View(300 * i, -300 * i).Ask(s_agent)), 0.1, 1);

    [Fact]
    public void Options_change_the_outcome() =>
        Assert.Equal(0.25, View(1000, -2000).Ask(new KlingerAgent(new() { FullStep = 0.12 })).Confidence, 12);

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
