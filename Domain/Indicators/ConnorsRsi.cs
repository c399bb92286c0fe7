using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>ConnorsRSI: the mean of a short RSI, the RSI of the length of the run, and the rank of the last change. 0…100.</summary>
/// <remarks><code>
/// CRSI = (RSI(C, n) + RSI(run, m) + 100·rank) / 3
/// run  = closes up in a row, negative for closes down, 0 after an equal close
/// rank = share of the r changes in percent before this one that lie strictly below it
/// </code>
/// Both RSI are Wilder's. A flat market gives 100/3: both RSI 50 and rank 0. The rank is O(r). First value at bar r + 2
/// (with n ≤ r and m &lt; r).
/// Source: Connors and Alvarez, An Introduction to ConnorsRSI (2012).</remarks>
/// <param name="period">n, bars of the RSI of the close, 1 or more.</param>
/// <param name="runPeriod">m, bars of the RSI of the run, 1 or more.</param>
/// <param name="rankPeriod">r, changes that the rank looks back on, 1 or more.</param>
[Ships(3, 2, 100)]
public sealed class ConnorsRsi(int period, int runPeriod, int rankPeriod) : Indicator
{
    private readonly RelativeStrength _price = new(period), _run = new(runPeriod);
    private readonly RollingRank _rank = new(rankPeriod);

    private struct Memory
    {
        public double Run;
    }

    public override IReadOnlyList<string> Columns { get; } = [$"connorsrsi_{period}_{runPeriod}_{rankPeriod}"];

    public override int WarmUp => Math.Max(rankPeriod + 2, Math.Max(period + 1, runPeriod + 2));

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ref Memory memory = ref state.Take<Memory>();
        double before = state.Past(bar).CloseBefore, change = bar.Close - before;            // NaN at the first bar
        double run = change > 0 ? Math.Max(memory.Run, 0) + 1 : change < 0 ? Math.Min(memory.Run, 0) - 1 : change;
        memory.Run = double.IsNaN(run) ? 0 : run;

        double strength = _price.Next(ref state, change);
        double ofRun = _run.Next(ref state, run - Lag.Next(ref state, run));
        double rank = _rank.Next(ref state, change / before);
        values[0] = (strength + ofRun + 100 * rank) / 3;
    }
}
