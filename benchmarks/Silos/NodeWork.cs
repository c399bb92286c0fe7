using System.Diagnostics;
using GoldenSignals.Benchmarks.Loads;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Grains;

namespace GoldenSignals.Benchmarks.Silos;

/// <summary>What a silo's process can be asked to do.</summary>
internal sealed class NodeWork(BenchmarkGrid grid, CountingJournal journal)
{
    private BarLoad? _load, _plain;
    private LoopTarget? _loop;
    private TickBatch?[][] _slices = [];
    private BarLoad.Slice[] _plainSlices = [];

    public async Task<NodeAnswer> Do(NodeCommand asked)
    {
        try
        {
            return asked.Do switch
            {
                nameof(Cpu) => Cpu(),
                nameof(Where) => await Where(),
                nameof(Prepare) => Prepare(asked),
                nameof(Feed) => await Feed(),
                nameof(PrepareLoop) => PrepareLoop(asked),
                nameof(Loop) => await Loop(),
                nameof(Digest) => Digest(),
                nameof(Digests) => Digests(),
                nameof(Ticks) => await Ticks(asked),
                _ => throw new InvalidDataException($"there is no {asked.Do}"),
            };
        }
#pragma warning disable CA1031                                        // it is told to who asked
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Cpu() with { Error = error.ToString() };
        }
    }

    public NodeAnswer Cpu()
    {
        using var process = Process.GetCurrentProcess();
        return new(0, process.TotalProcessorTime.TotalSeconds, journal.Decisions);
    }

    private async Task<NodeAnswer> Where()
    {
        GridStatus status = await grid.Grains.GetGrain<IUniverseGrain>(0).Status();
        return Cpu() with { Silos = [.. status.Input.Select(shard => shard.Silo)] };
    }

    /// <summary>Makes the next bars of all symbols, and keeps those of the shards that this process feeds. Every process with the same seed makes the same.</summary>
    private NodeAnswer Prepare(NodeCommand asked)
    {
        _load ??= new(asked.Symbols, asked.Seed);
        var own = asked.Shards.ToHashSet();
        int shards = grid.Shards.Length;
        _slices = [.. Enumerable.Range(0, asked.Bars).Select(_ =>
        {
            SymbolBar[] bars = _load.Next(1).Bars;
            return BarLoad.Split(new([.. bars.Where(bar => own.Contains(Shards.Of(bar.Symbol, shards)))]), shards);
        })];
        return Tidied();
    }

    private NodeAnswer PrepareLoop(NodeCommand asked)
    {
        _plain ??= new(asked.Symbols, asked.Seed);
        _loop ??= new(new DecisionModel(), _plain);
        _plainSlices = [.. Enumerable.Range(0, asked.Bars).Select(_ => _plain.Next(1))];
        return Tidied();
    }

    private NodeAnswer Tidied()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Cpu();
    }

    /// <summary>Gives the shards what was prepared for them.</summary>
    private Task<NodeAnswer> Feed() => Timed(() => grid.Send(_slices));

    /// <summary>The Domain work of bars that were prepared, on one thread.</summary>
    private Task<NodeAnswer> Loop() => Timed(() =>
    {
        foreach (BarLoad.Slice slice in _plainSlices)
            _loop!.Decide(slice);
        return Task.CompletedTask;
    });

    private NodeAnswer Digest()
    {
        journal.Digest = new();
        return Cpu();
    }

    private NodeAnswer Digests()
    {
        using DecisionDigest digest = journal.Digest!;
        journal.Digest = null;
        return Cpu() with { Digests = digest.Symbols() };
    }

    /// <summary>Small batches of ticks to some shards, each when the one before is acknowledged.</summary>
    /// <returns>With the CPU seconds of the sending alone: the batches are made before.</returns>
    private async Task<NodeAnswer> Ticks(NodeCommand asked)
    {
        string[][] symbols = ShardSymbols.Of(grid.Shards.Length, asked.Ticks);
        TickBatch[][] batches = [.. asked.Shards.Select(shard => Enumerable.Range(0, asked.Batches).Select(i => Batch(symbols[shard], asked.From + i)).ToArray())];
        double before = Tidied().CpuSeconds;
        NodeAnswer answer = await Timed(() => Task.WhenAll(asked.Shards.Select(async (shard, i) =>
        {
            foreach (TickBatch batch in batches[i])
                if ((await grid.Shards[shard].Ingest(batch)).Accepted != batch.Ticks.Length)
                    throw new InvalidDataException($"shard {shard} did not accept all of a batch");
        })));
        return answer with { CpuSeconds = answer.CpuSeconds - before };
    }

    /// <summary>A tick of each symbol; a millisecond a batch, so that bars hardly ever close.</summary>
    private static TickBatch Batch(string[] symbols, long number) =>
        new([.. symbols.Select(symbol => new Tick(symbol, s_start.AddMilliseconds(number), 100 + number % 10 * 0.01, 100, "load", number + 1))], [], DateTime.MinValue);

    private static readonly DateTime s_start = new(2024, 1, 2, 0, 0, 0, DateTimeKind.Utc);

    private async Task<NodeAnswer> Timed(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        double seconds = watch.Elapsed.TotalSeconds;
        return Cpu() with { Seconds = seconds };
    }
}

/// <summary>Names of symbols by the shard that they belong to.</summary>
internal static class ShardSymbols
{
    public static string[][] Of(int shards, int each)
    {
        List<string>[] symbols = [.. Enumerable.Range(0, shards).Select(_ => new List<string>())];
        for (int number = 0, full = 0; full < shards; number++)
        {
            string symbol = $"T{number:D5}";
            List<string> its = symbols[Shards.Of(symbol, shards)];
            if (its.Count == each)
                continue;
            its.Add(symbol);
            full += its.Count == each ? 1 : 0;
        }
        return [.. symbols.Select(its => its.ToArray())];
    }
}
