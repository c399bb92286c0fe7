using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Amihud's illiquidity: the move that a million of turnover came with (a fraction per million of the quote currency, 0 or more), and its percentile among the values before it (0…1).</summary>
/// <remarks><code>
/// amihud = 10⁶·mean of |C / C₋₁ − 1| / (C·V) over those of the last n bars that have volume
/// rank = share of the r values before this one that lie strictly below it
/// </code>
/// No volume in the window gives 0, our choice: ask volume_median before reading it. O(n). First values at bar n + 1, rank at bar n + 1 + r.
/// Source: Amihud, Illiquidity and Stock Returns, Journal of Financial Markets 5:1 (2002).</remarks>
/// <param name="period">n, 1 or more.</param>
/// <param name="rankPeriod">r, values that the rank looks back on, 1 or more.</param>
[Ships(20, 126)]
public sealed class Amihud(int period, int rankPeriod) : Indicator
{
    private readonly RollingSum _sum = new(PastBars.CheckBars(period));
    private readonly RollingRank _rank = new(rankPeriod);

    public override IReadOnlyList<string> Columns { get; } = [$"amihud_{period}", $"amihud_{period}_rank_{rankPeriod}"];

    public override int WarmUp => WarmUpOf(1);

    public override int WarmUpOf(int column) => period + 1 + (column == 0 ? 0 : rankPeriod);

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double move = Math.Abs(bar.Close / state.Past(bar).CloseBefore - 1);     // NaN at the first bar
        bool traded = bar.Volume > 0;
        double sum = _sum.Next(ref state, double.IsNaN(move) ? move : traded ? 1e6 * move / (bar.Close * bar.Volume) : 0);
        int count = period - Series.CountBelow(state.Past(bar).Volumes(period), double.Epsilon);
        double mean = count == 0 ? 0 * sum : sum / count;
        values[0] = mean;
        values[1] = _rank.Next(ref state, mean);
    }
}
