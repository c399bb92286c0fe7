using System.Runtime.Intrinsics;

namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Mean of n values and their mean absolute distance from it. NaN of no values.</summary>
/// <remarks>Two passes over the window at every input, O(n): every distance changes when the mean moves, so no running sum exists.
/// Equal values give exactly 0.</remarks>
public static class MeanDeviation
{
    public static (double Mean, double Deviation) Of(ReadOnlySpan<double> values)
    {
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
