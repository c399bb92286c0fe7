using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Ehlers' Fisher transform of where the price lies in its range: turns show as sharp peaks. Dimensionless, mostly within ±4.</summary>
/// <remarks><code>
/// M = (H + L) / 2;  x = 0.66·((M − min M) / (max M − min M) − ½) + 0.67·x₋₁, beyond ±0.99 held at ±0.999
/// F = ½·ln((1 + x) / (1 − x)) + ½·F₋₁
/// </code>
/// The range is over n bars, at the start over as many as there are: first value at bar 1, 0, settled after some 2n bars.
/// No range at all counts as the middle, our choice. O(n): one pass over the window.
/// Source: Ehlers, Using the Fisher Transform, Stocks &amp; Commodities (November 2002).</remarks>
/// <param name="period">n, 1 or more.</param>
[Ships(10)]
public sealed class Fisher(int period) : Indicator
{
    private readonly int _period = period >= 1 ? period : throw new ArgumentOutOfRangeException(nameof(period), period, "must be 1 or more");

    private struct Memory
    {
        public double Position, Fisher;
        public int At, Count;
    }

    public override IReadOnlyList<string> Columns { get; } = [$"fisher_{period}"];

    public override int WarmUp => 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ref Memory memory = ref state.Take<Memory>();
        Span<double> ring = state.TakeRing(_period);
        double middle = (bar.High + bar.Low) / 2;
        ring[memory.At] = middle;
        memory.At = memory.At + 1 == _period ? 0 : memory.At + 1;
        memory.Count = Math.Min(memory.Count + 1, _period);

        double top = Series.Highest(ring[..memory.Count]), bottom = Series.Lowest(ring[..memory.Count]);
        double position = top == bottom ? 0 : (middle - bottom) / (top - bottom) - 0.5;
        double smoothed = 0.66 * position + 0.67 * memory.Position;
        memory.Position = smoothed > 0.99 ? 0.999 : smoothed < -0.99 ? -0.999 : smoothed;
        memory.Fisher = Math.Log((1 + memory.Position) / (1 - memory.Position)) / 2 + memory.Fisher / 2;
        values[0] = memory.Fisher;
    }
}
