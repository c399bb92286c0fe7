using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Williams %R: how far the close lies below the highest high of n bars. −100 (at the low)…0 (at the high).</summary>
/// <remarks><code>
/// %R = −100·(HH − C) / (HH − LL)
/// </code>
/// HH = LL (flat range) gives −50, the middle, our choice. O(n). First value at bar n.
/// Source: Williams, How I Made One Million Dollars (1973).</remarks>
/// <param name="period">n, bars of the range, 1 or more.</param>
[Ships(14)]
public sealed class WilliamsR(int period) : Indicator
{
    private readonly int _bars = PastBars.CheckBars(period);

    public override IReadOnlyList<string> Columns { get; } = [$"willr_{period}"];

    public override int WarmUp => period;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double top = Series.Highest(state.Past(bar).Highs(_bars)), bottom = Series.Lowest(state.Past(bar).Lows(_bars));
        values[0] = 100 * (RangePosition.Of(bar.Close, top, bottom) - 1);
    }
}
