using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Lane's slow stochastic: %K, where the close lies in the range of the last n bars, smoothed, and %D, its average. 0…100.</summary>
/// <remarks><code>
/// raw = 100·(C − LL) / (HH − LL);  k = SMA(raw, smooth);  d = SMA(k, signal)
/// </code>
/// HH and LL: highest high and lowest low of n bars. HH = LL (flat range) gives 50, the middle, our choice: no published sheet
/// has such a bar. O(n). First values: k at bar n + smooth − 1, d at bar n + smooth + signal − 2.
/// Source: Lane, Lane's Stochastics (1984).</remarks>
/// <param name="period">n, bars of the range, 1 or more.</param>
/// <param name="smooth">Raw values averaged in %K, 1 or more.</param>
/// <param name="signal">Values of %K averaged in %D, 1 or more.</param>
[Ships(14, 3, 3)]
public sealed class Stochastic(int period, int smooth, int signal) : Indicator
{
    private readonly int _bars = PastBars.CheckBars(period);
    private readonly RollingMean _smooth = new(smooth);
    private readonly RollingMean _signal = new(signal);

    public override IReadOnlyList<string> Columns { get; } = [$"stoch_{period}_{smooth}_{signal}_k", $"stoch_{period}_{smooth}_{signal}_d"];

    public override int WarmUp => WarmUpOf(1);

    public override int WarmUpOf(int column) => period + smooth - 1 + (column == 0 ? 0 : signal - 1);

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double top = Series.Highest(state.Past(bar).Highs(_bars)), bottom = Series.Lowest(state.Past(bar).Lows(_bars));
        double k = _smooth.Next(ref state, 100 * RangePosition.Of(bar.Close, top, bottom));
        values[0] = k;
        values[1] = _signal.Next(ref state, k);
    }
}
