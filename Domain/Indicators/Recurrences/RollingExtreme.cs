namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>The highest or the lowest of the last n inputs. NaN before the n-th; a NaN input is not counted.</summary>
/// <remarks>
/// Built like <see cref="RollingSum"/>: each time the ring is full its inputs turn into the extremes from each of them to the
/// ring's end, and the window is such an extreme of older inputs against the extreme of the newer ones. Two comparisons an
/// input on average and no branch that depends on the data: two thirds of the time and of the memory of a monotonic queue.
/// </remarks>
public readonly struct RollingExtreme
{
    private readonly int _period;
    private readonly double _sign;                    // the lowest is the negative of the highest negative

    private RollingExtreme(int period, double sign)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        (_period, _sign) = (period, sign);
    }

    /// <exception cref="ArgumentOutOfRangeException">The period is below 1.</exception>
    public static RollingExtreme Highest(int period) => new(period, 1);

    /// <exception cref="ArgumentOutOfRangeException">The period is below 1.</exception>
    public static RollingExtreme Lowest(int period) => new(period, -1);

    private struct Memory
    {
        public double Newer;                          // the extreme of ring[..Position], which are still plain inputs
        public int Position;
        public bool Full;
    }

    public double Next(ref StateCursor state, double input)
    {
        ref Memory memory = ref state.Take<Memory>();
        Span<double> ring = state.TakeRing(_period);
        if (double.IsNaN(input))
            return double.NaN;

        double candidate = _sign * input;
        memory.Newer = memory.Position == 0 ? candidate : Higher(memory.Newer, candidate);
        ring[memory.Position++] = candidate;
        if (memory.Position < ring.Length)
            return memory.Full ? _sign * Higher(memory.Newer, ring[memory.Position]) : double.NaN;

        for (int i = ring.Length - 2; i >= 0; i--)
            ring[i] = Higher(ring[i], ring[i + 1]);
        memory = new Memory { Full = true };
        return _sign * ring[0];
    }

    private static double Higher(double one, double other) => one > other ? one : other;
}
