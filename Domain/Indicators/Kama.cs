using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Kaufman's adaptive moving average (price units), fast in a clear move and slow in noise, and its efficiency ratio er (0…1).</summary>
/// <remarks><code>
/// er = |C − C₋ₙ| / Σ |C − C₋₁| over n bars;  s = (er·(2/(f + 1) − 2/(l + 1)) + 2/(l + 1))²;  KAMA = KAMA₋₁ + s·(C − KAMA₋₁)
/// </code>
/// Seed: the close of bar n, which is the first value; er and the average of its own start at bar n + 1. No movement at all gives
/// er 0, our choice. O(n).
/// Source: Kaufman, Smarter Trading (1995); seed as in StockCharts' ChartSchool.</remarks>
/// <param name="period">n, bars of the efficiency ratio, 1 or more.</param>
/// <param name="fast">f, bars of the average at er 1, 1 or more.</param>
/// <param name="slow">l, bars of the average at er 0, not below <paramref name="fast"/>.</param>
[Ships(10, 2, 30)]
public sealed class Kama(int period, int fast, int slow) : Indicator
{
    private readonly int _closes = PastBars.CheckCloses(period, more: 1) + 1;
    private readonly double _fastest = fast >= 1 ? 2.0 / (fast + 1) : throw new ArgumentOutOfRangeException(nameof(fast), fast, "must be 1 or more");
    private readonly double _slowest = slow >= fast ? 2.0 / (slow + 1) : throw new ArgumentOutOfRangeException(nameof(slow), slow, "must not be below fast");

    private struct Memory
    {
        public double Average;
        public int Count;
    }

    public override IReadOnlyList<string> Columns { get; } = [$"kama_{period}_{fast}_{slow}", $"kama_{period}_{fast}_{slow}_er"];

    public override int WarmUp => WarmUpOf(1);

    public override int WarmUpOf(int column) => period + column;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ref Memory memory = ref state.Take<Memory>();
        ReadOnlySpan<double> closes = state.Past(bar).Closes(_closes);
        double path = Series.Path(closes);
        double efficiency = closes.IsEmpty ? double.NaN : path == 0 ? 0 : Math.Min(1, Math.Abs(closes[^1] - closes[0]) / path);

        values[1] = efficiency;
        if (memory.Count < period)
        {
            memory.Average = bar.Close;
            values[0] = ++memory.Count < period ? double.NaN : bar.Close;
            return;
        }
        double weight = efficiency * (_fastest - _slowest) + _slowest;
        values[0] = memory.Average += weight * weight * (bar.Close - memory.Average);
    }
}
