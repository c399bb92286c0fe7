using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Money flow index: the share of the money that flowed at rising typical prices. Dimensionless, 0…100.</summary>
/// <remarks><code>
/// TP = (H + L + C) / 3;  flow = TP·V, up where TP > TP₋₁, down where TP &lt; TP₋₁, neither where equal
/// MFI = 100·U / (U + D);  U, D = sums over n bars of the flows up and down
/// </code>
/// U = D = 0 (flat or without volume) gives 50, our choice. O(n). First value at bar n + 1.
/// Source: Quong and Soudack, Volume-Weighted RSI: Money Flow, Stocks and Commodities 7:3 (1989).</remarks>
/// <param name="period">n, flows summed, 1 or more.</param>
[Ships(14)]
public sealed class Mfi(int period) : Indicator
{
    private readonly int _bars = PastBars.CheckBars(period, more: 1) + 1;

    public override IReadOnlyList<string> Columns { get; } = [$"mfi_{period}"];

    public override int WarmUp => period + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        Span<double> prices = stackalloc double[_bars], flows = stackalloc double[period];
        if (!PriceSum.Of(state.Past(bar), prices))
        {
            values[0] = double.NaN;
            return;
        }
        ReadOnlySpan<double> volumes = state.Past(bar).Volumes(period);
        for (int i = 0; i < flows.Length; i++)
            flows[i] = prices[i + 1] * volumes[i];
        Series.Signed(flows, prices, flows);
        double net = Series.Sum(flows), whole = Series.SumOfSizes(flows);           // up − down and up + down
        values[0] = whole == 0 ? 50 : 50 * (1 + net / whole);
    }
}
