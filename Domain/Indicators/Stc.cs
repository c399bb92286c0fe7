using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Schaff trend cycle: where MACD lies in its range of the last n values, smoothed. 0…100.</summary>
/// <remarks><code>
/// STC = SMA(100·(M − min M) / (max M − min M), 3);  M = EMA(C, fast) − EMA(C, slow), its range over n values
/// </code>
/// The form with one stochastic and a plain average; Schaff's own takes a second stochastic and exponential smoothing. M that did
/// not move gives 50, the middle, our choice. O(n). First value at bar slow + n + 1.
/// Source: Schaff, The Schaff Trend Cycle (1999).</remarks>
/// <param name="cycle">n, values of MACD, 1 or more.</param>
/// <param name="fast">Bars, 1 or more; the published fast &lt; slow.</param>
/// <param name="slow">Bars, 1 or more.</param>
[Ships(10, 23, 50)]
public sealed class Stc(int cycle, int fast, int slow) : Indicator
{
    private const int Smooth = 3;
    private readonly SmaSeededEma _fast = new(fast), _slow = new(slow);
    private readonly RangePosition _position = new(cycle);
    private readonly RollingMean _mean = new(Smooth);

    public override IReadOnlyList<string> Columns { get; } = [$"stc_{cycle}_{fast}_{slow}"];

    public override int WarmUp => Math.Max(fast, slow) + cycle + Smooth - 2;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double macd = _fast.Next(ref state, bar.Close) - _slow.Next(ref state, bar.Close);
        values[0] = _mean.Next(ref state, 100 * _position.Next(ref state, macd));
    }
}
