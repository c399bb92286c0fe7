using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Trend;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Trend;

public class KamaTests
{
    private static readonly KamaAgent s_agent = new(new());

    private static SomeView View(double efficiency, double slope) => new()
    {
        ["kama_10_2_30"] = (100 + slope, 100), ["kama_10_2_30_er"] = efficiency, ["atr_14"] = 2,
    };

    [Theory]
    [InlineData(0.55, 0.1875, 1, "rising-efficiently")]
    [InlineData(0.55, -0.1875, -1, "falling-efficiently")]
    public void Follows_the_slope_with_the_mean_of_clarity_and_speed(double efficiency, double slope, int direction, string reason)
    {
        Vote vote = View(efficiency, slope).Ask(new KamaAgent(new() { FullSlopeAtr = 0.375 }));      // halves: ½ and ¼
        Assert.Equal((direction, reason, efficiency, 0.3), (vote.Direction, vote.Reason, vote.Value, vote.Limit));
        Assert.Equal(0.375, vote.Confidence, 12);
    }

    [Theory]
    [InlineData(0.3, false)]
    [InlineData(0.301, true)]
    public void Votes_above_an_efficiency_of_0_3_only(double efficiency, bool votes) =>
        Assert.Equal(votes, !View(efficiency, 1).Ask(s_agent).Abstains);

    [Theory]
    [InlineData(0.2, 1, "inefficient")]
    [InlineData(0.5, 0, "no-slope")]
    public void Abstains_in_noise_or_without_slope(double efficiency, double slope, string reason) =>
        Assert.Equal(Vote.Abstain(reason, efficiency, 0.3), View(efficiency, slope).Ask(s_agent));

    [Fact]
    public void Warms_up_while_the_average_has_no_bar_before() =>
        Assert.Equal(Vote.WarmingUp, new SomeView { ["kama_10_2_30"] = (100, double.NaN), ["kama_10_2_30_er"] = 0.5, ["atr_14"] = 2 }.Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_slope() =>
        Confidence.AssertRises(Enumerable.Range(1, 20).Select(i => View(0.9, i * 0.06).Ask(s_agent)), 0.55, 1);

    [Fact]
    public void Confidence_rises_with_the_efficiency() =>
        Confidence.AssertRises(Enumerable.Range(4, 7).Select(i => View(i / 10.0, 5).Ask(s_agent)), 0.6, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        Assert.True(View(0.55, 1).Ask(new KamaAgent(new() { MinEfficiency = 0.6 })).Abstains);
        Assert.Equal(0.75, View(0.65, 5).Ask(new KamaAgent(new() { FullEfficiency = 1 })).Confidence, 12);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
