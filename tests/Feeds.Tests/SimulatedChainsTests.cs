using GoldenSignals.Domain.Options;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Feeds.Tests;

public class SimulatedChainsTests
{
    private static readonly DateTime s_time = new(2024, 1, 2, 14, 30, 0, DateTimeKind.Utc);
    private static readonly SimulatedChains s_chains = new(seed: 1);

    public static TheoryData<string, double, int> Markets => new()
    {
        { "AAA", 100, 0 }, { "AAA", 101.37, 3 }, { "BBB", 4512.5, 17 }, { "CCC", 0.0123, 100 }, { "DDD", 27.9, 365 }, { "EEE", 333.33, 900 },
    };

    private static OptionChain Chain(string symbol, double price, int day) => s_chains.At(symbol, price, s_time.AddDays(day));

    [Theory, MemberData(nameof(Markets))]
    public void Is_a_valid_chain_with_quotes_volume_and_open_interest(string symbol, double price, int day)
    {
        OptionChain chain = Chain(symbol, price, day);
        Assert.Null(chain.Refusal());
        Assert.InRange(chain.Contracts.Length, 300, 1500);
        Assert.All(chain.Contracts, contract => Assert.True(contract.Ask > contract.Bid && contract is { Volume: >= 0, OpenInterest: >= 0 }));
        Assert.Contains(chain.Contracts, contract => contract.Volume > 0);
        Assert.Contains(chain.Contracts, contract => contract.OpenInterest > 0);
    }

    /// <summary>Of the prices behind the quotes, over far more strikes and times than are listed.</summary>
    [Theory, MemberData(nameof(Markets))]
    public void The_surface_has_no_static_arbitrage(string symbol, double price, int day)
    {
        double[] strikes = [.. Enumerable.Range(0, 400).Select(i => Math.Exp(-1.5 + i * 3 / 399.0))];
        double[] before = new double[strikes.Length];
        foreach (double years in new[] { 0.5 / 365, 2 / 365.0, 7 / 365.0, 30 / 365.0, 0.25, 0.5, 1, 2 })
        {
            double[] calls = [.. strikes.Select(strike =>
                BlackScholesMerton.Undiscounted(OptionRight.Call, 1, strike, s_chains.Volatility(symbol, s_time.AddDays(day), Math.Log(strike), years) * Math.Sqrt(years)))];
            for (int i = 1; i < strikes.Length; i++)
            {
                double slope = (calls[i] - calls[i - 1]) / (strikes[i] - strikes[i - 1]);
                Assert.InRange(slope, -1 - 1e-9, 1e-9);
                if (i + 1 < strikes.Length)
                    Assert.True((calls[i + 1] - calls[i]) / (strikes[i + 1] - strikes[i]) >= slope - 1e-9, $"a butterfly at {strikes[i]} costs less than nothing, {price}");
                Assert.True(calls[i] >= before[i] - 1e-12, $"a calendar spread at {strikes[i]}, {years} years costs less than nothing");
            }
            before = calls;
        }
    }

    /// <summary>Nobody who buys at the ask and sells at the bid can gain for certain.</summary>
    [Theory, MemberData(nameof(Markets))]
    public void The_quotes_allow_no_riskless_gain(string symbol, double price, int day)
    {
        foreach (ExpirySlice slice in new ChainAnalysis(Chain(symbol, price, day)).Slices)
        {
            foreach (OptionRight right in new[] { OptionRight.Call, OptionRight.Put })
            {
                OptionContract[] listed = [.. slice.Contracts.Where(contract => contract.Right == right)];
                for (int i = 1; i < listed.Length; i++)
                {
                    OptionContract dear = right == OptionRight.Call ? listed[i - 1] : listed[i], cheap = right == OptionRight.Call ? listed[i] : listed[i - 1];
                    Assert.True(cheap.Bid <= dear.Ask);
                    Assert.True(dear.Bid - cheap.Ask <= slice.Discount * (listed[i].Strike - listed[i - 1].Strike) + 1e-9 * price);
                    if (i + 1 < listed.Length)
                        Assert.True(listed[i - 1].Ask + listed[i + 1].Ask >= 2 * listed[i].Bid);
                }
            }
            Assert.All(slice.Pairs, pair => Assert.InRange(slice.Discount * (price * Math.Exp((SimulatedChains.Rate - SimulatedChains.DividendYield) * slice.Years) - pair.Strike),
                pair.LowestDifference, pair.HighestDifference));
        }
    }

    [Theory, MemberData(nameof(Markets))]
    public void The_solver_finds_the_surface_again(string symbol, double price, int day)
    {
        var analysis = new ChainAnalysis(Chain(symbol, price, day));
        Assert.Equal(price, analysis.Spot, price * 2e-4);
        foreach (ExpirySlice slice in analysis.Slices)
        {
            for (int i = 0; i < slice.Smile.Count; i++)
            {
                double logStrike = Math.Log(slice.Smile.Strikes[i] / slice.Forward.Value), made = s_chains.Volatility(symbol, s_time.AddDays(day), logStrike, slice.Years);
                double s = made * Math.Sqrt(slice.Years);
                double vega = slice.Forward.Value * NormalDistribution.Density(-logStrike / s + s / 2) * Math.Sqrt(slice.Years);
                Assert.InRange(slice.Smile.Volatilities[i] - made, -3e-4 * price / vega - 1e-4, 3e-4 * price / vega + 1e-4);      // a tick is up to 1e-4 of the price
            }
            if (slice.Years < 2 / 365.0)                            // in the last hours few contracts are worth a tick
                continue;
            Assert.True(slice.Smile.Count >= 8, $"{slice.ExpiryUtc} has {slice.Smile.Count} quotes out of the money");
            double atTheMoney = s_chains.Volatility(symbol, s_time.AddDays(day), 0, slice.Years);
            Assert.InRange(slice.Smile.AtTheMoney / atTheMoney, 0.97, 1.03);
        }
        Assert.InRange(analysis.Iv30 / s_chains.Volatility(symbol, s_time.AddDays(day), 0, 30 / 365.0), 0.98, 1.02);
        Assert.InRange(analysis.Iv90 / s_chains.Volatility(symbol, s_time.AddDays(day), 0, 90 / 365.0), 0.98, 1.02);
    }

    [Fact]
    public void Tells_every_number_that_an_agent_asks_for()
    {
        foreach (int day in Enumerable.Range(0, 30))
        {
            var analysis = new ChainAnalysis(Chain("AAA", 100, day));
            Assert.All([analysis.Skew25, analysis.ParityGap, analysis.Gamma.PerPercent, analysis.MaxPain, analysis.Activity.PutCallVolume,
                analysis.Activity.PutCallOpenInterest, analysis.Activity.FlowShare], number => Assert.True(double.IsFinite(number)));
            Assert.InRange(analysis.Gamma.PricedShare, 0.7, 1);
            Assert.Equal(0, analysis.ParityGap, 4);
        }
    }

    [Fact]
    public void Is_the_same_for_the_same_seed_symbol_price_and_time_and_another_for_any_other()
    {
        OptionContract[] contracts = Chain("AAA", 100, 0).Contracts;
        Assert.Equal(contracts, new SimulatedChains(1).At("AAA", 100, s_time).Contracts);
        Assert.NotEqual(contracts, new SimulatedChains(2).At("AAA", 100, s_time).Contracts);
        Assert.NotEqual(contracts, Chain("AAB", 100, 0).Contracts);
        Assert.NotEqual(contracts, Chain("AAA", 100.5, 0).Contracts);
        Assert.NotEqual(contracts, Chain("AAA", 100, 1).Contracts);
    }

    [Fact]
    public void Volatility_wanders_between_calm_and_stress()
    {
        double[] near = [.. Enumerable.Range(0, 500).Select(day => s_chains.Volatility("AAA", s_time.AddDays(day), 0, 30 / 365.0))];
        double[] far = [.. Enumerable.Range(0, 500).Select(day => s_chains.Volatility("AAA", s_time.AddDays(day), 0, 90 / 365.0))];
        Assert.InRange(near.Max() / near.Min(), 1.5, 10);
        Assert.InRange(near.Zip(far).Count(pair => pair.First > pair.Second), 50, 450);
        Assert.All(near.Zip(near.Skip(1)), pair => Assert.InRange(pair.Second / pair.First, 0.6, 1.6));
    }
}
