using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Klinger volume oscillator and its signal line. A hundred times volume units, any sign.</summary>
/// <remarks><code>
/// T = 1 where H + L + C > that of the bar before, else −1;  dm = H − L
/// cm = cm₋₁ + dm where T = T₋₁, else dm₋₁ + dm;  VF = V·|2·(dm / cm − 1)|·T·100
/// KVO = EMA(VF, fast) − EMA(VF, slow);  signal = EMA(KVO, n)
/// </code>
/// cm = 0 (bars without range) gives VF 0, our choice. VF begins at bar 3; each average is seeded with the mean of its first inputs.
/// First values at bar slow + 2, signal at bar slow + n + 1. Some print the factor as |2·dm / cm − 1|; this is the other reading, and the sheet's.
/// Source: Klinger, Identifying Trends with Volume Analysis, Stocks and Commodities 15:12 (1997).</remarks>
/// <param name="fast">Bars of the fast average, 1 or more.</param>
/// <param name="slow">Bars of the slow average, 1 or more; the published fast &lt; slow.</param>
/// <param name="signal">n, values averaged in the signal line, 1 or more.</param>
[Ships(34, 55, 13)]
public sealed class Klinger(int fast, int slow, int signal) : Indicator
{
    private readonly SmaSeededEma _fast = new(fast);
    private readonly SmaSeededEma _slow = new(slow);
    private readonly SmaSeededEma _signal = new(signal);

    private struct Memory
    {
        public double PriceSum;                       // H + L + C of the bar before
        public double Range;                          // its dm
        public double CumulativeRange;                // its cm
        public double Trend;                          // its T; 0 before bar 2
        public bool Started;
    }

    public override IReadOnlyList<string> Columns { get; } = [$"kvo_{fast}_{slow}_{signal}", $"kvo_{fast}_{slow}_{signal}_signal"];

    public override int WarmUp => WarmUpOf(1);

    public override int WarmUpOf(int column) => Math.Max(fast, slow) + 2 + (column == 0 ? 0 : signal - 1);

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double force = VolumeForce(ref state.Take<Memory>(), bar);
        double oscillator = _fast.Next(ref state, force) - _slow.Next(ref state, force);
        values[0] = oscillator;
        values[1] = _signal.Next(ref state, oscillator);
    }

    /// <summary>NaN at the first two bars.</summary>
    private static double VolumeForce(ref Memory before, in Bar bar)
    {
        double sum = bar.High + bar.Low + bar.Close, range = bar.High - bar.Low;
        double trend = !before.Started ? 0 : sum > before.PriceSum ? 1 : -1;
        bool ready = before.Trend != 0;
        double cumulative = !ready ? 0 : range + (trend == before.Trend ? before.CumulativeRange : before.Range);
        before = new Memory { PriceSum = sum, Range = range, CumulativeRange = cumulative, Trend = trend, Started = true };
        return !ready ? double.NaN : cumulative == 0 ? 0 : bar.Volume * Math.Abs(2 * (range / cumulative - 1)) * trend * 100;
    }
}
