using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Supertrend: a trailing band k average true ranges from the bar's middle. Price units. The trend is up exactly where the close lies above it.</summary>
/// <remarks><code>
/// upper = (H + L) / 2 + k·ATR(n);  lower = (H + L) / 2 − k·ATR(n)
/// </code>
/// The upper band only falls until a close was above it, the lower only rises until a close was below it. While up the value
/// is the lower band; a close at or below it turns to down and the upper band, a close above that turns to up. In a flat market
/// both bands meet at the close, and the trend counts as down.
/// Seed: up if the close of bar n + 1 is at or above its middle. First value at bar n + 1.
/// Source: Seban, Supertrend; bands as in Skender's sheet.</remarks>
/// <param name="period">n, true ranges averaged (Wilder), 1 or more.</param>
/// <param name="multiplier">k, above 0.</param>
[Ships(10, 3.0)]
public sealed class Supertrend(int period, double multiplier) : Indicator
{
    private readonly AverageTrueRange _average = new(period);

    private struct Memory
    {
        public double Upper, Lower;
        public bool Rising, Started;
    }

    public override IReadOnlyList<string> Columns { get; } = [FormattableString.Invariant($"supertrend_{period}_{multiplier}")];

    public override int WarmUp => period + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double before = state.Past(bar).CloseBefore;
        double range = _average.Next(ref state, bar);
        ref Memory memory = ref state.Take<Memory>();
        if (double.IsNaN(range))
        {
            values[0] = double.NaN;
            return;
        }
        double middle = (bar.High + bar.Low) / 2, upper = middle + multiplier * range, lower = middle - multiplier * range;
        if (!memory.Started)
            memory = new Memory { Upper = upper, Lower = lower, Rising = bar.Close >= middle, Started = true };
        if (upper < memory.Upper || before > memory.Upper)
            memory.Upper = upper;
        if (lower > memory.Lower || before < memory.Lower)
            memory.Lower = lower;
        memory.Rising = bar.Close > (memory.Rising ? memory.Lower : memory.Upper);
        values[0] = memory.Rising ? memory.Lower : memory.Upper;
    }
}
