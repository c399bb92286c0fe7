using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents;

/// <summary>Ordinary and extreme bars, all of them valid, long enough to warm every indicator.</summary>
internal static class SomeMarkets
{
    public static Bar[] WithoutVolume { get; } = [.. SomeBars.Random(seed: 7, count: 700).Select(bar => bar with { Volume = 0 })];

    public static Bar[] Flat { get; } = SomeBars.Closing([.. Enumerable.Repeat(50.0, 700)]);

    public static IEnumerable<Bar[]> All =>
    [
        SomeBars.Random(seed: 2, count: 700),
        SomeBars.Random(seed: 3, count: 700, start: 1e-8),
        SomeBars.Random(seed: 4, count: 700, start: 1e9),
        WithoutVolume,
        Flat,
        [.. Flat.Select(bar => bar with { Volume = 0 })],
        FlatThenRandom(),
        WithOneEnormousBar(),
        Rising(0.01),
        Rising(-0.01),
        WithoutRange(),
    ];

    private static Bar[] FlatThenRandom() =>
        [.. Flat.Take(350), .. SomeBars.Random(seed: 5, count: 350, start: 50).Select(bar => bar with { OpenTimeUtc = bar.OpenTimeUtc.AddMinutes(350) })];

    private static Bar[] WithOneEnormousBar()
    {
        Bar[] bars = SomeBars.Random(seed: 6, count: 700);
        bars[500] = bars[500] with { High = bars[500].High * 1e6, Volume = 1e14 };
        bars[600] = bars[600] with { Low = bars[600].Low * 1e-6, Close = bars[600].Low * 1e-6 };
        return bars;
    }

    /// <summary>A price that only rises (or falls) by the same share at each bar.</summary>
    private static Bar[] Rising(double share)
    {
        Bar[] bars = SomeBars.Closing([.. Enumerable.Range(0, 700).Select(i => 100 * Math.Pow(1 + share, i))]);
        for (int i = 1; i < bars.Length; i++)
        {
            double open = bars[i - 1].Close, close = bars[i].Close;
            bars[i] = bars[i] with { Open = open, High = Math.Max(open, close), Low = Math.Min(open, close) };
        }
        return bars;
    }

    /// <summary>High = low at each bar, prices that jump between bars.</summary>
    private static Bar[] WithoutRange() =>
        SomeBars.Closing([.. SomeBars.Random(seed: 8, count: 700).Select(bar => Math.Round(bar.Close))]);
}
