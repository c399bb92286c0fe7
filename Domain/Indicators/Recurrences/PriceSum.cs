using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>H + L + C of the last bars: three times their typical prices, which does as well for what is a ratio of them. Price units.</summary>
public static class PriceSum
{
    /// <param name="sums">Room for n, oldest first.</param>
    /// <returns>Whether there are n bars.</returns>
    public static bool Of(in PastBars past, Span<double> sums)
    {
        ReadOnlySpan<double> closes = past.Closes(sums.Length);
        if (closes.IsEmpty)
            return false;

        Span<Vector256<double>> fours = MemoryMarshal.Cast<double, Vector256<double>>(sums);
        ReadOnlySpan<Vector256<double>> highs = Series.Fours(past.Highs(sums.Length), out ReadOnlySpan<double> highsOfRest);
        ReadOnlySpan<Vector256<double>> lows = Series.Fours(past.Lows(sums.Length), out ReadOnlySpan<double> lowsOfRest);
        ReadOnlySpan<Vector256<double>> ends = Series.Fours(closes, out ReadOnlySpan<double> endsOfRest);
        for (int i = 0; i < fours.Length; i++)
            fours[i] = highs[i] + lows[i] + ends[i];
        for (int i = 0; i < endsOfRest.Length; i++)
            sums[4 * fours.Length + i] = highsOfRest[i] + lowsOfRest[i] + endsOfRest[i];
        return true;
    }
}
