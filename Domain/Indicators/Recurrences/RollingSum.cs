namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Sum of the last n inputs. NaN before the n-th; a NaN input is not counted.</summary>
/// <remarks>
/// It only ever adds. Each time the ring is full its inputs turn into the sums from each of them to the ring's end, and the
/// window is such a sum of older inputs plus the sum of the newer ones. So nothing drifts however long it runs, an enormous
/// input leaves no rounding behind when it leaves the window, and a window of zeros sums to exactly zero. Two additions an
/// input on average.
/// </remarks>
public readonly struct RollingSum
{
    private readonly int _period;

    /// <exception cref="ArgumentOutOfRangeException">The period is below 1.</exception>
    public RollingSum(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        _period = period;
    }

    private struct Memory
    {
        public double Newer;                          // the sum of ring[..Position], which are still plain inputs
        public int Position;
        public bool Full;
    }

    public double Next(ref StateCursor state, double input)
    {
        ref Memory memory = ref state.Take<Memory>();
        Span<double> ring = state.TakeRing(_period);
        if (double.IsNaN(input))
            return double.NaN;

        ring[memory.Position++] = input;
        memory.Newer += input;
        if (memory.Position < ring.Length)
            return memory.Full ? memory.Newer + ring[memory.Position] : double.NaN;

        for (int i = ring.Length - 2; i >= 0; i--)
            ring[i] += ring[i + 1];
        memory = new Memory { Full = true };
        return ring[0];
    }
}

/// <summary>Mean of the last n inputs. NaN before the n-th; a NaN input is not counted.</summary>
public readonly struct RollingMean(int period)
{
    private readonly RollingSum _sum = new(period);

    public double Next(ref StateCursor state, double input) => _sum.Next(ref state, input) / period;
}
