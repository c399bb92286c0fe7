using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Rate of change, over one bar, of a triply smoothed close. Percent, any sign, near 0.</summary>
/// <remarks><code>
/// TRIX = 100·(E₃ / E₃₋₁ − 1);  E₃ = EMA(EMA(EMA(C, n), n), n)
/// </code>
/// Seed: all three averages start at the mean of the first n closes. First value at bar n + 1.
/// Source: Hutson, Good TRIX, Stocks &amp; Commodities (1983).</remarks>
/// <param name="period">n, 1 or more.</param>
[Ships(15)]
public sealed class Trix(int period) : Indicator
{
    private readonly SmaSeededEma _first = new(period);
    private readonly ChainedEma _next = new(period);

    public override IReadOnlyList<string> Columns { get; } = [$"trix_{period}"];

    public override int WarmUp => period + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double twice = _next.Next(ref state, _first.Next(ref state, bar.Close));
        double thrice = _next.Next(ref state, twice);
        values[0] = 100 * (thrice / Lag.Next(ref state, thrice) - 1);
    }
}
