using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Sentiment;

namespace GoldenSignals.Domain.Tests.Agents.Sentiment;

public class NewsVelocityTests
{
    private static readonly NewsVelocityAgent s_agent = new(new());

    private static Vote Ask(double velocity, double tone, NewsVelocityAgent? agent = null) =>
        new SomeView { ["news_velocity_1h_30d"] = velocity, ["news_tone_24h"] = tone }.Ask(agent ?? s_agent);

    [Theory]
    [InlineData(0.25, 1, "good-news-burst")]
    [InlineData(-0.25, -1, "bad-news-burst")]
    public void A_burst_with_a_tone_votes_with_it(double tone, int direction, string reason)
    {
        Vote vote = Ask(3, tone);
        Assert.Equal((direction, reason, 3, 2, 1), (vote.Direction, vote.Reason, vote.Value, vote.Limit, vote.Scale));
        Assert.Equal(0.25, vote.Confidence, 12);                    // half the tone, half the burst
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(4, 0.75)]
    [InlineData(6, 0.5)]
    [InlineData(60, 0.5)]
    public void A_burst_without_a_tone_is_a_gate(double velocity, double scale)
    {
        foreach (double tone in new[] { 0, 0.05, -0.05 })
        {
            Vote vote = Ask(velocity, tone);
            Assert.Equal((true, scale, "burst-without-tone"), (vote.Abstains, vote.Scale, vote.Reason));
        }
    }

    [Theory]
    [InlineData(1.999, 0.9)]
    [InlineData(-1, -0.9)]
    [InlineData(0, 0)]
    public void Says_nothing_at_the_usual_pace(double velocity, double tone) =>
        Assert.Equal(Vote.Abstain("velocity-usual", velocity, 2), Ask(velocity, tone));

    [Fact]
    public void Abstains_without_news_and_without_history()
    {
        Assert.Equal(Vote.Abstain("no-news"), Ask(double.NaN, double.NaN));
        Assert.Equal(Vote.Abstain("no-news"), Ask(9, double.NaN));
        Assert.Equal(Vote.Abstain("insufficient-history"), Ask(double.NaN, 0.5));
    }

    [Fact]
    public void Velocity_amplifies_the_tone() =>
        Confidence.AssertRises(new[] { 2, 3, 4, 6, 12.0 }.Select(velocity => Ask(velocity, -0.9)), 1 / 3.0, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        Assert.True(Ask(3, 0.9, new(new() { Burst = 4 })).Abstains);
        Assert.Equal(0.1, Ask(9, 0, new(new() { LeastScale = 0.1 })).Scale, 12);
        Assert.Equal("burst-without-tone", Ask(9, 0.15, new(new() { Neutral = 0.2 })).Reason);
        Assert.Equal(0.3, Ask(6, 0.9, new(new() { FullBurst = 20 })).Confidence, 12);
        Assert.Equal(0.25, Ask(6, 0.25, new(new() { FullTone = 1 })).Confidence, 12);
    }
}
