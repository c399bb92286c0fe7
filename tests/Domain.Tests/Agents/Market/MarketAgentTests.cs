using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Market;

namespace GoldenSignals.Domain.Tests.Agents.Market;

public class MarketBreadthTests
{
    private static readonly MarketBreadthAgent s_agent = new(new());

    private static Vote Ask(double share, double oscillator, double count = 100, MarketBreadthAgent? agent = null) =>
        new SomeView { ["uni_count"] = count, ["uni_above_sma50"] = share, ["uni_mcclellan"] = oscillator }.Ask(agent ?? s_agent);

    [Theory]
    [InlineData(0.6, 50, 1, 0.35, "broad-advance", 0.6)]
    [InlineData(1, 100, 1, 1, "broad-advance", 0.6)]
    [InlineData(0.75, 300, 1, 0.75, "broad-advance", 0.6)]
    [InlineData(0.3, -50, -1, 0.45, "broad-decline", 0.4)]
    public void Goes_with_a_broad_market_that_still_gains(double share, double oscillator, double direction, double confidence, string reason, double limit)
    {
        Vote vote = Ask(share, oscillator);
        Assert.Equal((direction, reason, share), (vote.Direction, vote.Reason, vote.Value));
        Assert.Equal(confidence, vote.Confidence, 12);
        Assert.Equal(limit, vote.Limit, 12);
    }

    [Theory]
    [InlineData(0.59, 50)]
    [InlineData(0.9, -1)]
    [InlineData(0.9, 0)]
    [InlineData(0.1, 1)]
    [InlineData(0.41, -50)]
    public void Is_silent_when_the_two_do_not_agree(double share, double oscillator) =>
        Assert.Equal((true, "mixed-breadth"), (Ask(share, oscillator).Abstains, Ask(share, oscillator).Reason));

    [Theory]
    [InlineData(double.NaN, "below-20-symbols")]
    [InlineData(19, "below-20-symbols")]
    [InlineData(20, "broad-advance")]
    public void Needs_a_universe_of_20(double count, string reason) => Assert.Equal(reason, Ask(0.9, 50, count).Reason);

    [Fact]
    public void Warms_up() => Assert.Equal("warming-up", Ask(0.9, double.NaN).Reason);

    [Fact]
    public void Options_change_the_outcome() =>
        Assert.Equal(0.6, Ask(0.6, 10, agent: new(new() { High = 0.55, FullOscillator = 10 })).Confidence, 12);
}

public class RelativeStrengthTests
{
    private static readonly RelativeStrengthAgent s_agent = new(new());

    private static Vote Ask(double rank, double count = 50, RelativeStrengthAgent? agent = null) =>
        new SomeView { ["uni_count"] = count, ["uni_rank"] = rank }.Ask(agent ?? s_agent);

    [Theory]
    [InlineData(0.8, 1, 0.6, "among-strongest", 0.8)]
    [InlineData(1, 1, 1, "among-strongest", 0.8)]
    [InlineData(0.1, -1, 0.8, "among-weakest", 0.2)]
    [InlineData(0, -1, 1, "among-weakest", 0.2)]
    public void Buys_the_strong_and_sells_the_weak(double rank, double direction, double confidence, string reason, double limit)
    {
        Vote vote = Ask(rank);
        Assert.Equal((direction, reason, rank), (vote.Direction, vote.Reason, vote.Value));
        Assert.Equal(confidence, vote.Confidence, 12);
        Assert.Equal(limit, vote.Limit, 12);
    }

    [Theory]
    [InlineData(0.79)]
    [InlineData(0.5)]
    [InlineData(0.21)]
    public void Leaves_the_middle_alone(double rank) => Assert.Equal((true, "middle-rank"), (Ask(rank).Abstains, Ask(rank).Reason));

    [Theory]
    [InlineData(double.NaN, "below-20-symbols")]
    [InlineData(19, "below-20-symbols")]
    [InlineData(20, "among-strongest")]
    public void Needs_a_universe_of_20(double count, string reason) => Assert.Equal(reason, Ask(0.9, count).Reason);

    [Fact]
    public void Warms_up() => Assert.Equal("warming-up", Ask(double.NaN).Reason);

    [Fact]
    public void Options_change_the_outcome() => Assert.Equal("middle-rank", Ask(0.85, agent: new(new() { Top = 0.9 })).Reason);
}

public class PairsSpreadTests
{
    private static readonly PairsSpreadAgent s_agent = new(new());

    private static Vote Ask(double z, double extreme, double halfLife = 10, double count = 50, PairsSpreadAgent? agent = null) =>
        new SomeView { ["uni_count"] = count, ["pair_z"] = z, ["pair_extreme"] = extreme, ["pair_half_life"] = halfLife }.Ask(agent ?? s_agent);

    [Theory]
    [InlineData(2, 2, -1, 0.5, "dear-against-partner")]
    [InlineData(5, 5, -1, 1, "dear-against-partner")]
    [InlineData(0.6, 2.5, -1, 0.15, "dear-against-partner")]
    [InlineData(-3, -3, 1, 0.75, "cheap-against-partner")]
    [InlineData(-1, -2, 1, 0.25, "cheap-against-partner")]
    public void Fades_a_departure_until_the_two_have_met_again(double z, double extreme, double direction, double confidence, string reason)
    {
        Vote vote = Ask(z, extreme);
        Assert.Equal((direction, reason, z, z > 0 ? 2 : -2), (vote.Direction, vote.Reason, vote.Value, vote.Limit));
        Assert.Equal(confidence, vote.Confidence, 12);
    }

    [Theory]
    [InlineData(1.9, 1.9, 10, "pair-close")]
    [InlineData(0.4, 0, 10, "pair-close")]
    [InlineData(6.1, 6.1, 10, "pair-broken")]
    [InlineData(-3, -3, 41, "slow-reversion")]
    [InlineData(double.NaN, double.NaN, double.NaN, "no-pair")]
    public void Is_silent_otherwise(double z, double extreme, double halfLife, string reason) =>
        Assert.Equal((true, reason), (Ask(z, extreme, halfLife).Abstains, Ask(z, extreme, halfLife).Reason));

    [Theory]
    [InlineData(double.NaN, "below-20-symbols")]
    [InlineData(19, "below-20-symbols")]
    [InlineData(20, "dear-against-partner")]
    public void Needs_a_universe_of_20(double count, string reason) => Assert.Equal(reason, Ask(3, 3, count: count).Reason);

    [Fact]
    public void Options_change_the_outcome()
    {
        Assert.Equal(0.5, Ask(1.5, 1.5, agent: new(new() { Enter = 1, FullZ = 3 })).Confidence, 12);
        Assert.Equal("pair-broken", Ask(3.5, 3.5, agent: new(new() { Broken = 3 })).Reason);
        Assert.Equal("slow-reversion", Ask(3, 3, agent: new(new() { MaxHalfLife = 5 })).Reason);
    }
}
