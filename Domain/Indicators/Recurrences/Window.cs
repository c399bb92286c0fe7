using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>The last n inputs themselves, for what must look at each of them at every bar. A NaN input is not counted.</summary>
public readonly struct Window
{
    private readonly int _period;

    /// <exception cref="ArgumentOutOfRangeException">The period is below 1.</exception>
    public Window(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        _period = period;
    }

    private struct Memory
    {
        public int Position;
        public bool Full;
    }

    /// <returns>The last n inputs in no particular order; empty before the n-th and at a NaN input.</returns>
    public ReadOnlySpan<double> Next(ref StateCursor state, double input) => Next(ref state, input, out _);

    /// <param name="oldest">Position of the oldest input in what is returned; the others follow it by age, around the end.</param>
    /// <inheritdoc cref="Next(ref StateCursor, double)"/>
    public ReadOnlySpan<double> Next(ref StateCursor state, double input, out int oldest)
    {
        ref Memory memory = ref state.Take<Memory>();
        Span<double> ring = state.TakeRing(_period);
        oldest = memory.Position;
        if (double.IsNaN(input))
            return [];

        ring[memory.Position] = input;
        if (++memory.Position == ring.Length)
            memory = new Memory { Full = true };
        oldest = memory.Position;
        return memory.Full ? ring : [];
    }

    /// <summary>Mean, summed as distances from the first value: exact where all are equal.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        // Lanes of fixed width, so that the sum has the same bits on every processor.
        double first = values[0], sum = 0;
        Vector256<double> origin = Vector256.Create(first), sums = default;
        ReadOnlySpan<Vector256<double>> fours = Fours(values, out ReadOnlySpan<double> rest);
        foreach (ref readonly Vector256<double> four in fours)
            sums += four - origin;
        foreach (double value in rest)
            sum += value - first;
        return first + (Vector256.Sum(sums) + sum) / values.Length;
    }

    /// <summary>Σ (value − centre)², in lanes of fixed width as well.</summary>
    public static double SquaredDistances(ReadOnlySpan<double> values, double centre)
    {
        double sum = 0;
        Vector256<double> centres = Vector256.Create(centre), sums = default;
        ReadOnlySpan<Vector256<double>> fours = Fours(values, out ReadOnlySpan<double> rest);
        foreach (ref readonly Vector256<double> four in fours)
        {
            Vector256<double> distance = four - centres;
            sums += distance * distance;
        }
        foreach (double value in rest)
            sum += (value - centre) * (value - centre);
        return Vector256.Sum(sums) + sum;
    }

    /// <summary>The values four by four, and the up to three that are left over.</summary>
    internal static ReadOnlySpan<Vector256<double>> Fours(ReadOnlySpan<double> values, out ReadOnlySpan<double> rest)
    {
        ReadOnlySpan<Vector256<double>> fours = MemoryMarshal.Cast<double, Vector256<double>>(values);
        rest = values[(4 * fours.Length)..];
        return fours;
    }
}
