using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Tests.Support;

/// <summary>Bars for tests: by hand, or random from a seed.</summary>
public static class SomeBars
{
    public static readonly DateTime Start = new(2024, 1, 2, 14, 30, 0, DateTimeKind.Utc);

    /// <summary>One-minute bars with open = high = low = close and volume 100.</summary>
    public static Bar[] Closing(params double[] closes) =>
        [.. closes.Select((close, i) => new Bar(Start.AddMinutes(i), close, close, close, close, 100))];

    /// <summary>One-minute bars of volume 100 with the given highs, lows and closes; each opens at its close.</summary>
    public static Bar[] HighLowClose(params (double High, double Low, double Close)[] bars) =>
        [.. bars.Select((bar, i) => new Bar(Start.AddMinutes(i), bar.Close, bar.High, bar.Low, bar.Close, 100))];

    /// <summary>A random walk of consistent one-minute bars with volume; the same for the same seed.</summary>
    /// <param name="pull">Share of its distance to the start that the price comes back by at each bar, so that a long walk stays near it.</param>
    public static Bar[] Random(int seed, int count, double start = 100, double pull = 0)
    {
        var random = new Random(seed);
        var bars = new Bar[count];
        double last = start;
        for (int i = 0; i < count; i++)
        {
            double open = last * (1 + (random.NextDouble() - 0.5) * 0.004 - pull * Math.Log(last / start));
            double close = open * (1 + (random.NextDouble() - 0.5) * 0.02);
            double high = Math.Max(open, close) * (1 + random.NextDouble() * 0.005);
            double low = Math.Min(open, close) * (1 - random.NextDouble() * 0.005);
            bars[i] = new Bar(Start.AddMinutes(i), open, high, low, close, Math.Round(random.NextDouble() * 10_000) + 1);
            last = close;
        }
        return bars;
    }
}
