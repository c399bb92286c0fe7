using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Sentiment;

namespace GoldenSignals.Domain.Tests.Agents.Sentiment;

public class EarningsDriftTests
{
    private static readonly EarningsDriftAgent s_agent = new(new());

    private static Vote Ask(double surprise, double age, EarningsDriftAgent? agent = null) =>
        new SomeView { ["earnings_sue"] = surprise, ["earnings_age_days"] = age }.Ask(agent ?? s_agent);

    [Theory]
    [InlineData(1.125, 1, "earnings-beat")]
    [InlineData(-1.125, -1, "earnings-miss")]
    public void Follows_the_surprise(double surprise, int direction, string reason)
    {
        Vote vote = Ask(surprise, 0);
        Assert.Equal((direction, reason, surprise, direction * 0.25), (vote.Direction, vote.Reason, vote.Value, vote.Limit));
        Assert.Equal(0.5, vote.Confidence, 12);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(30, 0.75)]
    [InlineData(60, 0.5)]
    public void Fades_to_a_half_over_60_days(double age, double confidence) => Assert.Equal(confidence, Ask(3, age).Confidence, 12);

    [Fact]
    public void Is_over_after_60_days() => Assert.Equal(Vote.Abstain("drift-over", 60.001, 60), Ask(3, 60.001));

    [Theory]
    [InlineData(0.25, false)]
    [InlineData(0.2501, true)]
    [InlineData(-0.25, false)]
    [InlineData(-0.2501, true)]
    [InlineData(0, false)]
    public void Votes_beyond_the_threshold_only(double surprise, bool votes)
    {
        Vote vote = Ask(surprise, 1);
        Assert.Equal((votes, !votes), (!vote.Abstains, vote.Reason == "earnings-as-expected"));
    }

    [Fact]
    public void Abstains_without_a_report_and_without_a_measure_of_its_surprise()
    {
        Assert.Equal(Vote.Abstain("no-earnings"), Ask(double.NaN, double.NaN));
        Assert.Equal(Vote.Abstain("insufficient-history"), Ask(double.NaN, 3));
    }

    [Fact]
    public void A_larger_surprise_gives_more_confidence() =>
        Confidence.AssertRises(Enumerable.Range(1, 12).Select(i => Ask(-0.25 - 0.175 * i, 0)), 0.1, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        Assert.True(Ask(0.9, 1, new(new() { Threshold = 1 })).Abstains);
        Assert.Equal(0.5, Ask(2.125, 0, new(new() { Full = 4 })).Confidence, 12);
        Assert.Equal("drift-over", Ask(2, 21, new(new() { Days = 20 })).Reason);
    }
}
