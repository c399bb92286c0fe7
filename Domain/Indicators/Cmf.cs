using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Chaikin money flow: money flow over n bars as a share of their volume. A fraction, −1…1.</summary>
/// <remarks><code>
/// CMF = Σ flow / Σ V over n bars;  flow = ((C − L) − (H − C)) / (H − L)·V
/// </code>
/// A bar with H = L has flow 0; no volume in the window gives 0, our choice. O(n). First value at bar n.
/// Source: Chaikin, as in StockCharts' ChartSchool.</remarks>
/// <param name="period">n, 1 or more.</param>
[Ships(20)]
public sealed class Cmf(int period) : Indicator
{
    private readonly RollingSum _sum = new(PastBars.CheckBars(period));

    public override IReadOnlyList<string> Columns { get; } = [$"cmf_{period}"];

    public override int WarmUp => period;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double flow = _sum.Next(ref state, MoneyFlow.Of(bar));
        double volume = Series.Sum(state.Past(bar).Volumes(period));
        values[0] = volume == 0 ? 0 : flow / volume;
    }
}
