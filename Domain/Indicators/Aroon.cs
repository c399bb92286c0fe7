using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Chande's Aroon: how recent the highest high (up) and the lowest low (down) of the window are. 0 (n bars ago)…100 (this bar).</summary>
/// <remarks><code>
/// up = 100·(n − bars since the highest high) / n;  down = 100·(n − bars since the lowest low) / n;  over n + 1 bars
/// </code>
/// The oldest of equal extremes counts, so a flat market gives 0 and 0. O(n) at worst: the window is searched when its extreme
/// leaves it. First values at bar n + 1.
/// Source: Chande, A Time Price Oscillator, Stocks &amp; Commodities (September 1995).</remarks>
/// <param name="period">n, 1 or more.</param>
[Ships(25)]
public sealed class Aroon(int period) : Indicator
{
    private readonly ExtremeAge _highest = period >= 1
        ? ExtremeAge.OfHighest(period + 1)
        : throw new ArgumentOutOfRangeException(nameof(period), period, "must be 1 or more");
    private readonly ExtremeAge _lowest = ExtremeAge.OfLowest(period + 1);

    public override IReadOnlyList<string> Columns { get; } = [$"aroon_{period}_up", $"aroon_{period}_down"];

    public override int WarmUp => period + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        values[0] = 100 * (period - _highest.Next(ref state, bar.High)) / period;
        values[1] = 100 * (period - _lowest.Next(ref state, bar.Low)) / period;
    }
}
