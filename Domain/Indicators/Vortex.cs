using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Vortex indicator: movement up (p) and down (n) as a share of the true range. Dimensionless, 0 or more, around 1.</summary>
/// <remarks><code>
/// p = Σ |H − L₋₁| / Σ TR;  n = Σ |L − H₋₁| / Σ TR;  each over the last bars of the period
/// </code>
/// No range at all gives 0 and 0, our choice. O(n). First values at bar period + 1.
/// Source: Botes and Siepman, The Vortex Indicator, Stocks &amp; Commodities (January 2010).</remarks>
/// <param name="period">Bars, 1 or more.</param>
[Ships(14)]
public sealed class Vortex(int period) : Indicator
{
    private readonly int _bars = PastBars.CheckBars(period, more: 1);

    public override IReadOnlyList<string> Columns { get; } = [$"vortex_{period}_p", $"vortex_{period}_n"];

    public override int WarmUp => period + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ref readonly PastBars past = ref state.Past(bar);
        double range = TrueRange.Sums(past, _bars).Range;                   // NaN while there is no bar before the first of them
        double up = Series.Distances(past.Highs(_bars), past.Lows(_bars + 1));
        double down = Series.Distances(past.Lows(_bars), past.Highs(_bars + 1));
        values[0] = range == 0 ? 0 : up / range;
        values[1] = range == 0 ? 0 : down / range;
    }
}
