using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Hull moving average of the close: hardly lags, and overshoots turns. Price units.</summary>
/// <remarks><code>
/// HMA = WMA(2·WMA(C, n/2) − WMA(C, n), √n);  n/2 and √n rounded down
/// </code>
/// Both inner averages lie in one window of n closes, so they are one weighted mean. O(n). First value at bar n + √n − 1.
/// Source: Hull, Hull Moving Average (2005), alanhull.com.</remarks>
/// <param name="period">n, 2 or more.</param>
[Ships(20)]
public sealed class Hma(int period) : Indicator
{
    private readonly int _smooth = (int)Math.Sqrt(period);
    private readonly WeightedMean _lead = new(LeadWeights(period));
    private readonly WeightedMean _mean = new(WeightedMean.Linear((int)Math.Sqrt(period), (int)Math.Sqrt(period)));

    public override IReadOnlyList<string> Columns { get; } = [$"hma_{period}"];

    public override int WarmUp => period + _smooth - 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values) =>
        values[0] = _mean.Next(ref state, _lead.Next(ref state, bar.Close));

    private static double[] LeadWeights(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        return [.. WeightedMean.Linear(period / 2, period).Zip(WeightedMean.Linear(period, period), (half, full) => 2 * half - full)];
    }
}
