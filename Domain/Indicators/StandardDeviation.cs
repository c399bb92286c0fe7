using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Standard deviation of the last n closes. Price units, 0 or more.</summary>
/// <remarks><code>
/// σ = √(Σ (C − mean)² / n)
/// </code>
/// The population's, divisor n, as in Bollinger bands; two passes over the window, O(n). A flat window gives 0. First value at bar n.
/// Source: Pearson, Contributions to the Mathematical Theory of Evolution (1894).</remarks>
/// <param name="period">n, 1 or more.</param>
[Ships(20)]
public sealed class StandardDeviation(int period) : Indicator
{
    private readonly int _closes = PastBars.CheckCloses(period);

    public override IReadOnlyList<string> Columns { get; } = [$"stddev_{period}"];

    public override int WarmUp => period;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values) =>
        values[0] = RollingStdDev.Of(state.Past(bar).Closes(_closes)).StdDev;
}
