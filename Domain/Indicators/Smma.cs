using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Smoothed moving average of the close: Wilder's smoothing, slower than an exponential average of the same period. Price units.</summary>
/// <remarks><code>
/// SMMA = SMMA₋₁ + (C − SMMA₋₁) / n
/// </code>
/// Seed: the mean of the first n closes, which is the first value, at bar n.
/// Source: Wilder, New Concepts in Technical Trading Systems (1978).</remarks>
/// <param name="period">n, 1 or more.</param>
[Ships(20)]
public sealed class Smma(int period) : Indicator
{
    private readonly WilderAverage _average = new(period);

    public override IReadOnlyList<string> Columns { get; } = [$"smma_{period}"];

    public override int WarmUp => period;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values) => values[0] = _average.Next(ref state, bar.Close);
}
