using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Grains;
using Microsoft.Extensions.DependencyInjection;

namespace GoldenSignals.Benchmarks.Loads;

/// <summary>A grid of one size: its bars and its ticks, each against the same work in a plain loop.</summary>
/// <param name="CpuNanosecondsPerTick">Of the process, by ticks that close no bar.</param>
/// <param name="LoopNanosecondsPerTick">One bar builder a symbol, on one thread.</param>
/// <param name="TicksPerBatch">What one call to a shard carries; few symbols make small batches.</param>
/// <param name="CpuMicrosecondsPerBar">Of the process, from the closed bar to its decision, one bar a call.</param>
/// <param name="LoopMicrosecondsPerBar">Domain by itself, on one thread.</param>
/// <param name="ManagedBytesPerSymbol">Live objects beyond those of a grid without symbols, after so many bars of history.</param>
/// <param name="ResidentBytesPerSymbol">Working set beyond that of a grid without symbols, at the same time.</param>
/// <param name="ResidentBytes">The whole working set then.</param>
/// <param name="SameDecisions">Whether grid and loop decided the same on the last bars, by digest.</param>
public sealed record SizeRun(
    int Symbols, int HistoryBars, Spread CpuNanosecondsPerTick, Spread LoopNanosecondsPerTick, double TicksPerBatch, Spread CpuMicrosecondsPerBar, Spread LoopMicrosecondsPerBar,
    double ManagedBytesPerSymbol, double ResidentBytesPerSymbol, long ResidentBytes, bool SameDecisions)
{
    private const int ShardCount = 64;

    /// <param name="evaluations">Bars, and <paramref name="ticks"/>, of a run, at least.</param>
    public static async Task<SizeRun> Of(int symbols, int history, int evaluations, int ticks, int runs, CancellationToken cancel)
    {
        (Spread grid, Spread loop, Memory memory, bool same) = await Bars(symbols, history, Math.Max(1, evaluations / symbols), runs, cancel);
        (Spread gridTicks, Spread loopTicks, double batch) = await Ticks(symbols, ticks, runs, cancel);
        return new(symbols, history, gridTicks, loopTicks, batch, grid, loop, (double)memory.Managed / symbols, (double)memory.Resident / symbols, memory.ResidentNow, same);
    }

    private readonly record struct Memory(long Managed, long Resident, long ResidentNow);

    private static async Task<(Spread Grid, Spread Loop, Memory Memory, bool Same)> Bars(int symbols, int history, int bars, int runs, CancellationToken cancel)
    {
        var journal = new CountingJournal();
        await using BenchmarkGrid grid = await BenchmarkGrid.Start(cancel, services => services.AddSingleton<IJournal>(journal));
        await Task.WhenAll(grid.Shards.Select(shard => shard.Recover()));
        (long managed, long resident) = (DomainMemory.Live(), Environment.WorkingSet);
        var load = new BarLoad(symbols, seed: 7);
        for (int bar = 0; bar < history; bar++)
            await grid.Send(load.Step(ShardCount));
        long now = Environment.WorkingSet;
        var memory = new Memory(DomainMemory.Live() - managed, now - resident, now);

        var market = new MarketLoop(grid.Host.Services.GetRequiredService<DecisionModel>());
        var again = new BarLoad(symbols, seed: 7);
        for (int bar = 0; bar < history; bar++)
            Decide(market, again.Next(1), null);
        var ofLoop = new List<double>();
        var ofGrid = new List<double>();
        bool same = true;
        for (int run = -1; run < runs; run++)
        {
            BarLoad.Slice[] slices = [.. Enumerable.Range(0, bars).Select(_ => again.Next(1))];
            TickBatch?[][] steps = [.. Enumerable.Range(0, bars).Select(_ => load.Step(ShardCount))];
            Measured a = await Measured.Of(() => { Array.ForEach(slices, slice => Decide(market, slice, null)); return Task.CompletedTask; });
            Measured b = await Measured.Of(async () => { foreach (TickBatch?[] step in steps) await grid.Send(step); });
            if (run < 0)
                continue;
            ofLoop.Add(a.CpuSeconds * 1e6 / ((long)bars * symbols));
            ofGrid.Add(b.CpuSeconds * 1e6 / ((long)bars * symbols));
        }
        using DecisionDigest loop = new(), grains = new();
        Decide(market, again.Next(1), loop);
        journal.Digest = grains;
        await grid.Send(load.Step(ShardCount));
        same = DecisionDigest.Total(loop.Symbols()) == DecisionDigest.Total(grains.Symbols());
        return (Spread.Of(ofGrid), Spread.Of(ofLoop), memory, same);
    }

    private static void Decide(MarketLoop market, BarLoad.Slice slice, DecisionDigest? digest)
    {
        foreach (ref readonly SymbolBar bar in slice.Bars.AsSpan())
        {
            Decision decision = market.Next(bar).Decision;
            digest?.Add(decision);
        }
    }

    private static async Task<(Spread Grid, Spread Loop, double PerBatch)> Ticks(int symbols, int ticks, int runs, CancellationToken cancel)
    {
        await using BenchmarkGrid grid = await BenchmarkGrid.Start(cancel, null, ("Grid:Interval", "7.00:00:00"));
        var load = new TradeLoad(symbols, seed: 7);
        Dictionary<string, BarBuilder> builders = load.Symbols.ToDictionary(symbol => symbol, _ => new BarBuilder(TimeSpan.FromDays(7)));
        int slices = Math.Max(1, ticks / (symbols * TradeLoad.PerSymbolAndSecond / TradeLoad.SlicesPerSecond));
        var ofLoop = new List<double>();
        var ofGrid = new List<double>();
        double perBatch = 0;
        for (int run = -1; run < runs; run++)
        {
            TradeLoad.Chunk chunk = load.Next(slices, ShardCount);
            Measured a = await Measured.Of(() => { Build(builders, chunk.Feed); return Task.CompletedTask; }), b = await Measured.Of(() => grid.Send(chunk.Slices));
            perBatch = (double)chunk.Feed.Length / chunk.Slices.Sum(slice => slice.Count(part => part is not null));
            if (run < 0)
                continue;
            ofLoop.Add(a.CpuSeconds * 1e9 / chunk.Feed.Length);
            ofGrid.Add(b.CpuSeconds * 1e9 / chunk.Feed.Length);
        }
        return (Spread.Of(ofGrid), Spread.Of(ofLoop), perBatch);
    }

    private static void Build(Dictionary<string, BarBuilder> builders, Tick[] feed)
    {
        foreach (ref readonly Tick tick in feed.AsSpan())
            builders[tick.Symbol].Add(tick, out _);
    }
}
