namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Where a value lies between the lowest low and the highest high of the last n inputs: 0 at the low, 1 at the high, 0.5 where the two are equal. NaN before the n-th.</summary>
/// <param name="period">n, 1 or more.</param>
/// <param name="noise">A range up to this counts as none: of computed values that stand still but for their last bits. 0 for prices.</param>
public readonly struct RangePosition(int period, double noise = 0)
{
    private readonly RollingExtreme _highest = RollingExtreme.Highest(period);
    private readonly RollingExtreme _lowest = RollingExtreme.Lowest(period);

    public double Next(ref StateCursor state, double high, double low, double value)
    {
        double top = _highest.Next(ref state, high), bottom = _lowest.Next(ref state, low);
        return top - bottom <= noise ? 0.5 : (value - bottom) / (top - bottom);
    }
}
