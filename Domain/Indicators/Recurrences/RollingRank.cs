using System.Runtime.Intrinsics;

namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Percentile: the share, 0…1, of the n inputs before this one that lie strictly below it. NaN until there are n before; a NaN input is not counted.</summary>
/// <remarks>Compares with each of the n, O(n), four at a time. Ties are not below: in a run of equal inputs it is 0.</remarks>
public readonly struct RollingRank
{
    private readonly int _period;

    /// <exception cref="ArgumentOutOfRangeException">The period is below 1.</exception>
    public RollingRank(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        _period = period;
    }

    private struct Memory
    {
        public int Position;
        public bool Full;
    }

    public double Next(ref StateCursor state, double input)
    {
        ref Memory memory = ref state.Take<Memory>();
        Span<double> ring = state.TakeRing(_period);
        if (double.IsNaN(input))
            return double.NaN;

        double share = memory.Full ? (double)CountBelow(ring, input) / _period : double.NaN;
        ring[memory.Position] = input;
        if (++memory.Position == ring.Length)
            memory = new Memory { Full = true };
        return share;
    }

    private static long CountBelow(ReadOnlySpan<double> values, double limit)
    {
        Vector256<double> limits = Vector256.Create(limit);
        Vector256<long> counts = default;
        ReadOnlySpan<Vector256<double>> fours = Window.Fours(values, out ReadOnlySpan<double> rest);
        foreach (ref readonly Vector256<double> four in fours)
            counts -= Vector256.LessThan(four, limits).AsInt64();           // true is −1
        long count = Vector256.Sum(counts);
        foreach (double value in rest)
            count += value < limit ? 1 : 0;
        return count;
    }
}
