using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Hull moving average of the close: hardly lags, and overshoots turns. Price units.</summary>
/// <remarks><code>
/// HMA = WMA(2·WMA(C, n/2) − WMA(C, n), √n);  n/2 and √n rounded down
/// </code>
/// A mean of means is one mean: over n + √n − 1 closes. O(n). First value at bar n + √n − 1.
/// Source: Hull, Hull Moving Average (2005), alanhull.com.</remarks>
/// <param name="period">n, 2 or more.</param>
[Ships(20)]
public sealed class Hma(int period) : Indicator
{
    private readonly int _smooth = (int)Math.Sqrt(period);
    private readonly WeightedMean _mean = new(Weights(period, (int)Math.Sqrt(period)));

    public override IReadOnlyList<string> Columns { get; } = [$"hma_{period}"];

    public override int WarmUp => period + _smooth - 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values) =>
        values[0] = _mean.Of(state.Past(bar).Closes(WarmUp));

    /// <summary>Of each close in that one mean.</summary>
    private static double[] Weights(int period, int smooth)
    {
        PastBars.CheckCloses(period, least: 2, more: smooth - 1);
        double[] half = WeightedMean.Linear(period / 2, period), full = WeightedMean.Linear(period, period), outer = WeightedMean.Linear(smooth, smooth);
        var weights = new double[period + smooth - 1];
        for (int i = 0; i < smooth; i++)
            for (int k = 0; k < period; k++)
                weights[i + k] += outer[i] * (2 * half[k] - full[k]);
        return weights;
    }
}
