using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Hurst exponent of the last n returns by the rescaled range: 0.5 no memory, above it persistent, below it anti-persistent. Dimensionless, roughly 0…1, not clamped.</summary>
/// <remarks><code>
/// R/S of a block of d returns = (max − min of its running sum about its own mean, 0 included) / population deviation
/// RSₐ = mean of R/S over the n / d blocks;  d = the divisors of n from 10 on (of 100: 10, 20, 25, 50, 100)
/// E  = Γ((d − 1)/2) / (√π·Γ(d/2)) · Σ √((d − i)/i), i = 1…d − 1                what RS is on average without memory
/// H  = slope of ln(RS − E + √(πd/2)) on ln d
/// </code>
/// The plain slope of ln RS gives about 0.6 for short series without memory; with the correction it is 0.5 on average. One estimate
/// over 100 returns still has a standard error near 0.1. A block without variation counts as E, so that a flat market gives 0.5.
/// Taken anew at the first value and then at every tenth bar, the same in between: O(n) for each size, 1 µs, 0.1 µs a bar.
/// First value at bar n + 1.
/// Source: Hurst, Long-Term Storage Capacity of Reservoirs (1951); E: Anis and Lloyd (1976), which is exact with the population's
/// deviation; the corrected slope: Weron, Estimating Long-Range Dependence, Physica A 312 (2002), less the factor (d − ½) / d on E.</remarks>
[Ships(100)]
public sealed class Hurst : Indicator
{
    private const int SmallestBlock = 10, BarsBetween = 10;

    private readonly Window _returns;
    private readonly int _period;
    private readonly Block[] _blocks;

    /// <param name="Expected">E.</param>
    /// <param name="Limit">√(πd/2), what E tends to.</param>
    /// <param name="Weight">Of its logarithm in the least-squares slope on ln d.</param>
    private readonly record struct Block(int Size, double Expected, double Limit, double Weight);

    private struct Memory
    {
        public double Value;
        public int BarsLeft;                          // until it is taken anew
    }

    /// <param name="period">n, returns; two of its divisors or more are at least 10.</param>
    public Hurst(int period)
    {
        int[] sizes = [.. Enumerable.Range(SmallestBlock, Math.Max(0, period - SmallestBlock + 1)).Where(size => period % size == 0)];
        if (sizes.Length < 2)
            throw new ArgumentOutOfRangeException(nameof(period), period, "a slope needs two block sizes of 10 or more that divide the period");
        _period = period;
        _returns = new(period);
        double mean = sizes.Average(size => Math.Log(size)), squares = sizes.Sum(size => Math.Pow(Math.Log(size) - mean, 2));
        _blocks = [.. sizes.Select(size => new Block(size, Expected(size), Math.Sqrt(Math.PI * size / 2), (Math.Log(size) - mean) / squares))];
        Columns = [$"hurst_{period}"];
    }

    public override IReadOnlyList<string> Columns { get; }

    public override int WarmUp => _period + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ReadOnlySpan<double> returns = _returns.Next(ref state, Math.Log(bar.Close / state.Past(bar).CloseBefore), out int oldest);
        ref Memory memory = ref state.Take<Memory>();
        bool full = !returns.IsEmpty;
        if (full && memory.BarsLeft-- == 0)
            memory = new Memory { Value = Exponent(returns[oldest..], returns[..oldest]), BarsLeft = BarsBetween - 1 };
        values[0] = full ? memory.Value : double.NaN;
    }

    private double Exponent(ReadOnlySpan<double> older, ReadOnlySpan<double> newer)
    {
        Span<double> returns = stackalloc double[_period];
        older.CopyTo(returns);
        newer.CopyTo(returns[older.Length..]);
        return Exponent(returns);
    }

    private double Exponent(Span<double> returns)
    {
        double mean = Series.Mean(returns), run = 0, square = 0;
        Span<double> runs = stackalloc double[returns.Length + 1], squares = stackalloc double[returns.Length + 1];    // both from 0
        for (int i = 0; i < returns.Length; i++)
        {
            double distance = returns[i] - mean;
            runs[i + 1] = run += distance;
            squares[i + 1] = square += distance * distance;
        }
        double least = 1e-20 * (mean * mean + square / returns.Length);     // a variance that is rounding only
        double slope = 0;
        foreach (Block block in _blocks)
        {
            double sum = 0;
            for (int start = 0; start < returns.Length; start += block.Size)
            {
                double average = (runs[start + block.Size] - runs[start]) / block.Size;
                double variance = (squares[start + block.Size] - squares[start]) / block.Size - average * average;
                sum += variance > least ? Range(runs.Slice(start, block.Size + 1), average) / Math.Sqrt(variance) : block.Expected;
            }
            slope += block.Weight * Math.Log(sum * block.Size / returns.Length - block.Expected + block.Limit);
        }
        return slope;
    }

    /// <summary>Of a running sum about the line from its first to its last value.</summary>
    private static double Range(ReadOnlySpan<double> runs, double average)
    {
        double line = runs[0], highest = 0, lowest = 0;
        for (int i = 1; i < runs.Length; i++)
        {
            line += average;
            highest = double.MaxNative(highest, runs[i] - line);
            lowest = double.MinNative(lowest, runs[i] - line);
        }
        return highest - lowest;
    }

    private static double Expected(int size)
    {
        double gammas = Math.Sqrt(Math.PI);                                 // Γ((d − 1)/2) / Γ(d/2), from d = 2 upwards
        for (int d = 2; d < size; d++)
            gammas = 2 / ((d - 1) * gammas);
        return gammas / Math.Sqrt(Math.PI) * Enumerable.Range(1, size - 1).Sum(i => Math.Sqrt((double)(size - i) / i));
    }
}
