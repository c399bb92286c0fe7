namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Exponential average that starts at its first input, then average + 2 / (n + 1)·(input − average). NaN before the first input.</summary>
/// <remarks>The link of a chain of averages that all start at the same value, so that none of them delays the chain's first.
/// A NaN input means "not yet": it is not counted.</remarks>
public readonly struct ChainedEma
{
    private readonly double _weight;

    /// <exception cref="ArgumentOutOfRangeException">The period is below 1.</exception>
    public ChainedEma(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        _weight = 2.0 / (period + 1);
    }

    private struct Memory
    {
        public double Average;
        public bool Started;
    }

    public double Next(ref StateCursor state, double input)
    {
        ref Memory memory = ref state.Take<Memory>();
        if (double.IsNaN(input))
            return double.NaN;
        if (memory.Started)
            return memory.Average += (input - memory.Average) * _weight;

        memory = new Memory { Average = input, Started = true };
        return input;
    }
}
