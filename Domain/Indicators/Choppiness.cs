using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Choppiness index: the way that the price went over n bars against the range it covered. 0 (one straight move)…100 (back and forth).</summary>
/// <remarks><code>
/// CHOP = 100·log₁₀(Σ TR / (max TH − min TL)) / log₁₀(n);  TH = max(H, C₋₁), TL = min(L, C₋₁), TR = TH − TL
/// </code>
/// True highs and lows keep it within 0…100. A flat window gives 100: no trend at all, our choice. O(n). First value at bar n + 1.
/// Source: Dreiss, who devised it in the early 1990s for commodities; the form that charting programs share.</remarks>
/// <param name="period">n, 2 or more.</param>
[Ships(14)]
public sealed class Choppiness(int period) : Indicator
{
    private readonly double _scale = 100 / Math.Log(PastBars.CheckBars(period, least: 2, more: 1));     // the way over one bar is its range

    public override IReadOnlyList<string> Columns { get; } = [$"chop_{period}"];

    public override int WarmUp => period + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ref readonly PastBars past = ref state.Past(bar);
        double way = TrueRange.Sums(past, period).Range;
        ReadOnlySpan<double> befores = past.ClosesBefore(period);
        double top = Math.Max(Series.Highest(past.Highs(period)), Series.Highest(befores));
        double range = top - Math.Min(Series.Lowest(past.Lows(period)), Series.Lowest(befores));
        values[0] = range == 0 ? 100 : _scale * Math.Log(way / range);
    }
}
