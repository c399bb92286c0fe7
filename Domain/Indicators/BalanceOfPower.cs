using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Balance of power: the mean share of a bar's range that it closed above its open. A fraction, −1 (sellers)…1 (buyers).</summary>
/// <remarks><code>
/// BOP = mean of (C − O) / (H − L) over n bars
/// </code>
/// A bar with H = L counts as 0, our choice. First value at bar n.
/// Source: Livshin, Balance of Market Power, Stocks and Commodities 19:8 (2001).</remarks>
/// <param name="period">n, 1 or more.</param>
[Ships(14)]
public sealed class BalanceOfPower(int period) : Indicator
{
    private readonly RollingMean _mean = new(period);

    public override IReadOnlyList<string> Columns { get; } = [$"bop_{period}"];

    public override int WarmUp => period;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values) =>
        values[0] = _mean.Next(ref state, bar.High == bar.Low ? 0 : (bar.Close - bar.Open) / (bar.High - bar.Low));
}
