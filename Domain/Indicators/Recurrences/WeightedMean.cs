namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Mean of n values under weights that sum to 1. NaN of an empty window.</summary>
/// <remarks>One pass over the window, O(n). Summed as distances from the newest value: exact where all are equal.</remarks>
/// <param name="weights">The oldest value's first.</param>
public readonly struct WeightedMean(double[] weights)
{
    private readonly double[] _weights = weights;

    /// <param name="values">Oldest first.</param>
    public double Of(ReadOnlySpan<double> values) =>
        values.IsEmpty ? double.NaN : values[^1] + Series.Weighted(values, _weights, values[^1]);

    /// <summary>1, 2 … n from the oldest of n inputs to the newest, scaled to the sum 1; 0 for what is older within the window.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period is below 1 or above the window.</exception>
    public static double[] Linear(int period, int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(period, window);
        double total = period * (period + 1.0) / 2;
        return [.. Enumerable.Range(1, window).Select(age => Math.Max(0, period - window + age) / total)];
    }
}
