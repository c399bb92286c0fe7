using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Chande's momentum oscillator: the net of rises and falls as a share of both. −100…100.</summary>
/// <remarks><code>
/// CMO = 100·(U − D) / (U + D);  U, D = sums over n bars of max(±ΔC, 0)
/// </code>
/// The form with plain sums, not Wilder's averages. U = D = 0 (flat market) gives 0, our choice. First value at bar n + 1.
/// Source: Chande and Kroll, The New Technical Trader (1994).</remarks>
/// <param name="period">n, 1 or more.</param>
[Ships(14)]
public sealed class Cmo(int period) : Indicator
{
    private readonly RollingSum _sum = new(period);

    public override IReadOnlyList<string> Columns { get; } = [$"cmo_{period}"];

    public override int WarmUp => period + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double change = bar.Close - Lag.Next(ref state, bar.Close);         // NaN at the first bar
        double up = _sum.Next(ref state, Math.Max(change, 0)), down = _sum.Next(ref state, Math.Max(-change, 0));
        values[0] = up + down == 0 ? 0 : 100 * (up - down) / (up + down);
    }
}
