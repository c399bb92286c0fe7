using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Double exponential moving average of the close: an average without most of its lag. Price units.</summary>
/// <remarks><code>
/// DEMA = 2·E₁ − E₂;  E₁ = EMA(C, n), E₂ = EMA(E₁, n)
/// </code>
/// Seed: E₁ starts at the mean of the first n closes and E₂ at E₁, so the first value is at bar n.
/// Source: Mulloy, Smoothing Data with Faster Moving Averages, Stocks &amp; Commodities (1994).</remarks>
/// <param name="period">n, 1 or more.</param>
[Ships(20)]
public sealed class Dema(int period) : Indicator
{
    private readonly SmaSeededEma _first = new(period);
    private readonly ChainedEma _next = new(period);

    public override IReadOnlyList<string> Columns { get; } = [$"dema_{period}"];

    public override int WarmUp => period;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double once = _first.Next(ref state, bar.Close);
        values[0] = 2 * once - _next.Next(ref state, once);
    }
}
