namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>How many inputs ago the highest (or lowest) of the last n was seen, 0…n − 1; the oldest of equal ones counts. NaN before the n-th; a NaN input is not counted.</summary>
/// <remarks>Looks at the whole window only when its extreme leaves it, O(n) at worst.</remarks>
public readonly struct ExtremeAge
{
    private readonly int _period;
    private readonly double _sign;                    // the lowest is the highest negative

    private ExtremeAge(int period, double sign)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        (_period, _sign) = (period, sign);
    }

    /// <exception cref="ArgumentOutOfRangeException">The period is below 1.</exception>
    public static ExtremeAge OfHighest(int period) => new(period, 1);

    /// <exception cref="ArgumentOutOfRangeException">The period is below 1.</exception>
    public static ExtremeAge OfLowest(int period) => new(period, -1);

    private struct Memory
    {
        public double Extreme;
        public int Age;
        public int Position;
        public bool Started, Full;
    }

    public double Next(ref StateCursor state, double input)
    {
        ref Memory memory = ref state.Take<Memory>();
        Span<double> ring = state.TakeRing(_period);
        if (double.IsNaN(input))
            return double.NaN;

        double candidate = _sign * input;
        ring[memory.Position] = candidate;
        if (++memory.Position == ring.Length)
            (memory.Position, memory.Full) = (0, true);

        if (!memory.Started || candidate > memory.Extreme)
            (memory.Extreme, memory.Age, memory.Started) = (candidate, 0, true);
        else if (++memory.Age == ring.Length)
            Search(ref memory, ring);
        return memory.Full ? memory.Age : double.NaN;
    }

    private static void Search(ref Memory memory, ReadOnlySpan<double> ring)
    {
        memory.Extreme = double.NegativeInfinity;
        for (int i = 0; i < ring.Length; i++)         // the oldest lies at the next position
        {
            int at = memory.Position + i < ring.Length ? memory.Position + i : memory.Position + i - ring.Length;
            if (ring[at] > memory.Extreme)
                (memory.Extreme, memory.Age) = (ring[at], ring.Length - 1 - i);
        }
    }
}
