using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Chaikin oscillator: a fast less a slow exponential average of the accumulation and distribution line. Volume units, any sign.</summary>
/// <remarks><code>
/// oscillator = EMA(ADL, fast) − EMA(ADL, slow)
/// </code>
/// Seeds: each average starts at the mean of its first values of the line. Computed from the distance of each average to the line,
/// which does not hang on where the line began. Without volume 0. First value at bar max(fast, slow).
/// Source: Chaikin, as in StockCharts' ChartSchool.</remarks>
/// <param name="fast">Bars of the fast average, 1 or more.</param>
/// <param name="slow">Bars of the slow average, 1 or more; the published fast &lt; slow.</param>
[Ships(3, 10)]
public sealed class ChaikinOscillator(int fast, int slow) : Indicator
{
    private readonly TotalOverEma _fast = new(fast);
    private readonly TotalOverEma _slow = new(slow);

    public override IReadOnlyList<string> Columns { get; } = [$"chaikin_{fast}_{slow}"];

    public override int WarmUp => Math.Max(fast, slow);

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double flow = MoneyFlow.Of(bar);
        double overFast = _fast.Next(ref state, flow), overSlow = _slow.Next(ref state, flow);
        values[0] = overSlow - overFast;
    }
}
