using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Sentiment;

namespace GoldenSignals.Domain.Tests.Agents.Sentiment;

public class NewsToneTests
{
    private static readonly NewsToneAgent s_agent = new(new());

    private static Vote Ask(double tone, double weight = 2, NewsToneAgent? agent = null) =>
        new SomeView { ["news_tone_24h"] = tone, ["news_weight_24h"] = weight }.Ask(agent ?? s_agent);

    [Theory]
    [InlineData(0.275, 1, "good-news")]
    [InlineData(-0.275, -1, "bad-news")]
    public void Follows_the_tone(double tone, int direction, string reason)
    {
        Vote vote = Ask(tone);
        Assert.Equal((direction, reason, tone, direction * 0.05), (vote.Direction, vote.Reason, vote.Value, vote.Limit));
        Assert.Equal(0.25, vote.Confidence, 12);                    // half way to 0.5, of two headlines: half of that
    }

    [Theory]
    [InlineData(0.05, false)]
    [InlineData(0.0501, true)]
    [InlineData(-0.05, false)]
    [InlineData(-0.0501, true)]
    [InlineData(0, false)]
    public void Votes_beyond_the_neutral_band_only(double tone, bool votes)
    {
        Vote vote = Ask(tone);
        Assert.Equal((votes, !votes), (!vote.Abstains, vote.Reason == "news-neutral"));
    }

    [Theory]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(0.8, 0.0999)]
    [InlineData(0.8, double.NaN)]
    public void Abstains_without_news_or_with_old_news_only(double tone, double weight) =>
        Assert.Equal(Vote.Abstain("no-news"), Ask(tone, weight));

    [Fact]
    public void More_headlines_and_a_clearer_tone_give_more_confidence()
    {
        Confidence.AssertRises(Enumerable.Range(1, 9).Select(i => Ask(0.05 + 0.09 * i)), 0.1, 0.5);
        Confidence.AssertRises(new[] { 0.5, 1, 2, 6, 18 }.Select(weight => Ask(0.9, weight)), 0.2, 0.9);
    }

    [Fact]
    public void Options_change_the_outcome()
    {
        Assert.True(Ask(0.15, agent: new(new() { Neutral = 0.2 })).Abstains);
        Assert.True(Ask(0.15, agent: new(new() { LeastWeight = 3 })).Abstains);
        Assert.Equal(1, Ask(0.5, agent: new(new() { PriorItems = 0 })).Confidence, 12);
        Assert.Equal(0.25, Ask(0.525, agent: new(new() { Full = 1 })).Confidence, 12);
    }
}
