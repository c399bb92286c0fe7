using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Wilder's true range, max(H, C₋₁) − min(L, C₋₁), in price units. NaN at the first bar, which has no close before it.</summary>
public static class TrueRange
{
    public static double Next(ref StateCursor state, in Bar bar)
    {
        double before = Lag.Next(ref state, bar.Close);
        return Math.Max(bar.High, before) - Math.Min(bar.Low, before);
    }
}

/// <summary>Wilder average of the true range, in price units. NaN before bar n + 1.</summary>
/// <remarks>Source: Wilder, New Concepts in Technical Trading Systems (1978).</remarks>
public readonly struct AverageTrueRange(int period)
{
    private readonly WilderAverage _average = new(period);

    public double Next(ref StateCursor state, in Bar bar) => _average.Next(ref state, TrueRange.Next(ref state, bar));
}
