namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Sum of a long window that is kept elsewhere: what enters is added, what leaves is taken off, the rest of the window is not looked at.</summary>
/// <remarks>What rounding loses is kept in a second number, about 32 digits in all: so nothing drifts however long it runs, and an
/// enormous input leaves nothing behind. Source: Knuth's two-sum, The Art of Computer Programming 2 (1969), 4.2.2.</remarks>
public static class SlidingSum
{
    private struct Memory
    {
        public double Sum, Lost;
    }

    /// <param name="leaving">The input that is n inputs old; 0 while there is none.</param>
    public static double Next(ref StateCursor state, double entering, double leaving)
    {
        ref Memory memory = ref state.Take<Memory>();
        Add(ref memory, entering);
        Add(ref memory, -leaving);
        return memory.Sum + memory.Lost;
    }

    private static void Add(ref Memory memory, double input)
    {
        double sum = memory.Sum + input, added = sum - memory.Sum;
        memory.Lost += memory.Sum - (sum - added) + (input - added);
        memory.Sum = sum;
    }
}
