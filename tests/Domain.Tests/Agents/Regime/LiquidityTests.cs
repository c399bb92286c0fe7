using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Regime;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Regime;

public class LiquidityTests
{
    private static readonly LiquidityAgent s_agent = new(new());

    private static SomeView View(double illiquidity, double spread, double median = 1000) => new()
    {
        ["amihud_20_rank_126"] = illiquidity, ["corwin_schultz_20_rank_126"] = spread, ["volume_median_20"] = median,
    };

    [Theory]
    [InlineData(0, 0, 1, "liquid")]
    [InlineData(0.8, 0.8, 1, "liquid")]
    [InlineData(1, 0.6, 1, "liquid")]
    [InlineData(0.8, 1, 0.7, "illiquid")]
    [InlineData(1, 1, 0.4, "illiquid")]
    public void Shrinks_the_score_above_the_high_percentile(double illiquidity, double spread, double scale, string reason)
    {
        Vote vote = View(illiquidity, spread).Ask(s_agent);
        Assert.Equal(scale, vote.Scale, 12);
        Assert.Equal((reason, 0.8), (vote.Reason, vote.Limit));
        Assert.Equal((illiquidity + spread) / 2, vote.Value, 12);
    }

    [Fact]
    public void Goes_by_highs_and_lows_alone_where_there_is_no_volume()
    {
        Vote vote = View(0, 0.9, median: 0).Ask(s_agent);
        Assert.Equal((0.9, "illiquid"), (vote.Value, vote.Reason));
        Assert.Equal(0.7, vote.Scale, 12);
    }

    [Fact]
    public void A_young_symbol_is_not_held_back()
    {
        Assert.Equal(Vote.WarmingUp, View(1, double.NaN).Ask(s_agent));
        Assert.Equal(Vote.WarmingUp, View(double.NaN, 1).Ask(s_agent));
    }

    [Fact]
    public void The_scale_never_rises_with_the_percentile()
    {
        double[] scales = [.. Enumerable.Range(0, 101).Select(i => View(i / 100.0, i / 100.0).Ask(s_agent).Scale)];
        Assert.Equal(scales.OrderDescending(), scales);
    }

    [Fact]
    public void Options_change_the_outcome() =>
        Assert.Equal(0.6, View(0.75, 0.75).Ask(new LiquidityAgent(new() { High = 0.5, ScaleAtWorst = 0.2 })).Scale, 12);

    [SharedDataFact]
    public void Scales_sometimes_and_not_always_on_real_bars()
    {
        Vote[] votes = s_agent.Votes(Views.Msft);
        Assert.Contains(votes, vote => vote.Scale < 0.6);
        Assert.True(votes.Count(vote => vote.Scale == 1) > votes.Length / 2);
    }

    [SharedDataFact]
    public void Scales_on_currencies_which_have_no_volume()
    {
        MarketView[] views = Views.Of(Reference.Sheet("daily/EURUSD_oanda_1d").Bars(), TimeSpan.FromDays(1));
        Assert.Contains(s_agent.Votes(views), vote => vote.Reason == "illiquid");
    }
}
