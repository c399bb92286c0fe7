using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Regime;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Regime;

public class VolatilityRegimeTests
{
    private static readonly VolatilityRegimeAgent s_agent = new(new());

    private static SomeView View(double rank) => new() { ["yang_zhang_20_rank_252"] = rank };

    [Theory]
    [InlineData(0, 1, "volatility-normal", 0.8)]
    [InlineData(0.8, 1, "volatility-normal", 0.8)]
    [InlineData(0.895, 0.7, "volatility-high", 0.8)]
    [InlineData(0.99, 0.4, "volatility-high", 0.8)]
    [InlineData(0.9901, 0, "volatility-extreme", 0.99)]
    [InlineData(1, 0, "volatility-extreme", 0.99)]
    public void Shrinks_the_score_above_the_high_percentile_and_blocks_it_beyond_the_extreme_one(double rank, double scale, string reason, double limit)
    {
        Vote vote = View(rank).Ask(s_agent);
        Assert.Equal(scale, vote.Scale, 12);
        Assert.Equal((reason, rank, limit), (vote.Reason, vote.Value, vote.Limit));
    }

    [Fact]
    public void A_young_symbol_is_not_held_back() =>
        Assert.Equal((1, "warming-up"), (View(double.NaN).Ask(s_agent).Scale, View(double.NaN).Ask(s_agent).Reason));

    [Fact]
    public void The_scale_never_rises_with_volatility()
    {
        double[] scales = [.. Enumerable.Range(0, 101).Select(i => View(i / 100.0).Ask(s_agent).Scale)];
        Assert.Equal(scales.OrderDescending(), scales);
    }

    [Fact]
    public void Options_change_the_outcome()
    {
        var agent = new VolatilityRegimeAgent(new() { High = 0.5, Extreme = 1, ScaleAtExtreme = 0.2 });
        Assert.Equal(0.6, View(0.75).Ask(agent).Scale, 12);
        Assert.Equal(0.2, View(1).Ask(agent).Scale, 12);
    }

    [SharedDataFact]
    public void Scales_sometimes_and_not_always_on_real_bars()
    {
        Vote[] votes = s_agent.Votes(Views.Msft);
        Assert.Contains(votes, vote => vote.Scale == 0);
        Assert.Contains(votes, vote => vote.Scale is > 0 and < 1);
        Assert.True(votes.Count(vote => vote.Scale == 1) > votes.Length / 2);
    }
}
