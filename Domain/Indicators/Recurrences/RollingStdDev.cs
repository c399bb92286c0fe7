using System.Runtime.Intrinsics;

namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Mean and population standard deviation of the last n inputs. NaN before the n-th; a NaN input is not counted.</summary>
/// <remarks>Two passes over the window at every input, O(n): the difference of running sums of squares loses the digits that
/// matter where prices are large against their spread. Equal inputs give exactly 0.</remarks>
public readonly struct RollingStdDev(int period)
{
    private readonly Window _window = new(period);

    public (double Mean, double StdDev) Next(ref StateCursor state, double input)
    {
        ReadOnlySpan<double> values = _window.Next(ref state, input);
        if (values.IsEmpty)
            return (double.NaN, double.NaN);

        double mean = Window.Mean(values), sum = 0;
        Vector256<double> centre = Vector256.Create(mean), sums = default;
        ReadOnlySpan<Vector256<double>> fours = Window.Fours(values, out ReadOnlySpan<double> rest);
        foreach (ref readonly Vector256<double> four in fours)
        {
            Vector256<double> distance = four - centre;
            sums += distance * distance;
        }
        foreach (double value in rest)
            sum += (value - mean) * (value - mean);
        return (mean, Math.Sqrt((Vector256.Sum(sums) + sum) / values.Length));
    }
}
