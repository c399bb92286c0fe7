using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Benchmarks.Loads;

/// <summary>Bytes that Domain allocates on one thread, exactly: the same on every machine of the same runtime.</summary>
/// <param name="BytesPerTick">Into the developing bar.</param>
/// <param name="BytesPerBar">From the closed bar to its decision: indicators, votes, decision.</param>
/// <param name="BytesPerSymbol">To begin a symbol and to fill its window; its last decision and values, which every bar replaces, left out.</param>
public sealed record Allocations(double BytesPerTick, double BytesPerBar, double BytesPerSymbol);

/// <summary>What stays of a symbol in memory, part by part.</summary>
/// <param name="Window">The last bars.</param>
/// <param name="Indicators">Their state, and the values of the last two bars.</param>
/// <param name="Consensus">Track records, weights, the last decision.</param>
/// <param name="Saved">The same three at rest, as a snapshot has them.</param>
public sealed record DomainParts(double Window, double Indicators, double Consensus, double Saved);

/// <summary>Measures Domain's memory without grains.</summary>
public static class DomainMemory
{
    private const int WindowBars = BarWindow.DefaultCapacity;

    /// <param name="symbols">With full windows.</param>
    /// <param name="bars">Of each symbol, and as many ticks, that a round counts.</param>
    public static Allocations Allocations(int symbols, int bars)
    {
        const int MostRounds = 100, Alike = 8;
        var load = new BarLoad(symbols, seed: 3);
        var model = new DecisionModel();
        DomainSymbol[] all = [.. load.Symbols.Select(symbol => new DomainSymbol(symbol, model))];
        OfBars(all, load.Next(WindowBars), WindowBars);

        // The compiler, at work beside, takes some allocations away as code gets warm: until the figures no longer change.
        (long Ticks, long Bars, long Symbols) last = default;
        for (int round = 0, alike = 0; round < MostRounds && alike < Alike; round++)
        {
            (long Ticks, long Bars, long Symbols) now = (OfTicks(all, bars, round), OfBars(all, load.Next(bars), bars), OfSymbols(load.Symbols, model, load.Last.Bars[0].Bar));
            alike = now == last ? alike + 1 : 0;
            last = now;
        }
        double per = (double)symbols * bars;
        return new(last.Ticks / per, last.Bars / per, (double)last.Symbols / symbols);
    }

    private static long OfTicks(DomainSymbol[] symbols, int ticks, int round)
    {
        DateTime time = new DateTime(2024, 1, 2, 0, 0, 0, DateTimeKind.Utc).AddMinutes(round);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < ticks; i++)
            foreach (DomainSymbol symbol in symbols)
                symbol.Take(new Tick(symbol.State.Symbol, time.AddMilliseconds(i), 100, 1, "load", (long)round * ticks + i + 1));
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static long OfBars(DomainSymbol[] symbols, BarLoad.Slice slice, int bars)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < slice.Bars.Length; i++)
            symbols[i / bars].Take(slice.Bars[i].Bar);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static long OfSymbols(string[] names, DecisionModel model, Bar bar)
    {
        BarWindow[] windows = [.. names.Select(_ => new BarWindow(WindowBars))];
        var begun = new DomainSymbol[names.Length];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int s = 0; s < names.Length; s++)
        {
            begun[s] = new(names[s], model);
            for (int i = 0; i < WindowBars; i++)                     // in the place of the symbol's own, whose bars would be decided
                windows[s].Add(bar with { OpenTimeUtc = bar.OpenTimeUtc.AddMinutes(i) });
        }
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(begun);
        return bytes;
    }

    public static DomainParts Parts(int symbols)
    {
        var model = new DecisionModel();
        BarLoad.Slice slice = new BarLoad(symbols, seed: 3).Next(WindowBars);
        double window = Retained(symbols, slice, () => new BarWindow(WindowBars), (window, bar) => window.Add(bar)).Bytes;
        double state = Retained(symbols, slice, () => new SymbolState("S00000", DomainSymbol.Interval, IndicatorSet.Shipped), (state, bar) => state.Add(bar)).Bytes;
        double empty = Retained(symbols, slice, () => new DomainSymbol("S00000", model), (_, _) => { }).Bytes;
        double emptyState = Retained(symbols, slice, () => (new SymbolState("S00000", DomainSymbol.Interval, IndicatorSet.Shipped), new SymbolConsensus(model)), (_, _) => { }).Bytes;
        (double all, DomainSymbol[] whole) = Retained(symbols, slice, () => new DomainSymbol("S00000", model), (symbol, bar) => symbol.Take(bar));
        var to = new StateWriter(64 * 1024);
        double saved = whole.Average(symbol =>
        {
            to.Clear();
            symbol.State.Save(to);
            symbol.Consensus.Save(to);
            return to.Length;
        });
        double intake = empty - emptyState;                          // gate and builder are the shard's
        return new(window, state - window, all - intake - state, saved);
    }

    /// <summary>What stays of one of them when all its bars have gone through it.</summary>
    private static (double Bytes, T[] All) Retained<T>(int count, BarLoad.Slice slice, Func<T> begin, Action<T, Bar> take)
    {
        var all = new T[count];
        int bars = slice.Bars.Length / count;
        long before = Live();
        for (int i = 0; i < slice.Bars.Length; i++)
        {
            if (i % bars == 0)
                all[i / bars] = begin();
            take(all[i / bars], slice.Bars[i].Bar);
        }
        return ((double)(Live() - before) / count, all);
    }

    /// <summary>Managed bytes that are still referenced.</summary>
    public static long Live()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
