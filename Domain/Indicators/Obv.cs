using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>On-balance volume: the running total of volume, signed by the change of the close. Volume units, any sign; its level means nothing, its slope does.</summary>
/// <remarks><code>
/// OBV = OBV₋₁ + V where C > C₋₁, − V where C &lt; C₋₁, unchanged where equal;  0 at the first bar
/// </code>
/// Source: Granville, Granville's New Key to Stock Market Profits (1963).</remarks>
[Ships]
public sealed class Obv : Indicator
{
    private struct Memory
    {
        public double Total;
    }

    public override IReadOnlyList<string> Columns { get; } = ["obv"];

    public override int WarmUp => 1;

    public override bool IsRunningTotal => true;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double change = bar.Close - state.Past(bar).CloseBefore;         // NaN at the first bar
        values[0] = state.Take<Memory>().Total += change > 0 ? bar.Volume : change < 0 ? -bar.Volume : 0;
    }
}
