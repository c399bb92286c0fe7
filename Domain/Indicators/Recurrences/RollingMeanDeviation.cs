using System.Runtime.Intrinsics;

namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Mean of the last n inputs and their mean absolute distance from it. NaN before the n-th; a NaN input is not counted.</summary>
/// <remarks>Two passes over the window at every input, O(n): every distance changes when the mean moves, so no running sum exists.
/// Equal inputs give exactly 0.</remarks>
public readonly struct RollingMeanDeviation(int period)
{
    private readonly Window _window = new(period);

    public (double Mean, double Deviation) Next(ref StateCursor state, double input)
    {
        ReadOnlySpan<double> values = _window.Next(ref state, input);
        if (values.IsEmpty)
            return (double.NaN, double.NaN);

        double mean = Series.Mean(values), sum = 0;
        Vector256<double> centre = Vector256.Create(mean), sums = default;
        ReadOnlySpan<Vector256<double>> fours = Series.Fours(values, out ReadOnlySpan<double> rest);
        foreach (ref readonly Vector256<double> four in fours)
            sums += Vector256.Abs(four - centre);
        foreach (double value in rest)
            sum += Math.Abs(value - mean);
        return (mean, (Vector256.Sum(sums) + sum) / values.Length);
    }
}
