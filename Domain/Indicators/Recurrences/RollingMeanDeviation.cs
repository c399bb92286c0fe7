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

        double mean = Window.Mean(values), sum = 0;
        Vector256<double> centre = Vector256.Create(mean), sums = default;
        int i = 0;
        for (; i <= values.Length - 4; i += 4)
            sums += Vector256.Abs(Vector256.Create(values.Slice(i, 4)) - centre);
        for (; i < values.Length; i++)
            sum += Math.Abs(values[i] - mean);
        return (mean, (Vector256.Sum(sums) + sum) / values.Length);
    }
}
