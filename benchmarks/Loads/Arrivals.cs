using System.Diagnostics;
using GoldenSignals.Domain.Consensus;

namespace GoldenSignals.Benchmarks.Loads;

/// <summary>For each bar: when the tick that closes it was to be sent, and how long after that its decision came.</summary>
public sealed class Arrivals
{
    private const long Came = -1;

    private readonly PacedLoad _load;
    private readonly int[] _first;                                   // of each symbol, the bar that closes first
    private readonly long[] _due;                                    // by symbol and bar; 0 while nobody has sent what closes it
    private readonly int _barsOfEach;
    private long _expected, _twice, _unknown;

    /// <param name="barsOfEach">That a symbol closes at most.</param>
    public Arrivals(PacedLoad load, int barsOfEach)
    {
        (_load, _barsOfEach) = (load, barsOfEach);
        _first = [.. Enumerable.Range(0, load.Symbols).Select(load.Developing)];
        _due = new long[load.Symbols * barsOfEach];
        Latencies = new(_due.Length);
    }

    public Samples Latencies { get; }

    public long Expected => Interlocked.Read(ref _expected);

    /// <summary>Decisions that came again, or that nothing was sent for.</summary>
    public long Wrong => Interlocked.Read(ref _twice) + Interlocked.Read(ref _unknown);

    /// <param name="due">When the tick was to be sent.</param>
    public void Due(int symbol, int bar, long due)
    {
        Volatile.Write(ref Of(symbol, bar), due);
        Interlocked.Increment(ref _expected);
    }

    public void Take(Decision[] decisions, long now)
    {
        foreach (Decision decision in decisions)
        {
            (int symbol, int bar) = _load.Find(decision.Symbol, decision.BarTimeUtc);
            long due = Interlocked.Exchange(ref Of(symbol, bar), Came);
            if (due > 0)
                Latencies.Add(now - due);
            else
                Interlocked.Increment(ref due == Came ? ref _twice : ref _unknown);
        }
    }

    private ref long Of(int symbol, int bar) => ref _due[symbol * _barsOfEach + bar - _first[symbol]];
}
