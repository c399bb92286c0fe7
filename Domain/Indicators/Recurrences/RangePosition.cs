namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Where the last of n values lies between the lowest and the highest of them: 0 at the low, 1 at the high, 0.5 where the two are equal. NaN before the n-th; a NaN input is not counted.</summary>
/// <param name="period">n, 1 or more.</param>
/// <param name="noise">A range up to this counts as none: of computed values that stand still but for their last bits.</param>
public readonly struct RangePosition(int period, double noise = 0)
{
    private readonly Window _window = new(period);

    public double Next(ref StateCursor state, double input)
    {
        ReadOnlySpan<double> values = _window.Next(ref state, input);
        return Of(input, Series.Highest(values), Series.Lowest(values), noise);
    }

    /// <summary>Of a value between a bottom and a top that are known.</summary>
    public static double Of(double value, double top, double bottom, double noise = 0) =>
        top - bottom <= noise ? 0.5 : (value - bottom) / (top - bottom);
}
