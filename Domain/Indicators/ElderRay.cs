using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Bull power and bear power: how far the bar's high and its low stand above an average of the close. Price units, below it negative.</summary>
/// <remarks><code>
/// bull = H − EMA(n),  bear = L − EMA(n)
/// </code>
/// EMA as in <see cref="Ema"/>, seeded with the mean of the first n closes. First values at bar n.
/// Source: Elder, Trading for a Living (1993), Elder-ray.</remarks>
/// <param name="period">n, bars of the average, 1 or more.</param>
[Ships(13)]
public sealed class ElderRay(int period) : Indicator
{
    private readonly SmaSeededEma _average = new(period);

    public override IReadOnlyList<string> Columns { get; } = [$"bull_power_{period}", $"bear_power_{period}"];

    public override int WarmUp => period;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double average = _average.Next(ref state, bar.Close);
        values[0] = bar.High - average;
        values[1] = bar.Low - average;
    }
}
