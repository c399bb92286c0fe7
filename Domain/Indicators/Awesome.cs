using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Williams' awesome oscillator: the short against the long average of the middle of the bar. Price units, any sign.</summary>
/// <remarks><code>
/// AO = SMA(M, fast) − SMA(M, slow);  M = (H + L) / 2
/// </code>
/// O(n). First value at bar max(fast, slow).
/// Source: Bill Williams, New Trading Dimensions (1998).</remarks>
/// <param name="fast">Bars, 1 or more; the published fast &lt; slow.</param>
/// <param name="slow">Bars, 1 or more.</param>
[Ships(5, 34)]
public sealed class Awesome(int fast, int slow) : Indicator
{
    private readonly int _fast = PastBars.CheckBars(fast), _slow = PastBars.CheckBars(slow);

    public override IReadOnlyList<string> Columns { get; } = [$"awesome_{fast}_{slow}"];

    public override int WarmUp => Math.Max(fast, slow);

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ref readonly PastBars past = ref state.Past(bar);
        values[0] = Middle(past, _fast) - Middle(past, _slow);
    }

    private static double Middle(in PastBars past, int bars) => (Series.Mean(past.Highs(bars)) + Series.Mean(past.Lows(bars))) / 2;
}
