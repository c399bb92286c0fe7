using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Force index: the exponential average of the change of the close times volume. Price times volume, any sign.</summary>
/// <remarks><code>
/// force = EMA((C − C₋₁)·V, n)
/// </code>
/// Seed: the mean of the n products of bars 2…n + 1. Flat or without volume 0. First value at bar n + 1.
/// Source: Elder, Trading for a Living (1993).</remarks>
/// <param name="period">n, 1 or more.</param>
[Ships(13)]
public sealed class ForceIndex(int period) : Indicator
{
    private readonly SmaSeededEma _average = new(period);

    public override IReadOnlyList<string> Columns { get; } = [$"force_{period}"];

    public override int WarmUp => period + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values) =>
        values[0] = _average.Next(ref state, (bar.Close - state.Past(bar).CloseBefore) * bar.Volume);
}
