using System.Runtime.InteropServices;

namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>The highest or the lowest of the last n inputs. NaN before the n-th; a NaN input is not counted.</summary>
/// <remarks>A monotonic queue: it keeps only inputs that can still become the extreme, the extreme first, so an input costs two
/// comparisons on average whatever n is.</remarks>
public readonly struct RollingExtreme
{
    private readonly int _period;
    private readonly double _sign;                    // the lowest is the negative of the highest negative

    private RollingExtreme(int period, double sign)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        (_period, _sign) = (period, sign);
    }

    /// <exception cref="ArgumentOutOfRangeException">The period is below 1.</exception>
    public static RollingExtreme Highest(int period) => new(period, 1);

    /// <exception cref="ArgumentOutOfRangeException">The period is below 1.</exception>
    public static RollingExtreme Lowest(int period) => new(period, -1);

    private struct Memory
    {
        public int Head;
        public int Length;
        public int Seen;
    }

    public double Next(ref StateCursor state, double input)
    {
        ref Memory memory = ref state.Take<Memory>();
        Span<double> values = state.TakeRing(_period);
        Span<int> numbers = MemoryMarshal.Cast<double, int>(state.TakeRing((_period + 1) / 2));
        if (double.IsNaN(input))
            return double.NaN;

        memory.Seen++;
        if (memory.Length > 0 && memory.Seen - numbers[memory.Head] >= _period)
        {
            memory.Head = Wrap(memory.Head + 1);
            memory.Length--;
        }
        double candidate = _sign * input;
        while (memory.Length > 0 && values[Wrap(memory.Head + memory.Length - 1)] <= candidate)
            memory.Length--;
        int tail = Wrap(memory.Head + memory.Length++);
        values[tail] = candidate;
        numbers[tail] = memory.Seen;
        return memory.Seen >= _period ? _sign * values[memory.Head] : double.NaN;
    }

    private int Wrap(int position) => position < _period ? position : position - _period;
}
