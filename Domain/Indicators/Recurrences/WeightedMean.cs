using System.Runtime.Intrinsics;

namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Weights by age over a window, applied to its ring as it lies in memory.</summary>
/// <remarks>They are kept twice in a row: wherever the oldest input lies, the weights that match the ring are one slice.</remarks>
public readonly struct AgeWeights
{
    private readonly double[] _twice;

    /// <param name="weights">The oldest input's first.</param>
    public AgeWeights(double[] weights) => _twice = [.. weights, .. weights];

    /// <summary>Σ weight·(input − origin), the same bits on every processor.</summary>
    /// <param name="oldest">Position of the oldest input in the ring.</param>
    public double Sum(ReadOnlySpan<double> ring, int oldest, double origin)
    {
        ReadOnlySpan<Vector256<double>> fours = Window.Fours(ring, out ReadOnlySpan<double> rest);
        ReadOnlySpan<Vector256<double>> weightsOfFours = Window.Fours(_twice.AsSpan(ring.Length - oldest, ring.Length), out ReadOnlySpan<double> weightsOfRest);
        Vector256<double> origins = Vector256.Create(origin), sums = default;
        for (int i = 0; i < fours.Length; i++)
            sums += (fours[i] - origins) * weightsOfFours[i];
        double sum = 0;
        for (int i = 0; i < rest.Length; i++)
            sum += (rest[i] - origin) * weightsOfRest[i];
        return Vector256.Sum(sums) + sum;
    }
}

/// <summary>Mean of the last inputs under weights that sum to 1. NaN before the window is full; a NaN input is not counted.</summary>
/// <remarks>One pass over the window at every input, O(n). Summed as distances from one of the inputs: exact where all are equal.</remarks>
public readonly struct WeightedMean(double[] weights)
{
    private readonly Window _window = new(weights.Length);
    private readonly AgeWeights _weights = new(weights);

    public double Next(ref StateCursor state, double input)
    {
        ReadOnlySpan<double> values = _window.Next(ref state, input, out int oldest);
        return values.IsEmpty ? double.NaN : input + _weights.Sum(values, oldest, input);
    }

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
