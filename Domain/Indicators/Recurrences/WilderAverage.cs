namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Wilder's smoothing: the mean of the first n inputs, then average + (input − average) / n. NaN before the n-th input.</summary>
/// <remarks>A NaN input means "not yet": it is not counted. Source: Wilder, New Concepts in Technical Trading Systems (1978).</remarks>
public readonly struct WilderAverage
{
    private readonly int _period;

    /// <exception cref="ArgumentOutOfRangeException">The period is below 1.</exception>
    public WilderAverage(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        _period = period;
    }

    private struct Memory
    {
        public double Average;
        public int Count;
    }

    public double Next(ref StateCursor state, double input)
    {
        ref Memory memory = ref state.Take<Memory>();
        if (double.IsNaN(input))
            return double.NaN;
        if (memory.Count >= _period)
            return memory.Average += (input - memory.Average) / _period;

        memory.Average += input;                      // the sum, while it seeds
        if (++memory.Count < _period)
            return double.NaN;
        return memory.Average /= _period;
    }
}
