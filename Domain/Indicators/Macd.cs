using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Moving average convergence and divergence, its signal line and their difference. Price units, any sign.</summary>
/// <remarks><code>
/// MACD = EMA(fast) − EMA(slow);  signal = EMA(MACD, n);  hist = MACD − signal
/// </code>
/// Seeds: each EMA starts at the mean of its first inputs, the signal at the mean of the first n values of MACD. First values
/// at bar slow, and for signal and hist at bar slow + n − 1.
/// Source: Appel, The Moving Average Convergence-Divergence Method (1979).</remarks>
/// <param name="fast">Bars of the fast average, 1 or more.</param>
/// <param name="slow">Bars of the slow average, 1 or more; the published fast &lt; slow.</param>
/// <param name="signal">Values of MACD averaged in the signal line, 1 or more.</param>
[Ships(12, 26, 9)]
public sealed class Macd(int fast, int slow, int signal) : Indicator
{
    private readonly SmaSeededEma _fast = new(fast);
    private readonly SmaSeededEma _slow = new(slow);
    private readonly SmaSeededEma _signal = new(signal);

    public override IReadOnlyList<string> Columns { get; } =
        [$"macd_{fast}_{slow}_{signal}", $"macd_{fast}_{slow}_{signal}_signal", $"macd_{fast}_{slow}_{signal}_hist"];

    public override int WarmUp => WarmUpOf(1);

    public override int WarmUpOf(int column) => Math.Max(fast, slow) + (column == 0 ? 0 : signal - 1);

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double macd = _fast.Next(ref state, bar.Close) - _slow.Next(ref state, bar.Close);
        double signalLine = _signal.Next(ref state, macd);
        values[0] = macd;
        values[1] = signalLine;
        values[2] = macd - signalLine;
    }
}
