using GoldenSignals.Domain.Options;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Options;

public class OptionGreeksTests
{
    private static OptionGreeks Of(Case c) => OptionGreeks.Of(c.Right, c.Forward, c.Strike, c.Years, c.Volatility, c.Rate, c.Dividends);

    /// <summary>Hull, Options, Futures, and Other Derivatives, chapter 19: a call on 49 struck at 50 for 20 weeks.</summary>
    [Fact]
    public void Matches_the_textbook()
    {
        OptionGreeks greeks = Of(new(OptionRight.Call, 49, 50, 20 / 52.0, 0.2, 0.05, 0));
        Assert.Equal(0.522, greeks.Delta, 3);
        Assert.Equal(0.066, greeks.Gamma, 3);
        Assert.Equal(12.1 / 100, greeks.Vega, 3);
        Assert.Equal(-4.31 / 365, greeks.Theta, 4);
        Assert.Equal(8.91 / 100, greeks.Rho, 4);
    }

    [Fact]
    public void Each_is_the_slope_of_the_price_in_its_unit()
    {
        foreach (Case c in Case.Random(5000).Where(c => c is { Years: > 0.01, Years: < 2, Volatility: < 1 }))
        {
            OptionGreeks greeks = Of(c);
            double h = 1e-4, at = c.Spot * 1e-6;
            double deltaSlope = (Delta(1 + h) - Delta(1 - h)) / (2 * h * c.Spot);
            Near(Slope(x => (c with { Spot = c.Spot * (1 + x) }).Price) / c.Spot, greeks.Delta, 1e-6, c);
            Near(deltaSlope * c.Spot, greeks.Gamma * c.Spot, 1e-4 * (1 + greeks.Gamma * c.Spot), c);
            Near(Slope(x => (c with { Volatility = c.Volatility + x }).Price) / 100, greeks.Vega, at, c);
            Near(-Slope(x => (c with { Years = c.Years + x * c.Years }).Price) / c.Years / 365, greeks.Theta, at, c);
            Near(Slope(x => (c with { Rate = c.Rate + x }).Price) / 100, greeks.Rho, at, c);

            double Slope(Func<double, double> price) => (price(h) - price(-h)) / (2 * h);
            double Delta(double scale) => Of(c with { Spot = c.Spot * scale }).Delta;
        }
        static void Near(double slope, double greek, double tolerance, Case c) =>
            Assert.True(Math.Abs(slope - greek) <= tolerance + 2e-3 * Math.Abs(greek), $"slope {slope}, ours {greek}: {c}");
    }

    [Fact]
    public void Call_and_put_share_gamma_and_vega_and_their_deltas_are_one_prepaid_unit_apart()
    {
        foreach (Case c in Case.Random(2000))
        {
            OptionGreeks call = Of(c with { Right = OptionRight.Call }), put = Of(c with { Right = OptionRight.Put });
            Assert.Equal((call.Gamma, call.Vega), (put.Gamma, put.Vega));
            Assert.Equal(Math.Exp(-c.Dividends * c.Years), call.Delta - put.Delta, 12);
        }
    }

    [Fact]
    public void An_unknown_dividend_yield_takes_the_dividends_out_of_the_spot() =>
        Assert.Equal(OptionGreeks.Of(OptionRight.Put, 101, 100, 0.5, 0.2, 0.05, 0), OptionGreeks.Of(OptionRight.Put, 101, 100, 0.5, 0.2, 0.05, double.NaN));

    /// <summary>Index options are European. The broker tells neither rate nor dividends: the forward is the one that price and volatility
    /// imply, the rate is that of the Federal Reserve in August 2023. Delta, gamma and vega agree to 2e-4, theta to 1.1 %.</summary>
    [SharedDataTheory]
    [InlineData("SPX230811C04500000")]
    [InlineData("SPX230811P04500000")]
    [InlineData("SPX230901C04500000")]
    [InlineData("SPX230901P04500000")]
    public void Agrees_with_a_brokers_greeks_of_index_options(string contract) => Compare(contract, 4500, 2e-4, 2e-4, 2e-4, 0.012);

    /// <summary>These may be exercised early, which the broker models: calls still agree to 2 %, puts to 6.3 %.</summary>
    [SharedDataTheory]
    [InlineData("SPY230811C00450000", 0.002, 0.007, 0.019, 0.011)]
    [InlineData("SPY230811P00450000", 0.008, 0.028, 0.018, 0.026)]
    [InlineData("SPY230901C00450000", 0.002, 0.005, 0.006, 0.011)]
    [InlineData("SPY230901P00450000", 0.018, 0.058, 0.006, 0.063)]
    public void Comes_near_a_brokers_greeks_of_American_options(string contract, double delta, double gamma, double vega, double theta) =>
        Compare(contract, 450, delta, gamma, vega, theta);

    private static void Compare(string contract, double strike, double delta, double gamma, double vega, double theta)
    {
        const double Rate = 0.053;
        OptionRight right = contract[9] == 'C' ? OptionRight.Call : OptionRight.Put;
        OptionSheets.Sample[] samples = OptionSheets.Samples(contract);
        Assert.True(samples.Length >= 16);
        foreach (OptionSheets.Sample sample in samples)
        {
            double years = OptionSheets.Years(contract, sample.TimeUtc);
            double forward = OptionSheets.ImpliedForward(right, strike, years, sample, Rate);
            OptionGreeks ours = OptionGreeks.Of(right, forward, strike, years, sample.Volatility, Rate, double.NaN);
            Assert.InRange(ours.Delta / sample.Delta, 1 - delta, 1 + delta);
            Assert.InRange(ours.Gamma / sample.Gamma, 1 - gamma, 1 + gamma);
            Assert.InRange(ours.Vega / sample.Vega, 1 - vega, 1 + vega);
            Assert.InRange(ours.Theta / sample.Theta, 1 - theta, 1 + theta);
        }
    }
}
