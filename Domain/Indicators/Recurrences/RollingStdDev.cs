namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Mean and population standard deviation of the last n inputs. NaN before the n-th; a NaN input is not counted.</summary>
/// <remarks>Two passes over the window at every input, O(n): the difference of running sums of squares loses the digits that
/// matter where prices are large against their spread. Equal inputs give exactly 0.</remarks>
public readonly struct RollingStdDev(int period)
{
    private readonly Window _window = new(period);

    public (double Mean, double StdDev) Next(ref StateCursor state, double input) => Of(_window.Next(ref state, input));

    /// <summary>The same of a window that is kept elsewhere; NaN of an empty one.</summary>
    public static (double Mean, double StdDev) Of(ReadOnlySpan<double> values)
    {
        double mean = Series.Mean(values);
        return (mean, Math.Sqrt(Series.SquaredDistances(values, mean) / values.Length));
    }
}
