using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Commodity channel index: distance of the typical price from its average, in mean deviations. Dimensionless, unbounded, mostly within ±100.</summary>
/// <remarks><code>
/// TP = (H + L + C) / 3;  CCI = (TP − SMA(TP, n)) / (0.015·MD);  MD = mean over n bars of |TP − SMA(TP, n)|
/// </code>
/// MD is taken in two passes over the window, O(n). MD = 0 (flat window) gives 0, our choice. First value at bar n.
/// Source: Lambert, Commodity Channel Index, Commodities (October 1980).</remarks>
/// <param name="period">n, 1 or more.</param>
[Ships(20)]
public sealed class Cci(int period) : Indicator
{
    private readonly int _bars = PastBars.CheckBars(period);

    public override IReadOnlyList<string> Columns { get; } = [$"cci_{period}"];

    public override int WarmUp => period;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        Span<double> prices = stackalloc double[_bars];
        if (!PriceSum.Of(state.Past(bar), prices))
        {
            values[0] = double.NaN;
            return;
        }
        var (mean, deviation) = MeanDeviation.Of(prices);
        values[0] = deviation == 0 ? 0 : (prices[^1] - mean) / (0.015 * deviation);
    }
}
