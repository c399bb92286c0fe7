using GoldenSignals.Domain.Options;

namespace GoldenSignals.Domain.Tests.Options;

public class ChainAnalysisTests
{
    [Fact]
    public void Parity_gives_the_forward_that_the_chain_was_made_from_whatever_spot_is_printed()
    {
        OptionChain chain = new SomeChain().Chain with { UnderlyingPrice = 250 };
        var analysis = new ChainAnalysis(chain);
        Assert.Equal(4, analysis.Slices.Count);
        foreach (ExpirySlice slice in analysis.Slices)
        {
            Assert.Equal(100 * Math.Exp(0.04 * slice.Years), slice.Forward.Value, 9);
            Assert.Equal(100, slice.Spot, 9);
            Assert.InRange(slice.Forward.Value, slice.Forward.Low, slice.Forward.High);
            Assert.InRange(slice.Forward.High - slice.Forward.Low, 3.9e-4, 4.1e-4);     // two spreads of 0.0002
        }
        Assert.Equal(100, analysis.Spot, 9);
    }

    [Fact]
    public void Without_a_dividend_yield_the_spot_is_less_the_dividends_until_expiry()
    {
        var analysis = new ChainAnalysis(new SomeChain().Chain with { DividendYield = double.NaN });
        Assert.Equal(100 * Math.Exp(-0.01 * 30 / 365), analysis.Slices[1].Spot, 9);
    }

    [Fact]
    public void A_stale_quote_does_not_move_the_forward()
    {
        var plain = new SomeChain { Days = [30] };
        var stale = plain with { Changed = contract => contract is { Strike: 101, Right: OptionRight.Put } ? contract with { Bid = 9, Ask = 9.1 } : contract };
        Assert.Equal(plain.Analysis.Spot, stale.Analysis.Spot, 3);
    }

    [Fact]
    public void Volatility_at_the_money_and_by_strike_is_the_surface_that_the_chain_was_made_from()
    {
        ChainAnalysis analysis = new SomeChain { Volatility = Smile }.Analysis;
        foreach (ExpirySlice slice in analysis.Slices)
            for (int i = 0; i < slice.Smile.Count; i++)
                Assert.InRange(slice.Smile.Volatilities[i] - Smile(Math.Log(slice.Smile.Strikes[i] / slice.Forward.Value), slice.Years), -2e-4, 2e-4);
        Assert.InRange(analysis.Iv30 - Smile(0, 30 / 365.0), -1e-4, 1e-4);
        Assert.InRange(analysis.Iv90 - Smile(0, 90 / 365.0), -1e-4, 1e-4);
    }

    [Fact]
    public void Skew_is_interpolated_in_delta()
    {
        ChainAnalysis analysis = new SomeChain { Volatility = Smile, Strikes = [.. Enumerable.Range(0, 241).Select(i => 70 + i / 4.0)] }.Analysis;
        double put = AtDelta(0.75), call = AtDelta(0.25);
        Assert.InRange(analysis.Skew25 - (put - call) / Smile(0, 0), -1e-3, 1e-3);
        Assert.InRange(analysis.Skew25, 0.1, 0.4);

        double AtDelta(double delta)                                // halve the interval of log-strikes until the call has that delta
        {
            double low = -1, high = 1, root = Math.Sqrt(30 / 365.0);
            for (int i = 0; i < 60; i++)
            {
                double k = (low + high) / 2, s = Smile(k, 0) * root;
                (low, high) = NormalDistribution.Cumulative(-k / s + s / 2) > delta ? (k, high) : (low, k);
            }
            return Smile(low, 0);
        }
    }

    [Fact]
    public void Between_expiries_total_variance_is_linear_in_time()
    {
        ChainAnalysis analysis = new SomeChain { Days = [20, 50, 100], Volatility = (_, years) => years < 30 / 365.0 ? 0.3 : 0.2 }.Analysis;
        double variance = (0.09 * 20 * (50 - 30) + 0.04 * 50 * (30 - 20)) / (50 - 20);
        Assert.Equal(Math.Sqrt(variance / 30), analysis.Iv30, 4);
        Assert.Equal(0.2, analysis.Iv90, 4);
    }

    [Theory]
    [InlineData(24, true)]
    [InlineData(22, false)]
    [InlineData(37, true)]
    [InlineData(38, false)]
    public void One_expiry_alone_stands_for_30_days_only_from_near(int days, bool known) =>
        Assert.Equal(known, !double.IsNaN(new SomeChain { Days = [days] }.Analysis.Iv30));

    [Fact]
    public void Beyond_the_quoted_strikes_nothing_is_made_up()
    {
        ExpirySlice slice = new SomeChain { Days = [30], Strikes = [98, 99, 100, 101, 102] }.Analysis.Slices[0];
        Assert.Equal(0.2, slice.Smile.AtTheMoney, 3);
        Assert.True(double.IsNaN(slice.Smile.AtStrike(97.9)) && double.IsNaN(slice.Smile.AtDelta(0.75)) && double.IsNaN(slice.Smile.Skew25));
    }

    [Fact]
    public void Without_a_rate_or_without_pairs_nothing_is_derived()
    {
        foreach (OptionChain chain in new[] { new SomeChain().Chain with { Rate = double.NaN }, CallsOnly() })
        {
            var analysis = new ChainAnalysis(chain);
            Assert.All([analysis.Spot, analysis.Iv30, analysis.Iv90, analysis.Skew25, analysis.ParityGap, analysis.Gamma.PerPercent, analysis.Gamma.Flip],
                number => Assert.True(double.IsNaN(number)));
            Assert.Equal(0, analysis.Solved);
        }

        static OptionChain CallsOnly()
        {
            OptionChain chain = new SomeChain().Chain;
            return chain with { Contracts = [.. chain.Contracts.Where(contract => contract.Right == OptionRight.Call)] };
        }
    }

    [Fact]
    public void An_expiry_that_has_passed_is_left_out() =>
        Assert.Equal([7, 30], new SomeChain { Days = [-1, 0, 7, 30] }.Analysis.Slices.Select(slice => (int)Math.Round(slice.Years * 365)));

    [Fact]
    public void A_contracts_own_greeks_are_those_of_its_volatility()
    {
        ExpirySlice slice = new SomeChain { Volatility = Smile }.Analysis.Slices[1];
        OptionContract put = slice.Contracts.Single(contract => contract is { Strike: 95, Right: OptionRight.Put });
        double volatility = Smile(Math.Log(95 / slice.Forward.Value), slice.Years);
        OptionGreeks expected = OptionGreeks.Of(OptionRight.Put, slice.Forward.Value, 95, slice.Years, volatility, 0.05, 0.01);
        OptionGreeks ours = slice.Greeks(put)!.Value;
        Assert.Equal(expected.Gamma, ours.Gamma, 5);
        Assert.Equal(expected.Delta, ours.Delta, 4);
        Assert.Null(slice.Greeks(put with { Bid = 0 }));
    }

    private static double Smile(double k, double years) => 0.2 - 0.3 * k + 0.5 * k * k;
}
