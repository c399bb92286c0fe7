using GoldenSignals.Domain.Universe;

namespace GoldenSignals.Domain.Tests.Universe;

public class CointegrationTests
{
    [Fact]
    public void Finds_the_relation_that_was_planted()
    {
        (double[] y, double[] x) = SomePair.Cointegrated(seed: 1, count: 20_000, intercept: 0.5, slope: 1.5, phi: 0.9, noise: 0.01);
        Cointegration pair = SomePair.Test(y, x)!.Value;
        Assert.Equal(1.5, pair.Slope, 0.01);
        Assert.Equal(Math.Log(0.5) / Math.Log(0.9), pair.HalfLife, 0.5);
        Assert.Equal(0.01 / Math.Sqrt(1 - 0.9 * 0.9), pair.StdDev, 0.001);
    }

    [Fact]
    public void Is_the_textbook_regression_and_test()
    {
        (double[] y, double[] x) = SomePair.Cointegrated(seed: 2, count: 252, intercept: 0, slope: 1, phi: 0.8, noise: 0.01);
        Cointegration pair = SomePair.Test(y, x)!.Value;
        double[] u = [.. x.Select(value => Math.Log(value))], v = [.. y.Select(value => Math.Log(value))];
        double slope = (u.Zip(v, (a, b) => a * b).Average() - u.Average() * v.Average()) / (u.Average(a => a * a) - u.Average() * u.Average());
        double[] e = [.. u.Zip(v, (a, b) => b - v.Average() - slope * (a - u.Average()))];
        double phi = e.Skip(1).Zip(e, (now, before) => now * before).Sum() / e.SkipLast(1).Sum(before => before * before);
        Assert.Equal(slope, pair.Slope, 1e-9);
        Assert.Equal(v.Average() - slope * u.Average(), pair.Intercept, 1e-9);
        Assert.Equal(Math.Sqrt(e.Sum(value => value * value) / 250), pair.StdDev, 1e-12);
        Assert.Equal(Math.Log(2) / -Math.Log(phi), pair.HalfLife, 1e-9);
        Assert.Equal(e[^1] / pair.StdDev, pair.Z(y[^1], x[^1]), 1e-8);
    }

    [Fact]
    public void Takes_unrelated_random_walks_for_a_pair_about_as_often_as_the_level_of_the_test_says()
    {
        int found = Enumerable.Range(0, 2000).Count(seed => SomePair.Test(SomePair.Walk(2 * seed, 252), SomePair.Walk(2 * seed + 1, 252)) is not null);
        Assert.InRange(found / 2000.0, 0.01, 0.05);                         // 5 %, less those with a falling slope
    }

    [Fact]
    public void Finds_quick_pairs_nearly_always() =>
        Assert.InRange(Enumerable.Range(0, 200).Count(seed =>
        {
            (double[] y, double[] x) = SomePair.Cointegrated(seed, 252, 0, 1, 0.8, 0.01);
            return SomePair.Test(y, x) is not null;
        }), 190, 200);

    [Fact]
    public void Bar_times_at_which_one_has_no_bar_do_not_count()
    {
        (double[] y, double[] x) = SomePair.Cointegrated(seed: 3, count: 252, 0, 1, 0.7, 0.01);
        Cointegration whole = SomePair.Test(y, x)!.Value;
        double[] gapY = [double.NaN, double.NaN, .. y], gapX = [50, 1e6, .. x];
        Assert.Equal(whole, SomePair.Test(gapY, gapX));
        gapX[100] = double.NaN;
        Assert.NotEqual(whole, SomePair.Test(gapY, gapX));
    }

    [Fact]
    public void Nothing_to_trade_is_no_pair()
    {
        (double[] y, double[] x) = SomePair.Cointegrated(seed: 4, count: 252, 0, 1, 0.7, 0.01);
        Assert.Null(SomePair.Test(y, [.. x.Select(_ => 5.0)]));                  // flat
        Assert.Null(SomePair.Test(x, x));                                        // the same
        Assert.Null(SomePair.Test(y, [.. x.Select(value => 1 / value)]));        // against each other
        Assert.Null(SomePair.Test([.. y.Select(_ => double.NaN)], x));
    }
}

/// <summary>Closes of symbols that hang together, or do not.</summary>
internal static class SomePair
{
    public static double[] Walk(int seed, int count, double step = 0.01)
    {
        var random = new Random(seed);
        double log = 4;
        return [.. Enumerable.Range(0, count).Select(_ => Math.Exp(log += step * Normal(random)))];
    }

    public static Cointegration? Test(double[] y, double[] x) => Cointegration.Of([.. y.Select(close => Math.Log(close))], [.. x.Select(close => Math.Log(close))]);

    public static (double[] Y, double[] X) Cointegrated(int seed, int count, double intercept, double slope, double phi, double noise)
    {
        double[] x = Walk(seed, count), y = new double[count];
        var random = new Random(seed + 1_000_000);
        double e = 0;
        for (int t = 0; t < count; t++)
            y[t] = Math.Exp(intercept + slope * Math.Log(x[t]) + (e = phi * e + noise * Normal(random)));
        return (y, x);
    }

    public static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
