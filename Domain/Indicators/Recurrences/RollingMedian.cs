namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Median of the last n inputs; the mean of the middle two where n is even. NaN before the n-th; a NaN input is not counted.</summary>
/// <remarks>Keeps the window a second time, sorted: an input costs two binary searches and one move within n words.</remarks>
public readonly struct RollingMedian
{
    private readonly int _period;

    /// <exception cref="ArgumentOutOfRangeException">The period is below 1.</exception>
    public RollingMedian(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        _period = period;
    }

    private struct Memory
    {
        public int Position;
        public int Count;
    }

    public double Next(ref StateCursor state, double input)
    {
        ref Memory memory = ref state.Take<Memory>();
        Span<double> ring = state.TakeRing(_period);
        Span<double> sorted = state.TakeRing(_period);
        if (double.IsNaN(input))
            return double.NaN;

        if (memory.Count == _period)
        {
            int leaves = sorted.BinarySearch(ring[memory.Position]);
            sorted[(leaves + 1)..].CopyTo(sorted[leaves..]);
            memory.Count--;
        }
        int enters = sorted[..memory.Count].BinarySearch(input);
        enters = enters < 0 ? ~enters : enters;
        sorted[enters..memory.Count].CopyTo(sorted[(enters + 1)..]);
        sorted[enters] = input;
        ring[memory.Position] = input;
        memory.Count++;
        memory.Position = memory.Position + 1 == _period ? 0 : memory.Position + 1;
        return memory.Count == _period ? (sorted[(_period - 1) / 2] + sorted[_period / 2]) / 2 : double.NaN;
    }
}
