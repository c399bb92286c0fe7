using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Wilder's directional movement: strength of the trend (adx), its two directions (pdi up, mdi down), and the rating adxr. All 0…100.</summary>
/// <remarks><code>
/// up = H − H₋₁;  down = L₋₁ − L;  +DM = up if up > down and up > 0, else 0;  −DM likewise
/// pdi, mdi = 100·W(±DM) / W(TR);  DX = 100·|pdi − mdi| / (pdi + mdi);  adx = W(DX);  adxr = (adx + adx₋ₙ₊₁) / 2
/// </code>
/// W is the Wilder average over n inputs, seeded with their mean. No range at all gives pdi = mdi = 0, and no direction DX = 0,
/// our choice. First values: pdi and mdi at bar n + 1, adx at 2n, adxr at 3n − 1.
/// Source: Wilder, New Concepts in Technical Trading Systems (1978); adxr looks back n − 1 bars as in StockCharts' sheet.</remarks>
/// <param name="period">n, 2 or more.</param>
[Ships(14)]
public sealed class Adx(int period) : Indicator
{
    private readonly WilderAverage _average = new(period);
    private readonly Delay _earlier = new(period - 1);

    public override IReadOnlyList<string> Columns { get; } = [$"adx_{period}", $"pdi_{period}", $"mdi_{period}", $"adxr_{period}"];

    public override int WarmUp => WarmUpOf(3);

    public override int WarmUpOf(int column) => column switch { 0 => 2 * period, 3 => 3 * period - 1, _ => period + 1 };

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double up = bar.High - state.Past(bar).HighBefore;                  // NaN at the first bar
        double down = state.Past(bar).LowBefore - bar.Low;
        double range = _average.Next(ref state, TrueRange.Next(ref state, bar));
        double plus = _average.Next(ref state, Movement(up, down));
        double minus = _average.Next(ref state, Movement(down, up));

        double pdi = range == 0 ? 0 : 100 * plus / range;
        double mdi = range == 0 ? 0 : 100 * minus / range;
        double dx = pdi + mdi == 0 ? 0 : 100 * Math.Abs(pdi - mdi) / (pdi + mdi);
        double adx = _average.Next(ref state, dx);
        values[0] = adx;
        values[1] = pdi;
        values[2] = mdi;
        values[3] = (adx + _earlier.Next(ref state, adx)) / 2;
    }

    private static double Movement(double one, double other) => double.IsNaN(one) ? double.NaN : one > other && one > 0 ? one : 0;
}
