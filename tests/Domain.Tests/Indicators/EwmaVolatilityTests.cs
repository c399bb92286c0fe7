using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class EwmaVolatilityTests
{
    [Fact]
    public void Matches_the_hand_computed_values() =>                           // returns 0.1, −0.1, 0: variances 0.01 and half of it
        Reference.Agrees([double.NaN, double.NaN, 0.1, Math.Sqrt(0.005)], new EwmaVolatility(1).Over(SomeBars.Closing(100, 110, 99, 99))[0]);

    [Fact]
    public void A_flat_market_gives_0() => Assert.Equal(0, new EwmaVolatility(3).Over(SomeBars.Closing(7, 7, 7, 7, 7, 7))[0][^1]);

    // Weights of the mean and of the squares about it, return by return: equal ones for the seed, times 60/61 for each bar of age.
    [Fact]
    public void Matches_a_plain_computation_from_the_weights()
    {
        const int centre = 60;
        var bars = SomeBars.Random(26, 400);
        double[] returns = [.. bars.Zip(bars.Skip(1), (before, bar) => bar.Close / before.Close - 1)];
        double[] expected = [.. bars.Select((_, bar) =>
        {
            if (bar < centre + 1)
                return double.NaN;
            double[] weights = [.. Enumerable.Range(0, bar).Select(i => i <= centre
                ? Math.Pow(centre / (centre + 1.0), bar - 1 - centre) / (centre + 1)
                : Math.Pow(centre / (centre + 1.0), bar - 1 - i) / (centre + 1))];
            double mean = weights.Select((weight, i) => weight * returns[i]).Sum();
            return Math.Sqrt(weights.Select((weight, i) => weight * Math.Pow(returns[i] - mean, 2)).Sum());
        })];
        Reference.Agrees(expected, new EwmaVolatility(centre).Over(bars)[0]);
    }
}
