using System.Diagnostics;

namespace GoldenSignals.Benchmarks.Loads;

/// <summary>Times that were measured, from any thread; room for all of them is there before.</summary>
public sealed class Samples(long capacity)
{
    private readonly long[] _times = new long[capacity];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <param name="time">Ticks of <see cref="Stopwatch"/>.</param>
    public void Add(long time) => _times[Interlocked.Increment(ref _count) - 1] = time;

    public IEnumerable<double> Milliseconds => _times.Take(_count).Select(time => time * 1e3 / Stopwatch.Frequency);
}
