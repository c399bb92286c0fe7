using System.Collections.Concurrent;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class HurstTests
{
    [Theory]
    [InlineData(0.5, 0.47, 0.53)]
    [InlineData(0.75, 0.63, 0.78)]
    [InlineData(0.25, 0.22, 0.40)]
    public void Its_average_tells_persistent_and_anti_persistent_noise_from_white_noise(double exponent, double least, double most)
    {
        double[] estimates = [.. Enumerable.Range(0, 300).Select(seed => new Hurst(100).Over(Prices(FractionalNoise(exponent, 100, seed)))[0][^1])];
        Assert.InRange(estimates.Average(), least, most);
    }

    /// <summary>What one reading is worth: white noise itself strays this far.</summary>
    [Fact]
    public void One_estimate_of_white_noise_has_a_standard_error_near_a_tenth()
    {
        double[] estimates = [.. Enumerable.Range(0, 500).Select(seed => new Hurst(100).Over(Prices(FractionalNoise(0.5, 100, seed)))[0][^1])];
        Assert.InRange(Math.Sqrt(Plain.SampleVariance(estimates)), 0.05, 0.15);
    }

    [Fact]
    public void Matches_a_plain_computation_at_every_tenth_bar_and_keeps_the_value_in_between()
    {
        Bar[] bars = SomeBars.Random(45, 400);
        double[] returns = [.. bars.Skip(1).Zip(bars, (bar, before) => Math.Log(bar.Close) - Math.Log(before.Close))];
        double[] hurst = new Hurst(100).Over(bars)[0];
        for (int i = 100; i < bars.Length; i++)
        {
            int taken = i - (i - 100) % 10;
            Assert.Equal(PlainHurst(returns[(taken - 100)..taken]), hurst[i], 9);
        }
    }

    [Fact]
    public void A_flat_market_and_one_that_grows_evenly_have_no_memory_to_speak_of()
    {
        Assert.Equal(0.5, new Hurst(100).Over(SomeBars.Closing([.. Enumerable.Repeat(7.0, 101)]))[0][^1], 12);
        Assert.Equal(0.5, new Hurst(100).Over(SomeBars.Closing([.. Enumerable.Range(0, 101).Select(i => Math.Pow(2, i))]))[0][^1], 12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(19)]
    public void Two_block_sizes_must_divide_the_period(int period) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Hurst(period));

    private static double PlainHurst(double[] returns)
    {
        int[] sizes = [10, 20, 25, 50, 100];
        double[] x = [.. sizes.Select(size => Math.Log(size))];
        double[] y = [.. sizes.Select(size => Math.Log(returns.Chunk(size).Average(RescaledRange) - Expected(size) + Math.Sqrt(Math.PI * size / 2)))];
        return x.Zip(y, (a, b) => (a - x.Average()) * (b - y.Average())).Sum() / x.Sum(a => Math.Pow(a - x.Average(), 2));
    }

    private static double RescaledRange(double[] block)
    {
        double[] sums = [0, .. block.Select((_, i) => block.Take(i + 1).Sum(value => value - block.Average()))];
        return (sums.Max() - sums.Min()) / Math.Sqrt(block.Average(value => Math.Pow(value - block.Average(), 2)));
    }

    /// <summary>Anis and Lloyd (1976), by the values of the gamma function at halves.</summary>
    private static double Expected(int d)
    {
        double sum = Enumerable.Range(1, d - 1).Sum(i => Math.Sqrt((d - i) / (double)i));
        return Math.Exp(LogGammaOfHalf(d - 1) - LogGammaOfHalf(d)) / Math.Sqrt(Math.PI) * sum;
    }

    /// <summary>ln Γ(k/2), from Γ(1/2) = √π, Γ(1) = 1 and Γ(z + 1) = z·Γ(z).</summary>
    private static double LogGammaOfHalf(int k)
    {
        double log = k % 2 == 1 ? Math.Log(Math.PI) / 2 : 0;
        for (double z = k % 2 == 1 ? 0.5 : 1; z < k / 2.0; z++)
            log += Math.Log(z);
        return log;
    }

    /// <summary>Gaussian noise with the covariance of fractional Brownian motion's steps, by the Cholesky root; exponent 0.5 is white.</summary>
    private static double[] FractionalNoise(double exponent, int count, int seed)
    {
        double[,] root = s_roots.GetOrAdd((exponent, count), key => Cholesky(key.Item1, key.Item2));
        var random = new Random(seed);
        double[] white = [.. Enumerable.Range(0, count).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
        return [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, i + 1).Sum(j => root[i, j] * white[j]))];
    }

    private static readonly ConcurrentDictionary<(double, int), double[,]> s_roots = new();

    private static double[,] Cholesky(double exponent, int count)
    {
        var root = new double[count, count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double k = i - j;
                double rest = (Math.Pow(k + 1, 2 * exponent) - 2 * Math.Pow(k, 2 * exponent) + Math.Pow(Math.Abs(k - 1), 2 * exponent)) / 2;
                for (int m = 0; m < j; m++)
                    rest -= root[i, m] * root[j, m];
                root[i, j] = i == j ? Math.Sqrt(rest) : rest / root[j, j];
            }
        }
        return root;
    }

    private static Bar[] Prices(double[] noise)
    {
        double price = 100;
        return SomeBars.Closing([100, .. noise.Select(step => price *= Math.Exp(0.01 * step))]);
    }
}
