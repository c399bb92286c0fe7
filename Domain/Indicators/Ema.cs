using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Exponential moving average of the close. Price units.</summary>
/// <remarks><code>
/// EMA = EMA₋₁ + 2 / (n + 1)·(C − EMA₋₁)
/// </code>
/// Seed: the mean of the first n closes, which is the first value, at bar n. The ribbon is 8, 13, 21, 34, 55, 89.
/// Source: Murphy, Technical Analysis of the Financial Markets (1999), ch. 9; seed as in StockCharts' ChartSchool.</remarks>
/// <param name="period">Bars; the weight of a close is 2 / (n + 1). 1 or more.</param>
[Ships(8)]
[Ships(9)]
[Ships(10)]
[Ships(12)]
[Ships(13)]
[Ships(20)]
[Ships(21)]
[Ships(26)]
[Ships(30)]
[Ships(34)]
[Ships(50)]
[Ships(55)]
[Ships(89)]
[Ships(100)]
[Ships(200)]
public sealed class Ema(int period) : Indicator
{
    private readonly SmaSeededEma _average = new(period);

    public override IReadOnlyList<string> Columns { get; } = [$"ema_{period}"];

    public override int WarmUp => period;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values) => values[0] = _average.Next(ref state, bar.Close);
}
