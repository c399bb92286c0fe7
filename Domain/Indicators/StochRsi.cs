using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Stochastic RSI: where the RSI lies in the range of its last m values, and its signal, the average of that. 0…100.</summary>
/// <remarks><code>
/// stochrsi = SMA(100·(RSI − min RSI) / (max RSI − min RSI), smooth);  signal = SMA(stochrsi, signal);  RSI over n bars
/// </code>
/// An RSI that did not move, by 1e-9 points at least, gives 50, the middle, our choice. O(m). First values: at bar n + m + smooth − 1, signal at
/// n + m + smooth + signal − 2.
/// Source: Chande and Kroll, The New Technical Trader (1994), there 0…1.</remarks>
/// <param name="rsi">n, bars of the RSI, 1 or more.</param>
/// <param name="period">m, values of the RSI, 1 or more.</param>
/// <param name="signal">Values averaged in the signal, 1 or more.</param>
/// <param name="smooth">Raw values averaged in stochrsi, 1 (none) or more.</param>
[Ships(14, 14, 3, 1)]
public sealed class StochRsi(int rsi, int period, int signal, int smooth) : Indicator
{
    private readonly RelativeStrength _rsi = new(rsi);
    private readonly RangePosition _position = new(period, noise: 1e-9);     // rises and falls that fade alike leave the RSI in place
    private readonly RollingMean _smooth = new(smooth);
    private readonly RollingMean _signal = new(signal);

    public override IReadOnlyList<string> Columns { get; } =
        [$"stochrsi_{rsi}_{period}_{signal}_{smooth}", $"stochrsi_{rsi}_{period}_{signal}_{smooth}_signal"];

    public override int WarmUp => WarmUpOf(1);

    public override int WarmUpOf(int column) => rsi + period + smooth - 1 + (column == 0 ? 0 : signal - 1);

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double strength = _rsi.Next(ref state, bar.Close - state.Past(bar).CloseBefore);
        double line = _smooth.Next(ref state, 100 * _position.Next(ref state, strength));
        values[0] = line;
        values[1] = _signal.Next(ref state, line);
    }
}
