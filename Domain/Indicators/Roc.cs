using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Rate of change of the close over n bars. Percent, −100 or more.</summary>
/// <remarks><code>
/// ROC = 100·(C − C₋ₙ) / C₋ₙ
/// </code>
/// First value at bar n + 1.
/// Source: Murphy, Technical Analysis of the Financial Markets (1999), ch. 10.</remarks>
/// <param name="period">n, 1 or more.</param>
[Ships(12)]
public sealed class Roc(int period) : Indicator
{
    private readonly Delay _earlier = new(period);

    public override IReadOnlyList<string> Columns { get; } = [$"roc_{period}"];

    public override int WarmUp => period + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double earlier = _earlier.Next(ref state, bar.Close);
        values[0] = 100 * (bar.Close - earlier) / earlier;
    }
}
