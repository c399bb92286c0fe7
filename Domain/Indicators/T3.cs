using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Tillson's T3: a smooth average of the close with little lag, six exponential averages in a row. Price units.</summary>
/// <remarks><code>
/// T3 = −a³·E₆ + (3a² + 3a³)·E₅ − (6a² + 3a + 3a³)·E₄ + (1 + 3a + 3a² + a³)·E₃;  Eₖ = EMA(Eₖ₋₁, n), E₀ = C
/// </code>
/// Seed: every average starts at the first close, so the first value is that close, at bar 1; it has settled after some 6n bars.
/// Source: Tillson, Smoothing Techniques for More Accurate Signals, Stocks &amp; Commodities (January 1998).</remarks>
/// <param name="period">n, 1 or more.</param>
/// <param name="factor">a, the volume factor, 0 (plain smoothing)…1 (a DEMA thrice).</param>
[Ships(5, 0.7)]
public sealed class T3(int period, double factor) : Indicator
{
    private readonly ChainedEma _average = new(period);
    private readonly double _sixth = -factor * factor * factor;
    private readonly double _fifth = 3 * factor * factor * (1 + factor);
    private readonly double _fourth = -3 * factor * (1 + factor) * (1 + factor);
    private readonly double _third = factor is >= 0 and <= 1
        ? (1 + factor) * (1 + factor) * (1 + factor)
        : throw new ArgumentOutOfRangeException(nameof(factor), factor, "must be 0…1");

    public override IReadOnlyList<string> Columns { get; } = [FormattableString.Invariant($"t3_{period}_{factor}")];

    public override int WarmUp => 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double twice = _average.Next(ref state, _average.Next(ref state, bar.Close));
        double third = _average.Next(ref state, twice), fourth = _average.Next(ref state, third);
        double fifth = _average.Next(ref state, fourth), sixth = _average.Next(ref state, fifth);
        values[0] = _sixth * sixth + _fifth * fifth + _fourth * fourth + _third * third;
    }
}
