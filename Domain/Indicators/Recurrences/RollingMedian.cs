namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Median of the last n inputs; the mean of the middle two where n is even. NaN before the n-th.</summary>
/// <remarks>Keeps the window sorted: an input costs two searches, one move within n words.</remarks>
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
        public int Count;
    }

    /// <param name="leaving">The input n inputs ago, which leaves the window; no matter what before there is one.</param>
    public double Next(ref StateCursor state, double input, double leaving)
    {
        ref Memory memory = ref state.Take<Memory>();
        Span<double> sorted = state.TakeRing(_period);
        if (memory.Count == _period)
        {
            int leaves = Series.CountBelow(sorted, leaving);
            sorted[(leaves + 1)..].CopyTo(sorted[leaves..]);
            memory.Count--;
        }
        int enters = Series.CountBelow(sorted[..memory.Count], input);
        sorted[enters..memory.Count].CopyTo(sorted[(enters + 1)..]);
        sorted[enters] = input;
        return ++memory.Count == _period ? (sorted[(_period - 1) / 2] + sorted[_period / 2]) / 2 : double.NaN;
    }
}
