using GoldenSignals.Domain.Options;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Options;

public class ImpliedVolatilityTests
{
    private const double Forward = 100, Years = 0.25, Discount = 0.99;

    private static VolatilityStatus Quote(double bid, double ask, double strike = 105, OptionRight right = OptionRight.Call, double years = Years) =>
        ImpliedVolatility.OfQuote(new(SomeChain.Time, strike, right, bid, ask), Forward, Discount, years).Status;

    [Fact]
    public void Finds_the_volatility_that_made_the_price()
    {
        double worst = 0;
        int solved = 0;
        foreach (Case c in Case.Random(20_000))
        {
            ImpliedVolatility found = ImpliedVolatility.OfPrice(c.Right, c.Price, c.Forward, c.Strike, c.Discount, c.Years);
            double s = c.Volatility * Math.Sqrt(c.Years);
            double vega = c.Forward * c.Discount * NormalDistribution.Density(BlackScholesMerton.D1(c.Forward, c.Strike, s)) * s;
            double known = 4e-15 * (c.Price + c.Discount * c.Forward) / vega;    // as far as the digits of the price tell it
            if (known > 1e-6)
                continue;
            Assert.True(found.IsSolved, $"{found}: {c}");
            double error = Math.Abs(found.Value / c.Volatility - 1);
            Assert.True(error <= 1e-12 + known, $"{error}, {known}: {c}");
            worst = Math.Max(worst, known < 1e-12 ? error : 0);
            solved++;
        }
        Assert.InRange(solved, 15_000, 20_000);
        Assert.InRange(worst, 0, 2e-12);
    }

    [Theory]
    [InlineData(120, 1.5, 0.001)]
    [InlineData(100, 0.01, 1.0 / 365 / 24)]
    [InlineData(250, 0.3, 0.5)]
    [InlineData(100, 8, 0.02)]
    [InlineData(40, 0.25, 0.5)]
    public void Converges_where_the_price_hardly_moves(double strike, double volatility, double years)
    {
        OptionRight right = strike < Forward ? OptionRight.Put : OptionRight.Call;
        double price = BlackScholesMerton.Undiscounted(right, Forward, strike, volatility * Math.Sqrt(years));
        Assert.InRange(ImpliedVolatility.OfPrice(right, price, Forward, strike, 1, years).Value / volatility, 1 - 1e-11, 1 + 1e-11);
    }

    [Fact]
    public void Says_why_there_is_none()
    {
        Assert.Equal(VolatilityStatus.Solved, Quote(2, 2.2));
        Assert.Equal(VolatilityStatus.ZeroBid, Quote(0, 2.2));
        Assert.Equal(VolatilityStatus.Crossed, Quote(2.2, 2));
        Assert.Equal(VolatilityStatus.MissingInput, Quote(double.NaN, 2));
        Assert.Equal(VolatilityStatus.MissingInput, Quote(2, double.NaN));
        Assert.Equal(VolatilityStatus.Expired, Quote(2, 2.2, years: 0));
        Assert.Equal(VolatilityStatus.Expired, Quote(2, 2.2, years: -0.1));
        Assert.Equal(VolatilityStatus.BelowIntrinsic, Quote(4.9, 4.94, strike: 95));
        Assert.Equal(VolatilityStatus.BelowIntrinsic, Quote(4.95, 4.95, strike: 95));
        Assert.Equal(VolatilityStatus.AboveMaximum, Quote(99, 99.1));
        Assert.Equal(VolatilityStatus.AboveMaximum, Quote(104, 104.1, right: OptionRight.Put));
        Assert.Equal(VolatilityStatus.OutOfRange, Quote(98.99999, 98.999995));
        Assert.Equal(VolatilityStatus.NoTimeValue, ImpliedVolatility.OfPrice(OptionRight.Call, 99.00000000000001, 100, 1, 1, Years).Status);
    }

    [Theory]
    [InlineData(double.NaN, 100, 0.99)]
    [InlineData(5, double.NaN, 0.99)]
    [InlineData(5, 100, double.NaN)]
    [InlineData(double.PositiveInfinity, 100, 0.99)]
    [InlineData(5, 0, 0.99)]
    public void A_missing_input_is_not_guessed(double price, double forward, double discount)
    {
        ImpliedVolatility found = ImpliedVolatility.OfPrice(OptionRight.Call, price, forward, 100, discount, Years);
        Assert.Equal((VolatilityStatus.MissingInput, double.NaN), (found.Status, found.Value));
    }

    /// <summary>The carry that the calls imply gives the puts' forward, and the reverse: the other right's printed volatility is then found
    /// from its printed price. They agree to 0.3 %.</summary>
    [SharedDataTheory]
    [InlineData("SPX230811")]
    [InlineData("SPX230901")]
    public void Agrees_with_a_brokers_volatility_of_index_options(string expiry)
    {
        const double Rate = 0.053, Strike = 4500;
        foreach (var (known, asked) in new[] { (OptionRight.Call, OptionRight.Put), (OptionRight.Put, OptionRight.Call) })
        {
            double[] carries = [.. OptionSheets.Samples(Name(known)).Select(sample => Carry(known, sample)).Order()];
            double carry = carries[carries.Length / 2];
            foreach (OptionSheets.Sample sample in OptionSheets.Samples(Name(asked)))
            {
                double years = OptionSheets.Years(Name(asked), sample.TimeUtc);
                ImpliedVolatility ours = ImpliedVolatility.OfPrice(asked, sample.Price, sample.Spot * Math.Exp(carry * years), Strike, Math.Exp(-Rate * years), years);
                Assert.InRange(ours.Value / sample.Volatility, 0.997, 1.003);
            }
        }

        string Name(OptionRight right) => $"{expiry}{(right == OptionRight.Call ? 'C' : 'P')}04500000";
        double Carry(OptionRight right, OptionSheets.Sample sample)
        {
            double years = OptionSheets.Years(Name(right), sample.TimeUtc);
            return Math.Log(OptionSheets.ImpliedForward(right, Strike, years, sample, Rate) / sample.Spot) / years;
        }
    }
}
