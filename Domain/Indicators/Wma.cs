using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Linearly weighted moving average of the close. Price units.</summary>
/// <remarks><code>
/// WMA = (n·C + (n − 1)·C₋₁ + … + C₋ₙ₊₁) / (n·(n + 1) / 2)
/// </code>
/// O(n): one pass over the window. First value at bar n.
/// Source: Murphy, Technical Analysis of the Financial Markets (1999), ch. 9.</remarks>
/// <param name="period">n, 1 or more.</param>
[Ships(20)]
public sealed class Wma(int period) : Indicator
{
    private readonly WeightedMean _mean = new(WeightedMean.Linear(PastBars.CheckCloses(period), period));

    public override IReadOnlyList<string> Columns { get; } = [$"wma_{period}"];

    public override int WarmUp => period;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values) => values[0] = _mean.Of(state.Past(bar).Closes(period));
}
