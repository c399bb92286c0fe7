using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Average true range, in price units, and normalised, in percent of the close. Both 0 or more.</summary>
/// <remarks><code>
/// ATR = Wilder average over n bars of TR;  NATR = 100·ATR / C
/// </code>
/// Seed: the mean of the n true ranges of bars 2…n + 1. First values at bar n + 1.
/// Source: Wilder, New Concepts in Technical Trading Systems (1978); NATR: Forman, Stocks and Commodities 24:5 (2006).</remarks>
/// <param name="period">True ranges averaged, 1 or more.</param>
[Ships(14)]
public sealed class Atr(int period) : Indicator
{
    private readonly AverageTrueRange _average = new(period);

    public override IReadOnlyList<string> Columns { get; } = [$"atr_{period}", $"natr_{period}"];

    public override int WarmUp => period + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double average = _average.Next(ref state, bar);
        values[0] = average;
        values[1] = 100 * average / bar.Close;
    }
}
