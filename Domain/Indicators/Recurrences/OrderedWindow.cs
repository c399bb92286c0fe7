namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>The last n inputs from the oldest to the newest, for what depends on their order. A NaN input is not counted.</summary>
public readonly struct OrderedWindow
{
    private readonly int _period;

    /// <exception cref="ArgumentOutOfRangeException">The period is below 1.</exception>
    public OrderedWindow(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        _period = period;
    }

    private struct Memory
    {
        public int Position;
        public bool Full;
    }

    /// <summary>Takes an input and copies the window.</summary>
    /// <param name="ordered">Room for n values, oldest first.</param>
    /// <returns>Whether there is a window: not before the n-th input, nor at a NaN input.</returns>
    public bool Next(ref StateCursor state, double input, scoped Span<double> ordered)
    {
        ref Memory memory = ref state.Take<Memory>();
        Span<double> ring = state.TakeRing(_period);
        if (double.IsNaN(input))
            return false;

        ring[memory.Position] = input;
        if (++memory.Position == ring.Length)
            memory = new Memory { Full = true };
        if (!memory.Full)
            return false;

        ring[memory.Position..].CopyTo(ordered);
        ring[..memory.Position].CopyTo(ordered[(ring.Length - memory.Position)..]);
        return true;
    }
}
