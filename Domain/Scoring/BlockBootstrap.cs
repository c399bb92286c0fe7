namespace GoldenSignals.Domain.Scoring;

/// <summary>How sure an average is whose terms hang together: over time, as horizons overlap, and across symbols, as markets move together.</summary>
/// <remarks><code>
/// blocks        stretches of calendar time of L ≥ 2h bar times; a block holds every symbol's votes in it, so all symbols are drawn together
/// resample      as many blocks as there are, drawn with replacement; estimate = Σ numerators / Σ denominators
/// error         deviation of the resampled estimates · √( b/(b − 1) / (1 − h/3L) )
/// interval      estimate ± t(b − 1)·error;  p from estimate / error, by Student's t with b − 1 degrees of freedom
/// </code>
/// b: blocks with a vote in them. The last factor restores what blocks cut through: of moves that overlap by h bars, blocks of L see
/// the variance short by h/3L. Source: Carlstein, The use of subseries values (1986); Politis and Romano (1994) for drawing blocks.</remarks>
public sealed class BlockBootstrap
{
    /// <summary>With fewer blocks than this no error can be told.</summary>
    public const int MinBlocks = 6;

    private readonly int[][] _draws;
    private readonly double _overlap;

    /// <param name="blocks">How many there are.</param>
    /// <param name="shareCut">h/L: horizon over length of a block, 0…1.</param>
    /// <param name="uniform">Numbers in [0, 1), from a seed: the only chance in it.</param>
    public BlockBootstrap(int blocks, double shareCut, int resamples, Func<double> uniform)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 2);
        Blocks = blocks;
        _overlap = 1 - shareCut / 3;
        _draws = new int[resamples][];
        for (int r = 0; r < resamples; r++)
        {
            int[] times = _draws[r] = new int[blocks];              // how often each block was drawn
            for (int i = 0; i < blocks; i++)
                times[Math.Min((int)(uniform() * blocks), blocks - 1)]++;
        }
    }

    public int Blocks { get; }

    /// <param name="numerators">Sum of each block.</param>
    /// <param name="denominators">Count of each block; a block without any is not counted as one.</param>
    public Estimate Ratio(ReadOnlySpan<double> numerators, ReadOnlySpan<double> denominators)
    {
        double numerator = 0, denominator = 0;
        int used = 0;
        for (int i = 0; i < Blocks; i++)
        {
            numerator += numerators[i];
            denominator += denominators[i];
            used += denominators[i] != 0 ? 1 : 0;
        }
        double value = denominator == 0 ? double.NaN : numerator / denominator;
        return used < MinBlocks ? new(value, double.NaN, used) : new(value, Deviation(numerators, denominators) * Math.Sqrt(used / (used - 1.0) / _overlap), used);
    }

    private double Deviation(ReadOnlySpan<double> numerators, ReadOnlySpan<double> denominators)
    {
        double mean = 0, squares = 0;
        int count = 0;
        foreach (int[] times in _draws)
        {
            double numerator = 0, denominator = 0;
            for (int i = 0; i < times.Length; i++)
            {
                numerator += times[i] * numerators[i];
                denominator += times[i] * denominators[i];
            }
            if (denominator == 0)
                continue;                                           // not one vote was drawn
            double off = numerator / denominator - mean;
            mean += off / ++count;
            squares += off * (numerator / denominator - mean);
        }
        return count < 2 ? double.NaN : Math.Sqrt(squares / (count - 1));
    }
}

/// <summary>A number with what is known of its error.</summary>
/// <param name="Error">Standard error; NaN where there are too few blocks to tell.</param>
/// <param name="Blocks">Blocks that it rests on.</param>
public readonly record struct Estimate(double Value, double Error, int Blocks)
{
    /// <summary>Probability of a value at least this far from 0 by chance.</summary>
    public double P => Error > 0 ? StudentT.TwoSided(Value / Error, Blocks - 1) : double.NaN;

    public (double Low, double High) Interval(double confidence = 0.95)
    {
        if (!(Error > 0))
            return (double.NaN, double.NaN);
        double half = StudentT.Critical(1 - confidence, Blocks - 1) * Error;
        return (Value - half, Value + half);
    }
}
