namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Least-squares line through n values against their number: its slope (units of a value per value) and r² (0…1). NaN of an empty window.</summary>
/// <remarks>Two passes over the window, O(n): running sums of products lose the digits that matter where the level is large
/// against the slope. Equal values give exactly slope 0, and r² 0 (our choice: a line explains nothing of no variation).</remarks>
public readonly struct LinearFit
{
    private readonly double[] _weights;
    private readonly double _spread;                  // Σ (x − mean x)²

    /// <exception cref="ArgumentOutOfRangeException">The period is below 2.</exception>
    public LinearFit(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        double spread = period * (period * (double)period - 1) / 12, middle = (period - 1) / 2.0;
        _weights = [.. Enumerable.Range(0, period).Select(x => (x - middle) / spread)];
        _spread = spread;
    }

    /// <param name="values">Oldest first.</param>
    public (double Slope, double RSquared) Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            return (double.NaN, double.NaN);

        double slope = Series.Weighted(values, _weights, origin: values[^1]);
        double variation = Series.SquaredDistances(values, Series.Mean(values));
        return (slope, variation == 0 ? 0 : Math.Min(1, slope * slope * _spread / variation));
    }
}
