namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>
/// Slope of the least-squares line through the running total of n − 1 steps, as a share of the slope that the same steps would
/// have if all of them rose. −1…1; 0 where no step moves. NaN before the (n − 1)-th step; a NaN step is not counted.
/// </summary>
/// <remarks><code>
/// slope = Σ wₖ·stepₖ,  wₖ = 6·k·(n − k) / (n·(n² − 1)),  k = 1…n − 1 from the oldest;  share = slope / Σ wₖ·|stepₖ|
/// </code>
/// Equal to Σ (i − ī)·totalᵢ / Σ (i − ī)², summed by parts; the weights sum to 1. Needs no total, so the level does not matter. O(n).</remarks>
public readonly struct RunSlope
{
    private readonly double[] _weights;

    /// <param name="period">n, points on the line, 2 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is below 2.</exception>
    public RunSlope(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        double n = period;
        _weights = [.. Enumerable.Range(1, period - 1).Select(k => 6 * k * (n - k) / (n * (n * n - 1)))];
    }

    private struct Memory
    {
        public int Position;
        public bool Full;
    }

    public double Next(ref StateCursor state, double step)
    {
        ref Memory memory = ref state.Take<Memory>();
        Span<double> ring = state.TakeRing(_weights.Length);
        if (double.IsNaN(step))
            return double.NaN;

        ring[memory.Position] = step;
        if (++memory.Position == ring.Length)
            memory = new Memory { Full = true };
        if (!memory.Full)
            return double.NaN;

        double slope = 0, most = 0;
        int oldest = ring.Length - memory.Position;   // how many come before the newer part of the ring
        for (int i = 0; i < ring.Length; i++)
        {
            double weighted = _weights[i < memory.Position ? oldest + i : i - memory.Position] * ring[i];
            slope += weighted;
            most += Math.Abs(weighted);
        }
        return most == 0 ? 0 : slope / most;
    }
}
