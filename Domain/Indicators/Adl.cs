using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Accumulation and distribution line: the running total of money flow. Volume units, any sign; its level means nothing, its slope does.</summary>
/// <remarks><code>
/// ADL = ADL₋₁ + ((C − L) − (H − C)) / (H − L)·V;  a bar with H = L adds nothing
/// </code>
/// First value at bar 1.
/// Source: Chaikin, as in StockCharts' ChartSchool.</remarks>
[Ships]
public sealed class Adl : Indicator
{
    private struct Memory
    {
        public double Total;
    }

    public override IReadOnlyList<string> Columns { get; } = ["adl"];

    public override int WarmUp => 1;

    public override bool IsRunningTotal => true;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values) =>
        values[0] = state.Take<Memory>().Total += MoneyFlow.Of(bar);
}
