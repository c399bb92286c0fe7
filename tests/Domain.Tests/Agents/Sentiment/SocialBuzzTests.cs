using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Sentiment;

namespace GoldenSignals.Domain.Tests.Agents.Sentiment;

public class SocialBuzzTests
{
    private static readonly SocialBuzzAgent s_agent = new(new());

    private static Vote Ask(double bulls, double bears, double velocity = 3, SocialBuzzAgent? agent = null) =>
        new SomeView { ["social_bulls_24h"] = bulls, ["social_bears_24h"] = bears, ["social_velocity_1h_30d"] = velocity }.Ask(agent ?? s_agent);

    [Theory]
    [InlineData(30, 10, 1, "crowd-bullish")]
    [InlineData(10, 30, -1, "crowd-bearish")]
    public void Follows_the_crowd(double bulls, double bears, int direction, string reason)
    {
        Vote vote = Ask(bulls, bears);
        Assert.Equal((direction, reason), (vote.Direction, vote.Reason));
        Assert.Equal((bulls + 5) / 50, vote.Value, 12);             // 0.7 or 0.3
        Assert.Equal(0.5 + direction * 0.05, vote.Limit, 12);
        Assert.Equal(0.6, vote.Confidence, 12);                     // (0.2 − 0.05) / (0.3 − 0.05)
    }

    [Fact]
    public void Few_messages_are_shrunk_to_the_prior()
    {
        Assert.Equal("crowd-divided", Ask(1, 0).Reason);            // 6/11, within the band
        Confidence.AssertRises(new[] { 2, 5, 10, 20, 100.0 }.Select(bulls => Ask(bulls, 0)), (7 / 12.0 - 0.55) / 0.25, 1);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 0.4)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(5, double.NaN)]
    [InlineData(-1, 5)]
    public void Abstains_without_messages(double bulls, double bears) => Assert.Equal(Vote.Abstain("no-messages"), Ask(bulls, bears));

    [Fact]
    public void Abstains_without_history() => Assert.Equal(Vote.Abstain("insufficient-history"), Ask(30, 10, double.NaN));

    [Fact]
    public void A_loud_crowd_gives_up_to_twice_the_confidence() =>
        Confidence.AssertRises(new[] { -2, 0, 1.5, 3, 30 }.Select(velocity => Ask(30, 10, velocity)), 0.3, 0.6);

    [Fact]
    public void Options_change_the_outcome()
    {
        Assert.Equal(-1, Ask(30, 20, agent: new(new() { Prior = 0.8 })).Direction);
        Assert.Equal("crowd-divided", Ask(30, 10, agent: new(new() { PriorMessages = 1000 })).Reason);
        Assert.Equal("crowd-divided", Ask(14, 10, agent: new(new() { Band = 0.1 })).Reason);
        Assert.Equal(0.2, Ask(30, 10, agent: new(new() { Full = 0.8 })).Confidence, 12);
        Assert.Equal(0.45, Ask(30, 10, agent: new(new() { LoudVelocity = 6 })).Confidence, 12);
        Assert.Equal("no-messages", Ask(30, 10, agent: new(new() { LeastMessages = 50 })).Reason);
    }
}
