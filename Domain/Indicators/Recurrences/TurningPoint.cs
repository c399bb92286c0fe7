using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Whether the bar k bars ago is a turning point: its high above the highs, or its low below the lows, of the k bars on either side.</summary>
/// <remarks>Known k bars late, for it takes the bars after it. The first of equal extremes counts, so a flat market has none. O(k).</remarks>
public readonly struct TurningPoint
{
    private readonly int _span;

    /// <exception cref="ArgumentOutOfRangeException">The span is below 1, or reaches back further than what is kept.</exception>
    public TurningPoint(int span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, 1);
        PastBars.CheckBars(2 * span + 1);
        _span = span;
    }

    /// <returns>The high and the low of the bar k bars ago, in price units, each NaN where it is no turning point.</returns>
    public (double High, double Low) Next(ref StateCursor state, in Bar bar)
    {
        ReadOnlySpan<double> highs = state.Past(bar).Highs(2 * _span + 1), lows = state.Past(bar).Lows(2 * _span + 1);
        if (highs.IsEmpty)
            return (double.NaN, double.NaN);

        double high = highs[_span], low = lows[_span];
        bool isPeak = Series.Highest(highs[.._span]) < high && Series.Highest(highs[(_span + 1)..]) <= high;
        bool isTrough = Series.Lowest(lows[.._span]) > low && Series.Lowest(lows[(_span + 1)..]) >= low;
        return (isPeak ? high : double.NaN, isTrough ? low : double.NaN);
    }
}
