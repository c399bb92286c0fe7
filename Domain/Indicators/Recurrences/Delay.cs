namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>The input n inputs ago. NaN while there is none; a NaN input is not counted.</summary>
public readonly struct Delay
{
    private readonly int _period;

    /// <exception cref="ArgumentOutOfRangeException">The period is below 1.</exception>
    public Delay(int period)
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

        double before = memory.Full ? ring[memory.Position] : double.NaN;
        ring[memory.Position] = input;
        if (++memory.Position == ring.Length)
            memory = new Memory { Full = true };
        return before;
    }
}
