namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Least-squares line through the last n inputs against their number: its slope (units of the input per input) and r² (0…1). NaN before the n-th; a NaN input is not counted.</summary>
/// <remarks>Two passes over the window at every input, O(n): running sums of products lose the digits that matter where the level
/// is large against the slope. Equal inputs give exactly slope 0, and r² 0 (our choice: a line explains nothing of no variation).</remarks>
public readonly struct LinearFit
{
    private readonly Window _window;
    private readonly AgeWeights _weights;
    private readonly double _spread;                  // Σ (x − mean x)²

    /// <exception cref="ArgumentOutOfRangeException">The period is below 2.</exception>
    public LinearFit(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        double spread = period * (period * (double)period - 1) / 12, middle = (period - 1) / 2.0;
        _window = new(period);
        _weights = new([.. Enumerable.Range(0, period).Select(x => (x - middle) / spread)]);
        _spread = spread;
    }

    public (double Slope, double RSquared) Next(ref StateCursor state, double input)
    {
        ReadOnlySpan<double> values = _window.Next(ref state, input, out int oldest);
        if (values.IsEmpty)
            return (double.NaN, double.NaN);

        double slope = _weights.Sum(values, oldest, origin: input);
        double variation = Window.SquaredDistances(values, Window.Mean(values));
        return (slope, variation == 0 ? 0 : Math.Min(1, slope * slope * _spread / variation));
    }
}
