namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>The last n inputs themselves, for what must look at each of them at every bar. A NaN input is not counted.</summary>
public readonly struct Window
{
    private readonly int _period;

    /// <exception cref="ArgumentOutOfRangeException">The period is below 1.</exception>
    public Window(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        _period = period;
    }

    private struct Memory
    {
        public int Position;
        public bool Full;
    }

    /// <returns>The last n inputs in no particular order; empty before the n-th and at a NaN input.</returns>
    public ReadOnlySpan<double> Next(ref StateCursor state, double input) => Next(ref state, input, out _);

    /// <param name="oldest">Position of the oldest input in what is returned; the others follow it by age, around the end.</param>
    /// <inheritdoc cref="Next(ref StateCursor, double)"/>
    public ReadOnlySpan<double> Next(ref StateCursor state, double input, out int oldest)
    {
        ref Memory memory = ref state.Take<Memory>();
        Span<double> ring = state.TakeRing(_period);
        oldest = memory.Position;
        if (double.IsNaN(input))
            return [];

        ring[memory.Position] = input;
        if (++memory.Position == ring.Length)
            memory = new Memory { Full = true };
        oldest = memory.Position;
        return memory.Full ? ring : [];
    }
}
