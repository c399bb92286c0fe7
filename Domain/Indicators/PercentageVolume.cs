using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Percentage volume oscillator: a fast average of volume against a slow one, its signal line and their difference. Percent, −100 or more.</summary>
/// <remarks><code>
/// PVO = 100·(EMA(V, fast) − EMA(V, slow)) / EMA(V, slow);  signal = EMA(PVO, n);  hist = PVO − signal
/// </code>
/// Seeds: each average starts at the mean of its first inputs. Without volume 0, our choice. First values at bar slow, and for
/// signal and hist at bar slow + n − 1.
/// Source: StockCharts' ChartSchool, after Appel's MACD.</remarks>
/// <param name="fast">Bars of the fast average, 1 or more.</param>
/// <param name="slow">Bars of the slow average, 1 or more; the published fast &lt; slow.</param>
/// <param name="signal">n, values averaged in the signal line, 1 or more.</param>
[Ships(12, 26, 9)]
public sealed class PercentageVolume(int fast, int slow, int signal) : Indicator
{
    private readonly SmaSeededEma _fast = new(fast);
    private readonly SmaSeededEma _slow = new(slow);
    private readonly SmaSeededEma _signal = new(signal);

    public override IReadOnlyList<string> Columns { get; } =
        [$"pvo_{fast}_{slow}_{signal}", $"pvo_{fast}_{slow}_{signal}_signal", $"pvo_{fast}_{slow}_{signal}_hist"];

    public override int WarmUp => WarmUpOf(1);

    public override int WarmUpOf(int column) => Math.Max(fast, slow) + (column == 0 ? 0 : signal - 1);

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double quick = _fast.Next(ref state, bar.Volume), calm = _slow.Next(ref state, bar.Volume);
        double oscillator = quick == 0 && calm == 0 ? 0 : 100 * (quick - calm) / calm;
        double signalLine = _signal.Next(ref state, oscillator);
        values[0] = oscillator;
        values[1] = signalLine;
        values[2] = oscillator - signalLine;
    }
}
