using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Chande's momentum oscillator: the net of rises and falls as a share of both. −100…100.</summary>
/// <remarks><code>
/// CMO = 100·(U − D) / (U + D);  U, D = sums over n bars of max(±ΔC, 0)
/// </code>
/// The form with plain sums, not Wilder's averages. U = D = 0 (flat market) gives 0, our choice. O(n). First value at bar n + 1.
/// Source: Chande and Kroll, The New Technical Trader (1994).</remarks>
/// <param name="period">n, 1 or more.</param>
[Ships(14)]
public sealed class Cmo(int period) : Indicator
{
    private readonly int _closes = PastBars.CheckCloses(period, more: 1) + 1;

    public override IReadOnlyList<string> Columns { get; } = [$"cmo_{period}"];

    public override int WarmUp => period + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ReadOnlySpan<double> closes = state.Past(bar).Closes(_closes);
        double path = Series.Path(closes);                                  // up + down; up − down is the way from its first to its last
        values[0] = path == 0 ? 0 : closes.IsEmpty ? double.NaN : Math.Clamp(100 * (closes[^1] - closes[0]) / path, -100, 100);
    }
}
