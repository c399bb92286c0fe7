using GoldenSignals.Domain.Options;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Options;

public class AmericanBoundsTests
{
    [Fact]
    public void The_price_on_a_tree_lies_within_them_and_so_does_its_volatility()
    {
        int early = 0;
        foreach (Case c in Case.Random(400, seed: 3).Where(c => c is { Years: > 0.02, Volatility: > 0.1 and < 1 }))
        {
            double tree = Tree(c, american: true), error = Math.Abs(Tree(c, american: false) - c.Price) + 1e-3 * c.Price;
            AmericanBounds price = AmericanBounds.OfPrice(c.Right, c.Spot, c.Strike, c.Years, c.Volatility, c.Rate, c.Dividends);
            Assert.InRange(tree, price.Low - error, price.High + error);
            early += tree > c.Price + 3 * error ? 1 : 0;

            AmericanBounds volatility = AmericanBounds.OfVolatility(c.Right, tree, c.Spot, c.Strike, c.Years, c.Rate, c.Dividends);
            Assert.True(volatility.Low <= c.Volatility * 1.01, $"{volatility}: {c}");
            Assert.True(!(volatility.High < c.Volatility * 0.99) || tree - c.Price < error, $"{volatility}: {c}");
        }
        Assert.InRange(early, 20, 400);
    }

    [Fact]
    public void Call_less_put_on_a_tree_lies_within_them()
    {
        foreach (Case c in Case.Random(200, seed: 4).Where(c => c is { Years: > 0.02, Volatility: > 0.1 and < 1 }))
        {
            double difference = Tree(c with { Right = OptionRight.Call }, american: true) - Tree(c with { Right = OptionRight.Put }, american: true);
            AmericanBounds parity = AmericanBounds.OfParity(c.Spot, c.Strike, c.Years, c.Rate, c.Dividends);
            Assert.InRange(difference, parity.Low - 1e-3 * c.Spot, parity.High + 1e-3 * c.Spot);
        }
    }

    [Fact]
    public void They_meet_for_a_call_without_dividends()
    {
        AmericanBounds bounds = AmericanBounds.OfPrice(OptionRight.Call, 42, 40, 0.5, 0.2, 0.1, 0);
        Assert.Equal(4.759422, bounds.Low, 6);
        Assert.Equal(bounds.Low, bounds.High, 12);
    }

    /// <summary>American options on SPY two days before expiry. The time is printed in whole days, so the model's own lies between that and the
    /// printed minute of expiry; a longer time makes both bounds higher. Two deep prices miss by up to 4 cents, one is below what exercise pays.</summary>
    [SharedDataFact]
    public void Printed_prices_lie_within_them()
    {
        string[][] rows = [.. OptionSheets.Rows("reference/greeks/third_party_1_greeks").Skip(3)];
        Assert.Equal(16, rows.Length);
        int exact = 0;
        foreach (string[] row in rows)
        {
            double strike = OptionSheets.Number(row[2]), spot = OptionSheets.Number(row[16]), shortest = OptionSheets.Number(row[17]);
            double rate = OptionSheets.Number(row[18]), dividends = OptionSheets.Number(row[19]);
            double longest = OptionTime.Years(OptionSheets.Minute(row[3]), OptionSheets.Minute(row[1]));
            Assert.InRange(longest, shortest, shortest * 1.2);
            for (int i = 0; i < 2; i++)
            {
                var right = i == 0 ? OptionRight.Put : OptionRight.Call;
                double price = OptionSheets.Number(row[4 + i]), volatility = OptionSheets.Number(row[6 + i]);
                double low = AmericanBounds.OfPrice(right, spot, strike, shortest, volatility, rate, dividends).Low;
                double high = AmericanBounds.OfPrice(right, spot, strike, longest, volatility, rate, dividends).High;
                Assert.InRange(price, low - 0.04, high + 0.04);
                exact += price >= low && price <= high ? 1 : 0;
            }
        }
        Assert.Equal(30, exact);
    }

    /// <summary>Cox, Ross and Rubinstein (1979), 400 steps.</summary>
    private static double Tree(Case c, bool american)
    {
        const int Steps = 400;
        double step = c.Years / Steps, up = Math.Exp(c.Volatility * Math.Sqrt(step)), discount = Math.Exp(-c.Rate * step);
        double chance = (Math.Exp((c.Rate - c.Dividends) * step) - 1 / up) / (up - 1 / up);
        double[] values = [.. Enumerable.Range(0, Steps + 1).Select(i => Pays(Steps, i))];
        for (int n = Steps - 1; n >= 0; n--)
            for (int i = 0; i <= n; i++)
            {
                values[i] = discount * (chance * values[i + 1] + (1 - chance) * values[i]);
                if (american)
                    values[i] = Math.Max(values[i], Pays(n, i));
            }
        return values[0];

        double Pays(int n, int ups) => Math.Max(c.Sign * (c.Spot * Math.Pow(up, 2 * ups - n) - c.Strike), 0);
    }
}
