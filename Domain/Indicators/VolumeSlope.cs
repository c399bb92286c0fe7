using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>
/// Slopes of on-balance volume and of the close over n bars, each as a share of the slope that the same steps would have if all
/// of them rose. Fractions, −1 (each step fell)…1 (each step rose), so that the two can be held against each other.
/// </summary>
/// <remarks><code>
/// obv_slope = slope of the least-squares line through n values of OBV / that through the running total of |ΔOBV|
/// price_slope = the same of the close
/// </code>
/// Nothing moves, or no volume: 0. O(n). First values at bar n.
/// Source: Granville, Granville's New Key to Stock Market Profits (1963); the common scale is ours.</remarks>
/// <param name="period">n, 2 or more.</param>
[Ships(20)]
public sealed class VolumeSlope(int period) : Indicator
{
    private readonly RunSlope _slope = new(PastBars.CheckBars(period, least: 2));

    public override IReadOnlyList<string> Columns { get; } = [$"obv_slope_{period}", $"price_slope_{period}"];

    public override int WarmUp => period;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ReadOnlySpan<double> closes = state.Past(bar).Closes(period), volumes = state.Past(bar).Volumes(period);
        if (closes.IsEmpty)
        {
            values.Fill(double.NaN);
            return;
        }
        Span<double> steps = stackalloc double[period - 1];
        Series.Signed(volumes[1..], closes, steps);
        values[0] = _slope.Of(steps);
        for (int i = 0; i < steps.Length; i++)
            steps[i] = closes[i + 1] - closes[i];
        values[1] = _slope.Of(steps);
    }
}
