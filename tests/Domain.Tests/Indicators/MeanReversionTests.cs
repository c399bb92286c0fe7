using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class MeanReversionTests
{
    // Distances from the mean of 3: 3 and then a half of it at each bar. The line through (C₋₁, ΔC) is exact: λ = −0.5, ln 2 / 0.5 bars.
    [Fact]
    public void A_distance_that_halves_at_each_bar_has_a_slope_of_minus_a_half()
    {
        double[][] values = new MeanReversion(5).Over(SomeBars.Closing(6, 4.5, 3.75, 3.375, 3.1875));
        Assert.Equal(0.5, values[1][^1], 12);
        Assert.Equal(Math.Log(2) / 0.5, values[2][^1], 12);
    }

    [Fact]
    public void Matches_the_hand_computed_z() =>
        Assert.Equal(2, new MeanReversion(8).Over(SomeBars.Closing(2, 4, 4, 4, 5, 5, 7, 9))[0][^1], 12);

    [Theory]
    [InlineData(new double[] { 7, 7, 7, 7 })]                                   // flat: nothing to revert
    [InlineData(new double[] { 1, 2, 4, 8 })]                                   // runs away from its start
    public void What_does_not_revert_has_a_half_life_of_1000(double[] closes) =>
        Assert.Equal(MeanReversion.Never, new MeanReversion(4).Over(SomeBars.Closing(closes))[2][^1]);

    [Fact]
    public void Matches_a_plain_regression()
    {
        double[] closes = [.. SomeBars.Random(31, 1000).Select(bar => bar.Close)];
        double[][] values = new MeanReversion(60).Over(SomeBars.Closing(closes));
        Reference.Agrees(Plain.Rolling(closes, 60, window => (window[^1] - window.Average()) / Deviation(window)), values[0]);
        Reference.Agrees(Plain.Rolling(closes, 60, window => 1 + Slope(window)), values[1]);
        Reference.Agrees(Plain.Rolling(closes, 60, window => Slope(window) < 0 ? Math.Min(1000, -Math.Log(2) / Slope(window)) : 1000), values[2]);
    }

    [Fact]
    public void Tells_a_reverting_series_from_a_random_walk()
    {
        var random = new Random(11);
        double[] reverting = new double[5000], walking = new double[5000];
        (reverting[0], walking[0]) = (100, 100);
        for (int i = 1; i < reverting.Length; i++)
        {
            double shock = random.NextDouble() - 0.5;
            reverting[i] = 100 + 0.8 * (reverting[i - 1] - 100) + shock;        // ln 2 / 0.2 = 3.5 bars
            walking[i] = walking[i - 1] + shock;
        }
        Assert.InRange(Median(new MeanReversion(60).Over(SomeBars.Closing(reverting))[2][59..]), 2.2, 3.7);
        Assert.InRange(Median(new MeanReversion(60).Over(SomeBars.Closing(walking))[2][59..]), 6, 20);      // biased down, as documented
    }

    [SharedDataFact]
    public void Its_z_matches_the_sheet_of_standard_deviations() =>
        Reference.Agrees(Reference.Skender("StdDev", "zScore"), new MeanReversion(10).On(Reference.SpyBars())[0]);

    [Fact]
    public void A_line_needs_two_steps() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MeanReversion(2));

    private static double Deviation(double[] values) => Math.Sqrt(values.Average(value => Math.Pow(value - values.Average(), 2)));

    /// <summary>Least squares of the change on the value before it.</summary>
    private static double Slope(double[] values)
    {
        double[] before = values[..^1], change = [.. before.Zip(values[1..], (one, next) => next - one)];
        double mean = before.Average(), meanChange = change.Average();
        return before.Zip(change, (x, y) => (x - mean) * (y - meanChange)).Sum() / before.Sum(x => (x - mean) * (x - mean));
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
