using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Donchian channel: highest high and lowest low of the n bars before this one. Price units.</summary>
/// <remarks><code>
/// upper = max(H₋₁ … H₋ₙ);  lower = min(L₋₁ … L₋ₙ)
/// </code>
/// Prior bars only, so that a close beyond a band is a breakout. O(n). First values at bar n + 1.
/// Source: Donchian's four-week rule; Faith, Way of the Turtle (2007).</remarks>
/// <param name="period">n, 1 or more.</param>
[Ships(10)]
[Ships(20)]
[Ships(55)]
public sealed class Donchian(int period) : Indicator
{
    private readonly int _bars = PastBars.CheckBars(period, more: 1);

    public override IReadOnlyList<string> Columns { get; } = [$"donchian_{period}_upper", $"donchian_{period}_lower"];

    public override int WarmUp => period + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ReadOnlySpan<double> highs = state.Past(bar).Highs(_bars + 1), lows = state.Past(bar).Lows(_bars + 1);
        values[0] = highs.IsEmpty ? double.NaN : Series.Highest(highs[..^1]);
        values[1] = lows.IsEmpty ? double.NaN : Series.Lowest(lows[..^1]);
    }
}
