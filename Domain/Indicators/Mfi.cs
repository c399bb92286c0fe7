using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Money flow index: the share of the money that flowed at rising typical prices. Dimensionless, 0…100.</summary>
/// <remarks><code>
/// TP = (H + L + C) / 3;  flow = TP·V, up where TP > TP₋₁, down where TP &lt; TP₋₁, neither where equal
/// MFI = 100·U / (U + D);  U, D = sums over n bars of the flows up and down
/// </code>
/// U = D = 0 (flat or without volume) gives 50, our choice. First value at bar n + 1.
/// Source: Quong and Soudack, Volume-Weighted RSI: Money Flow, Stocks and Commodities 7:3 (1989).</remarks>
/// <param name="period">n, flows summed, 1 or more.</param>
[Ships(14)]
public sealed class Mfi(int period) : Indicator
{
    private readonly RollingSum _sum = new(period);

    public override IReadOnlyList<string> Columns { get; } = [$"mfi_{period}"];

    public override int WarmUp => period + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double price = bar.TypicalPrice, flow = price * bar.Volume;
        double change = price - Lag.Next(ref state, price);                 // NaN at the first bar
        double up = _sum.Next(ref state, double.IsNaN(change) ? double.NaN : change > 0 ? flow : 0);
        double down = _sum.Next(ref state, double.IsNaN(change) ? double.NaN : change < 0 ? flow : 0);
        values[0] = up + down == 0 ? 50 : 100 * up / (up + down);
    }
}
