using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Keltner channel: an exponential average of the close and bands k average true ranges from it. Price units.</summary>
/// <remarks><code>
/// mid = EMA(n);  upper, lower = mid ± k·ATR(m)
/// </code>
/// Seeds: EMA with the mean of the first n closes, ATR (Wilder) with the mean of m true ranges. First values at bar
/// max(n, m + 1), mid at bar n. Bollinger bands inside 20, 1.5, 10 are the squeeze.
/// Source: Keltner, How to Make Money in Commodities (1960), in Raschke's form; squeeze: Carter, Mastering the Trade (2005).</remarks>
/// <param name="period">n, bars of the average, 1 or more.</param>
/// <param name="multiplier">k, above 0.</param>
/// <param name="rangePeriod">m, true ranges averaged, 1 or more.</param>
[Ships(20, 2.0, 10)]
[Ships(20, 1.5, 10)]
public sealed class Keltner(int period, double multiplier, int rangePeriod) : Indicator
{
    private readonly SmaSeededEma _average = new(period);
    private readonly AverageTrueRange _range = new(rangePeriod);

    public override IReadOnlyList<string> Columns { get; } =
    [
        .. new[] { "upper", "mid", "lower" }
            .Select(part => FormattableString.Invariant($"keltner_{period}_{multiplier}_{rangePeriod}_{part}")),
    ];

    public override int WarmUp => Math.Max(period, rangePeriod + 1);

    public override int WarmUpOf(int column) => column == 1 ? period : WarmUp;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double mid = _average.Next(ref state, bar.Close), range = _range.Next(ref state, bar);
        values[0] = mid + multiplier * range;
        values[1] = mid;
        values[2] = mid - multiplier * range;
    }
}
