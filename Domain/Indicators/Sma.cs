using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Simple moving average of the close. Price units.</summary>
/// <remarks><code>
/// SMA = (C + C₋₁ + … + C₋ₙ₊₁) / n
/// </code>
/// First value at bar n.
/// Source: Murphy, Technical Analysis of the Financial Markets (1999), ch. 9.</remarks>
/// <param name="period">Bars averaged, 1 or more.</param>
[Ships(10)]
[Ships(20)]
[Ships(30)]
[Ships(50)]
[Ships(100)]
[Ships(200)]
public sealed class Sma(int period) : Indicator
{
    private readonly int _closes = PastBars.CheckCloses(period, more: 1);

    public override IReadOnlyList<string> Columns { get; } = [$"sma_{period}"];

    public override int WarmUp => period;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ReadOnlySpan<double> closes = state.Past(bar).Closes(_closes), before = state.Past(bar).ClosesBefore(_closes);
        double sum = SlidingSum.Next(ref state, bar.Close, leaving: before.IsEmpty ? 0 : before[0]);
        values[0] = closes.IsEmpty ? double.NaN : sum / _closes;
    }
}
