using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Median volume of the last n bars, this one included. Volume units, 0 or more.</summary>
/// <remarks><code>
/// median(V … V₋ₙ₊₁), the mean of the middle two where n is even
/// </code>
/// First value at bar n. Chosen over the mean because one spike does not move it.
/// Source: the usual order statistic.</remarks>
/// <param name="period">n, 1 or more.</param>
[Ships(20)]
public sealed class VolumeMedian(int period) : Indicator
{
    private readonly RollingMedian _median = new(PastBars.CheckBars(period, more: 1));

    public override IReadOnlyList<string> Columns { get; } = [$"volume_median_{period}"];

    public override int WarmUp => period;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ReadOnlySpan<double> volumes = state.Past(bar).Volumes(period + 1);
        values[0] = _median.Next(ref state, bar.Volume, leaving: volumes.IsEmpty ? double.NaN : volumes[0]);
    }
}
