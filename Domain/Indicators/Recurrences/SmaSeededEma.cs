namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Exponential average: the mean of the first n inputs, then average + 2 / (n + 1)·(input − average). NaN before the n-th input.</summary>
/// <remarks>A NaN input means "not yet": it is not counted.</remarks>
public readonly struct SmaSeededEma
{
    private readonly int _period;
    private readonly double _weight;

    /// <exception cref="ArgumentOutOfRangeException">The period is below 1.</exception>
    public SmaSeededEma(int period) : this(period, 2.0 / (period + 1))
    {
    }

    /// <param name="weight">Of a new input, in place of 2 / (n + 1); above 0 and at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is below 1, or the weight out of its range.</exception>
    public SmaSeededEma(int period, double weight)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(weight);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weight, 1);
        _period = period;
        _weight = weight;
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
            return memory.Average += (input - memory.Average) * _weight;

        memory.Average += input;                      // the sum, while it seeds
        if (++memory.Count < _period)
            return double.NaN;
        return memory.Average /= _period;
    }
}
