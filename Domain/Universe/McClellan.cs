using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Indicators.Recurrences;

namespace GoldenSignals.Domain.Universe;

/// <summary>McClellan oscillator: how much faster the breadth of a market is than its own slower average.</summary>
/// <remarks><code>
/// oscillator = EMA(19) − EMA(39) of the net advances, each seeded with the mean of its first inputs
/// ratio-adjusted net advances = 1000·(advances − declines) / (advances + declines), 0 when there is neither
/// </code>
/// Ratio-adjusted, so that a market that gains symbols keeps its scale. First value at the 39th input; NaN is not counted.
/// Source: McClellan and McClellan (1969), Patterns for Profit (1970).</remarks>
public static class McClellan
{
    private static readonly SmaSeededEma s_fast = new(19), s_slow = new(39);

    /// <summary>Words of 8 bytes that it remembers.</summary>
    public static int Words { get; } = CountWords();

    public static double Next(ref StateCursor state, double netAdvances) =>
        s_fast.Next(ref state, netAdvances) - s_slow.Next(ref state, netAdvances);

    public static double RatioAdjusted(int advances, int declines) =>
        advances + declines == 0 ? 0 : 1000.0 * (advances - declines) / (advances + declines);

    private static int CountWords()
    {
        var cursor = new StateCursor(new double[64]);
        Next(ref cursor, 0);
        return cursor.Position;
    }
}
