using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Exponentially weighted standard deviation of the return over one bar. A fraction, not annualised, 0 or more.</summary>
/// <remarks><code>
/// r = C / C₋₁ − 1;  d = r − m₋₁;  m = m₋₁ + w·d;  σ² = (1 − w)·(σ²₋₁ + w·d²);  w = 1 / (c + 1)
/// </code>
/// Seed: while fewer than c + 1 returns were seen, w is one over their number, so that σ starts as their plain population deviation.
/// A flat market gives 0. First value at bar c + 2. For a year multiply by √(bars a year).
/// Source: Moskowitz, Ooi and Pedersen, Time Series Momentum, Journal of Financial Economics 104 (2012), eq. 1, with c = 60.</remarks>
/// <param name="centre">c, the centre of mass of the weights: the mean age of a return, bars, 1 or more.</param>
[Ships(60)]
public sealed class EwmaVolatility(int centre) : Indicator
{
    private readonly int _returns = centre >= 1 ? centre + 1 : throw new ArgumentOutOfRangeException(nameof(centre), centre, "must be 1 or more");

    private struct Memory
    {
        public double Mean, Variance;
        public int Count;
    }

    public override IReadOnlyList<string> Columns { get; } = [$"ewma_vol_{centre}"];

    public override int WarmUp => centre + 2;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ref Memory memory = ref state.Take<Memory>();
        values[0] = double.NaN;
        double change = bar.Close / state.Past(bar).CloseBefore - 1;
        if (double.IsNaN(change))
            return;

        memory.Count = Math.Min(memory.Count + 1, _returns);
        double weight = 1.0 / memory.Count, distance = change - memory.Mean;
        memory.Mean += weight * distance;
        memory.Variance = (1 - weight) * (memory.Variance + weight * distance * distance);
        if (memory.Count == _returns)
            values[0] = Math.Sqrt(memory.Variance);
    }
}
