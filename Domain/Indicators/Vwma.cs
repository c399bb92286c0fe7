using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Volume-weighted moving average of the close. Price units.</summary>
/// <remarks><code>
/// VWMA = Σ C·V / Σ V over n bars
/// </code>
/// No volume in the window gives the close, our choice. O(n). First value at bar n.
/// Source: in common use; its author is not known to us.</remarks>
/// <param name="period">n, 1 or more.</param>
[Ships(20)]
public sealed class Vwma(int period) : Indicator
{
    private readonly int _bars = PastBars.CheckBars(period);

    public override IReadOnlyList<string> Columns { get; } = [$"vwma_{period}"];

    public override int WarmUp => period;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ReadOnlySpan<double> closes = state.Past(bar).Closes(_bars), volumes = state.Past(bar).Volumes(_bars);
        double volume = Series.Sum(volumes);
        values[0] = volume == 0 ? bar.Close : bar.Close + Series.Weighted(closes, volumes, bar.Close) / volume;
    }
}
