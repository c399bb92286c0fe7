using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Rate of change of the close over n bars, where asked for without the last s of them. Percent, −100 or more.</summary>
/// <remarks><code>
/// roc_n = 100·(C − C₋ₙ) / C₋ₙ;  roc_n_s = 100·(C₋ₛ − C₋ₙ) / C₋ₙ
/// </code>
/// First value at bar n + 1. 252 without the last 21 daily bars is a year's momentum without its last month, which tends to
/// reverse: so in Jegadeesh and Titman, Returns to Buying Winners and Selling Losers (1993), and the literature after it.
/// Source: Murphy, Technical Analysis of the Financial Markets (1999), ch. 10.</remarks>
[Ships(12)]
[Ships(252, 21)]
public sealed class Roc : Indicator
{
    private readonly int _period, _skipped;

    /// <param name="period">n, 1 or more.</param>
    public Roc(int period)
    {
        _period = PastBars.CheckCloses(period, more: 1);
        Columns = [$"roc_{period}"];
    }

    /// <param name="period">n, above <paramref name="skipped"/>.</param>
    /// <param name="skipped">s, the last bars that are left out, 1 or more.</param>
    public Roc(int period, int skipped)
    {
        _period = PastBars.CheckCloses(period, least: skipped + 1, more: 1);
        _skipped = PastBars.CheckCloses(skipped);
        Columns = [$"roc_{period}_{skipped}"];
    }

    public override IReadOnlyList<string> Columns { get; }

    public override int WarmUp => _period + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ReadOnlySpan<double> closes = state.Past(bar).Closes(_period + 1);
        values[0] = closes.IsEmpty ? double.NaN : 100 * (closes[_period - _skipped] - closes[0]) / closes[0];
    }
}
