using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Learning;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Learning;

public class OnlineLearnerTests
{
    private static readonly OnlineLearnerAgent s_agent = new(new());

    private static Vote Ask(double p, double updates = 250, OnlineLearnerAgent? agent = null) =>
        new SomeView { ["learner_10_p"] = p, ["learner_10_updates"] = updates }.Ask(agent ?? s_agent);

    [Theory]
    [InlineData(0.56, 1, 0.3, "learned-up", 0.55)]
    [InlineData(0.7, 1, 1, "learned-up", 0.55)]
    [InlineData(0.9, 1, 1, "learned-up", 0.55)]
    [InlineData(0.44, -1, 0.3, "learned-down", 0.45)]
    [InlineData(0.2, -1, 1, "learned-down", 0.45)]
    public void Follows_a_lean_beyond_the_band(double p, double direction, double confidence, string reason, double limit)
    {
        Vote vote = Ask(p);
        Assert.Equal(confidence, vote.Confidence, 12);
        Assert.Equal((direction, reason, p), (vote.Direction, vote.Reason, vote.Value));
        Assert.Equal(limit, vote.Limit, 12);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.549)]
    [InlineData(0.451)]
    public void Is_silent_inside_the_band(double p) => Assert.Equal((true, "no-lean"), (Ask(p).Abstains, Ask(p).Reason));

    [Fact]
    public void Is_silent_before_it_has_learned_enough()
    {
        Vote vote = Ask(0.9, updates: 249);
        Assert.Equal((true, "insufficient-history", 249, 250), (vote.Abstains, vote.Reason, vote.Value, vote.Limit));
        Assert.Equal("warming-up", Ask(double.NaN, 300).Reason);
    }

    [Fact]
    public void Options_change_the_outcome()
    {
        var agent = new OnlineLearnerAgent(new() { Band = 0.01, FullLean = 0.4, MinUpdates = 10 });
        Assert.Equal(0.1, Ask(0.54, 10, agent).Confidence, 12);
    }

    [Fact]
    public void Confidence_rises_with_the_lean() =>
        Confidence.AssertRises(Enumerable.Range(0, 20).Select(i => Ask(0.55 + 0.01 * i)), 0.25, 1);

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars_and_not_at_every_bar()
    {
        Vote[] votes = s_agent.Votes(Views.Of(Reference.Sheet("daily/ORCL_1d_1995-2014").Bars(), TimeSpan.FromDays(1)));
        Vote[] cast = [.. votes.Where(vote => !vote.Abstains)];
        Assert.Contains(cast, vote => vote.Direction > 0);
        Assert.Contains(cast, vote => vote.Direction < 0);
        Assert.InRange(cast.Length, 50, votes.Length / 2);
        Assert.True(cast.Select(vote => vote.Confidence).Distinct().Count() > 10, "confidence hardly varies");
    }

    [SharedDataFact]
    public void Learns_that_Microsoft_rose_and_does_not_sell_it() =>
        Assert.DoesNotContain(s_agent.Votes(Views.Msft), vote => vote.Direction < 0);
}
