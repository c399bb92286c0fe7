namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>How far the running total of the inputs lies above its own exponential average (seeded with the mean of n). NaN before the n-th input.</summary>
/// <remarks><code>
/// gap = (1 − w)·(gap₋₁ + input);  w = 2 / (n + 1)
/// </code>
/// Follows from total₁ − average₁ = (1 − w)·(total₁ − average₀). The total itself is never kept: it grows without end, and the
/// difference of two large numbers would lose the digits that matter. A NaN input is not counted.</remarks>
public readonly struct TotalOverEma
{
    private readonly int _period;
    private readonly double _keep;

    /// <exception cref="ArgumentOutOfRangeException">The period is below 1.</exception>
    public TotalOverEma(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        _period = period;
        _keep = 1 - 2.0 / (period + 1);
    }

    private struct Memory
    {
        public double Gap;                            // while it seeds, the total less the sum of totals / n, so far
        public int Count;
    }

    public double Next(ref StateCursor state, double input)
    {
        ref Memory memory = ref state.Take<Memory>();
        if (double.IsNaN(input))
            return double.NaN;
        if (memory.Count >= _period)
            return memory.Gap = _keep * (memory.Gap + input);

        // The k-th of n inputs is in the last total once and in n − k + 1 of the n totals averaged: k − 1 of n parts remain.
        memory.Gap += input * memory.Count / _period;
        return ++memory.Count < _period ? double.NaN : memory.Gap;
    }
}
