using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>The trend that a candlestick pattern would end: how steadily an average rose up to the bar before. From −1 (fell at every step) to 1.</summary>
/// <remarks><code>
/// trend = (steps up − steps down of SMA(n)) / m, over the last m steps that end one bar ago
/// </code>
/// A step of SMA(n) has the sign of C − C₋ₙ. Up is, after the source, a trend with at most one step down out of 6: at least 2/3. A flat market gives 0.
/// First value at bar n + m + 1.
/// Source: Caginalp and Laurent, The Predictive Power of Price Patterns (1998), which has n = 3, m = 6.</remarks>
/// <param name="period">n, bars averaged, 1 or more.</param>
/// <param name="steps">m, steps counted, 1 or more.</param>
[Ships(3, 6)]
public sealed class CandleTrend(int period, int steps) : Indicator
{
    private readonly int _closes = PastBars.CheckCloses(period, more: 1) + 1;
    private readonly RollingMean _mean = new(steps);

    public override IReadOnlyList<string> Columns { get; } = [$"cdl_trend_{period}_{steps}"];

    public override int WarmUp => period + steps + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ReadOnlySpan<double> closes = state.Past(bar).Closes(_closes);
        double before = closes.IsEmpty ? double.NaN : closes[0];
        double sign = bar.Close > before ? 1 : bar.Close < before ? -1 : double.IsNaN(before) ? double.NaN : 0;
        values[0] = Lag.Next(ref state, _mean.Next(ref state, sign));
    }
}
