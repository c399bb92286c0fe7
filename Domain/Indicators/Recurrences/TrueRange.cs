using System.Runtime.Intrinsics;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Wilder's true range, max(H, C₋₁) − min(L, C₋₁), in price units. NaN at the first bar, which has no close before it.</summary>
public static class TrueRange
{
    public static double Next(ref StateCursor state, in Bar bar)
    {
        double before = state.Past(bar).CloseBefore;
        return Math.Max(bar.High, before) - Math.Min(bar.Low, before);
    }

    /// <summary>Its sum over the last n bars, and that of the close's distance from its lower end, Σ C − min(L, C₋₁). NaN before bar n + 1.</summary>
    public static (double Range, double Pressure) Sums(in PastBars past, int n)
    {
        ReadOnlySpan<double> closes = past.Closes(n), closesBefore = past.ClosesBefore(n);
        if (closesBefore.IsEmpty)
            return (double.NaN, double.NaN);

        double range = 0, pressure = 0;
        Vector256<double> ranges = default, pressures = default;
        ReadOnlySpan<Vector256<double>> highs = Series.Fours(past.Highs(n), out ReadOnlySpan<double> highsOfRest);
        ReadOnlySpan<Vector256<double>> lows = Series.Fours(past.Lows(n), out ReadOnlySpan<double> lowsOfRest);
        ReadOnlySpan<Vector256<double>> befores = Series.Fours(closesBefore, out ReadOnlySpan<double> beforesOfRest);
        ReadOnlySpan<Vector256<double>> ends = Series.Fours(closes, out ReadOnlySpan<double> endsOfRest);
        for (int i = 0; i < highs.Length; i++)
        {
            Vector256<double> bottom = Vector256.MinNative(lows[i], befores[i]);
            ranges += Vector256.MaxNative(highs[i], befores[i]) - bottom;
            pressures += ends[i] - bottom;
        }
        for (int i = 0; i < highsOfRest.Length; i++)
        {
            double bottom = double.MinNative(lowsOfRest[i], beforesOfRest[i]);
            range += double.MaxNative(highsOfRest[i], beforesOfRest[i]) - bottom;
            pressure += endsOfRest[i] - bottom;
        }
        return (range + Vector256.Sum(ranges), pressure + Vector256.Sum(pressures));
    }
}

/// <summary>Wilder average of the true range, in price units. NaN before bar n + 1.</summary>
/// <remarks>Source: Wilder, New Concepts in Technical Trading Systems (1978).</remarks>
public readonly struct AverageTrueRange(int period)
{
    private readonly WilderAverage _average = new(period);

    public double Next(ref StateCursor state, in Bar bar) => _average.Next(ref state, TrueRange.Next(ref state, bar));
}
