using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Chande's Aroon: how recent the highest high (up) and the lowest low (down) of the window are. 0 (n bars ago)…100 (this bar).</summary>
/// <remarks><code>
/// up = 100·(n − bars since the highest high) / n;  down = 100·(n − bars since the lowest low) / n;  over n + 1 bars
/// </code>
/// The oldest of equal extremes counts, so a flat market gives 0 and 0. O(n). First values at bar n + 1.
/// Source: Chande, A Time Price Oscillator, Stocks &amp; Commodities (September 1995).</remarks>
/// <param name="period">n, 1 or more.</param>
[Ships(25)]
public sealed class Aroon(int period) : Indicator
{
    private readonly int _bars = PastBars.CheckBars(period, more: 1) + 1;

    public override IReadOnlyList<string> Columns { get; } = [$"aroon_{period}_up", $"aroon_{period}_down"];

    public override int WarmUp => period + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ReadOnlySpan<double> highs = state.Past(bar).Highs(_bars), lows = state.Past(bar).Lows(_bars);
        values[0] = highs.IsEmpty ? double.NaN : 100.0 * highs.IndexOf(Series.Highest(highs)) / period;      // the oldest of equal ones
        values[1] = lows.IsEmpty ? double.NaN : 100.0 * lows.IndexOf(Series.Lowest(lows)) / period;
    }
}
