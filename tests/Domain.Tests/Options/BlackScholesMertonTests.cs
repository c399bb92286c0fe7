using GoldenSignals.Domain.Options;

namespace GoldenSignals.Domain.Tests.Options;

public class BlackScholesMertonTests
{
    /// <summary>Hull, Options, Futures, and Other Derivatives, example 15.6; Haug, The Complete Guide to Option Pricing Formulas, chapter 1.</summary>
    [Theory]
    [InlineData(OptionRight.Call, 42, 40, 0.5, 0.2, 0.1, 0, 4.759422, 5e-7)]
    [InlineData(OptionRight.Put, 42, 40, 0.5, 0.2, 0.1, 0, 0.808599, 5e-7)]
    [InlineData(OptionRight.Call, 60, 65, 0.25, 0.3, 0.08, 0, 2.1334, 5e-5)]
    [InlineData(OptionRight.Put, 100, 95, 0.5, 0.2, 0.1, 0.05, 2.4648, 5e-5)]
    public void Matches_the_textbooks(OptionRight right, double spot, double strike, double years, double volatility, double rate, double dividends, double price, double digits) =>
        Assert.InRange(BlackScholesMerton.Price(right, spot, strike, years, volatility, rate, dividends) - price, -digits, digits);

    [Fact]
    public void Is_the_mean_of_what_the_option_pays()
    {
        foreach (Case c in Case.Random(200))
        {
            double plain = 0, width = 0.0005;                       // trapezoids over the normal density, from −12 to 12
            for (double z = -12; z <= 12; z += width)
            {
                double end = c.Spot * Math.Exp((c.Rate - c.Dividends - c.Volatility * c.Volatility / 2) * c.Years + c.Volatility * Math.Sqrt(c.Years) * z);
                plain += Math.Max(c.Right == OptionRight.Call ? end - c.Strike : c.Strike - end, 0) * Math.Exp(-z * z / 2) * width;
            }
            plain *= Math.Exp(-c.Rate * c.Years) / Math.Sqrt(2 * Math.PI);
            Assert.InRange(c.Price - plain, -1e-6 * c.Spot, 1e-6 * c.Spot);
        }
    }

    [Fact]
    public void Call_less_put_is_the_discounted_forward_less_strike()
    {
        foreach (Case c in Case.Random(20_000))
        {
            double difference = (c with { Right = OptionRight.Call }).Price - (c with { Right = OptionRight.Put }).Price;
            double expected = c.Spot * Math.Exp(-c.Dividends * c.Years) - c.Strike * Math.Exp(-c.Rate * c.Years);
            Assert.InRange(difference - expected, -1e-12 * (c.Spot + c.Strike), 1e-12 * (c.Spot + c.Strike));
        }
    }

    [Fact]
    public void Prices_rise_with_volatility_and_with_the_spot_of_a_call_and_fall_with_that_of_a_put()
    {
        foreach (Case c in Case.Random(20_000))
        {
            double tiny = 1e-13 * c.Spot, up = (c with { Spot = c.Spot * 1.01 }).Price - c.Price;
            Assert.True((c with { Volatility = c.Volatility * 1.05 }).Price >= c.Price - tiny, c.ToString());
            Assert.True(c.Right == OptionRight.Call ? up >= -tiny : up <= tiny, c.ToString());
        }
    }

    [Fact]
    public void Prices_are_monotone_and_convex_in_the_strike_with_a_slope_within_the_discount_factor()
    {
        foreach (Case c in Case.Random(20_000))
        {
            double step = c.Strike * 0.02, tiny = 1e-13 * c.Spot, discount = Math.Exp(-c.Rate * c.Years);
            double low = (c with { Strike = c.Strike - step }).Price, high = (c with { Strike = c.Strike + step }).Price;
            Assert.True(low + high - 2 * c.Price >= -tiny, $"not convex: {c}");
            Assert.True((high - c.Price) * c.Sign <= tiny && Math.Abs(high - c.Price) <= discount * step + tiny, $"not monotone: {c}");
        }
    }

    [Fact]
    public void Prices_lie_between_the_discounted_intrinsic_value_and_the_most_that_can_be_had()
    {
        foreach (Case c in Case.Random(20_000))
        {
            double stock = c.Spot * Math.Exp(-c.Dividends * c.Years), cash = c.Strike * Math.Exp(-c.Rate * c.Years), tiny = 1e-13 * (stock + cash);
            Assert.InRange(c.Price, Math.Max(c.Sign * (stock - cash), 0) - tiny, (c.Sign > 0 ? stock : cash) + tiny);
        }
    }

    [Theory]
    [InlineData(OptionRight.Call, 5)]
    [InlineData(OptionRight.Put, 0)]
    public void Without_volatility_the_intrinsic_value_is_left(OptionRight right, double value) =>
        Assert.Equal(value, BlackScholesMerton.Undiscounted(right, 105, 100, 0));
}

/// <summary>One option in a random market.</summary>
internal sealed record Case(OptionRight Right, double Spot, double Strike, double Years, double Volatility, double Rate, double Dividends)
{
    public int Sign => Right == OptionRight.Call ? 1 : -1;
    public double Price => BlackScholesMerton.Price(Right, Spot, Strike, Years, Volatility, Rate, Dividends);
    public double Forward => BlackScholesMerton.Forward(Spot, Rate, Dividends, Years);
    public double Discount => BlackScholesMerton.Discount(Rate, Years);

    /// <summary>Spots over six decades, an hour to five years, 3 % to 300 %, strikes within five deviations, rates from −2 % to 10 %.</summary>
    public static IEnumerable<Case> Random(int count, int seed = 1)
    {
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            double spot = Math.Pow(10, 6 * random.NextDouble() - 2), years = Math.Exp(Math.Log(1.0 / 8760) + random.NextDouble() * Math.Log(5 * 8760));
            double volatility = 0.03 * Math.Pow(100, random.NextDouble());
            double strike = spot * Math.Exp((random.NextDouble() * 10 - 5) * Math.Min(volatility * Math.Sqrt(years), 1));
            yield return new((OptionRight)random.Next(2), spot, strike, years, volatility, random.NextDouble() * 0.12 - 0.02, random.NextDouble() * 0.08);
        }
    }
}
