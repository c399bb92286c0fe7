using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Percentile: the share, 0…1, of the n inputs before this one that lie strictly below it. NaN until there are n before; a NaN input is not counted.</summary>
/// <remarks>Compares with each of the n, O(n), eight at a time. Ties are not below: in a run of equal inputs it is 0. Inputs are kept and
/// compared as 32-bit numbers, half the memory: two that differ by less than 6·10⁻⁸ of themselves may count as a tie.</remarks>
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
        Span<float> ring = MemoryMarshal.Cast<double, float>(state.TakeRing((_period + 1) / 2))[.._period];
        if (double.IsNaN(input))
            return double.NaN;

        double share = memory.Full ? (double)CountBelow(ring, (float)input) / _period : double.NaN;
        ring[memory.Position] = (float)input;
        if (++memory.Position == ring.Length)
            memory = new Memory { Full = true };
        return share;
    }

    private static int CountBelow(ReadOnlySpan<float> values, float limit)
    {
        Vector256<float> limits = Vector256.Create(limit);
        Vector256<int> counts = default;
        ReadOnlySpan<Vector256<float>> eights = MemoryMarshal.Cast<float, Vector256<float>>(values);
        foreach (ref readonly Vector256<float> eight in eights)
            counts -= Vector256.LessThan(eight, limits).AsInt32();          // true is −1
        int count = Vector256.Sum(counts);
        foreach (float value in values[(8 * eights.Length)..])
            count += value < limit ? 1 : 0;
        return count;
    }
}
