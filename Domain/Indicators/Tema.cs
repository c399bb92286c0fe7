using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Triple exponential moving average of the close: an average without most of its lag. Price units.</summary>
/// <remarks><code>
/// TEMA = 3·E₁ − 3·E₂ + E₃;  E₁ = EMA(C, n), E₂ = EMA(E₁, n), E₃ = EMA(E₂, n)
/// </code>
/// Seed: E₁ starts at the mean of the first n closes, E₂ and E₃ at the same value, so the first value is at bar n.
/// Source: Mulloy, Smoothing Data with Faster Moving Averages, Stocks &amp; Commodities (1994).</remarks>
/// <param name="period">n, 1 or more.</param>
[Ships(20)]
public sealed class Tema(int period) : Indicator
{
    private readonly SmaSeededEma _first = new(period);
    private readonly ChainedEma _next = new(period);

    public override IReadOnlyList<string> Columns { get; } = [$"tema_{period}"];

    public override int WarmUp => period;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double once = _first.Next(ref state, bar.Close);
        double twice = _next.Next(ref state, once);
        values[0] = 3 * once - 3 * twice + _next.Next(ref state, twice);
    }
}
