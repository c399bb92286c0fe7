using System.Runtime.Intrinsics;

namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>
/// Slope of the least-squares line through the running total of n − 1 steps, as a share of the slope that the same steps would
/// have if all of them rose. −1…1; 0 where no step moves.
/// </summary>
/// <remarks><code>
/// slope = Σ wₖ·stepₖ,  wₖ = 6·k·(n − k) / (n·(n² − 1)),  k = 1…n − 1 from the oldest;  share = slope / Σ wₖ·|stepₖ|
/// </code>
/// Equal to Σ (i − ī)·totalᵢ / Σ (i − ī)², summed by parts; the weights sum to 1. Needs no total, so the level does not matter. O(n).</remarks>
public readonly struct RunSlope
{
    private readonly double[] _weights;

    /// <param name="period">n, points on the line, 2 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is below 2.</exception>
    public RunSlope(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        double n = period;
        _weights = [.. Enumerable.Range(1, period - 1).Select(k => 6 * k * (n - k) / (n * (n * n - 1)))];
    }

    /// <param name="steps">n − 1 of them, oldest first.</param>
    public double Of(ReadOnlySpan<double> steps)
    {
        double slope = 0, most = 0;
        Vector256<double> slopes = default, mosts = default;
        ReadOnlySpan<Vector256<double>> fours = Series.Fours(steps, out ReadOnlySpan<double> rest);
        ReadOnlySpan<Vector256<double>> weights = Series.Fours(_weights, out ReadOnlySpan<double> weightsOfRest);
        for (int i = 0; i < fours.Length; i++)
        {
            Vector256<double> weighted = weights[i] * fours[i];
            slopes += weighted;
            mosts += Vector256.Abs(weighted);
        }
        for (int i = 0; i < rest.Length; i++)
        {
            double weighted = weightsOfRest[i] * rest[i];
            slope += weighted;
            most += Math.Abs(weighted);
        }
        slope += Vector256.Sum(slopes);
        most += Vector256.Sum(mosts);
        return most == 0 ? 0 : slope / most;
    }
}
