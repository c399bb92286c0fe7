using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Benchmarks.Loads;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>memory</c>: what a symbol with a full window holds in memory, part by part, and what a tick and a bar allocate, in Domain alone and through the grid.</summary>
public static class MemoryScenario
{
    private const int ShardCount = 64, TicksPerCall = 5;

    private static readonly DateTime s_first = new(2024, 1, 1, 23, 59, 0, DateTimeKind.Utc);     // the minute before the first bar of the load

    /// <param name="Bytes">That stay of one symbol.</param>
    public sealed record Part(string Name, double Bytes);

    /// <param name="ManagedBytes">Live objects of the process, after a full collection.</param>
    /// <param name="ManagedBytesPerSymbol">Beyond those of a grid without symbols.</param>
    /// <param name="ResidentBytes">Working set when the last bar had been decided, as the collector had left it.</param>
    /// <param name="ResidentBytesPerSymbol">Beyond that of a grid without symbols.</param>
    /// <param name="SavedBytesPerSymbol">State and consensus at rest, as in a snapshot.</param>
    /// <param name="Parts">Of the managed bytes of a symbol; they add up.</param>
    /// <param name="Domain">Allocated by Domain alone.</param>
    /// <param name="GridBytesPerTick">Allocated through the grid by a tick that closes no bar, sending included.</param>
    /// <param name="GridBytesPerBar">Allocated through the grid by a bar, one a call, sending included.</param>
    public sealed record Result(
        string Runtime, int Cores, int Symbols, int WindowBars, int Runs, long ManagedBytes, double ManagedBytesPerSymbol, long ResidentBytes, double ResidentBytesPerSymbol,
        double SavedBytesPerSymbol, Part[] Parts, Allocations Domain, Spread GridBytesPerTick, Spread GridBytesPerBar);

    /// <summary>Bytes that Domain allocates for a tick, a bar and a symbol: they are to be the same in every run.</summary>
    public static Allocations Allocations(int symbols = 16, int bars = 64) => DomainMemory.Allocations(symbols, bars);

    public static Command Create()
    {
        var symbols = new Option<int>("--symbols") { Description = "Symbols", DefaultValueFactory = _ => 10_000 };
        var runs = new Option<int>("--runs") { Description = "Runs of the allocations through the grid; the median is shown, and from the least to the most", DefaultValueFactory = _ => 5 };
        var quick = new Option<bool>("--quick") { Description = "Fewer symbols and runs: under 20 s" };
        var json = CommandLine.Json();
        var command = new Command("memory", "Memory of a symbol, part by part, and what a tick and a bar allocate") { symbols, runs, quick, json };
        command.SetAction(async (parsed, cancel) =>
        {
            bool brief = parsed.GetValue(quick);
            (int size, int times) = (brief ? Math.Min(1_000, parsed.GetValue(symbols)) : parsed.GetValue(symbols), brief ? Math.Min(3, parsed.GetValue(runs)) : parsed.GetValue(runs));
            Result result = OwnProcess.IsThis
                ? await Run(size, times, cancel)
                : await OwnProcess.Run<Result>(OwnProcess.AsServe, cancel, "memory", "--json", "--symbols", size.ToString(CultureInfo.InvariantCulture), "--runs", times.ToString(CultureInfo.InvariantCulture));
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
            else
                Print(result);
            return CommandLine.Done;
        });
        return command;
    }

    private static async Task<Result> Run(int symbols, int runs, CancellationToken cancel)
    {
        var load = new BarLoad(symbols, seed: 7);
        await using BenchmarkGrid grid = await BenchmarkGrid.Start(cancel);
        await Task.WhenAll(grid.Shards.Select(shard => shard.Recover()));
        (long emptyManaged, long emptyResident) = (DomainMemory.Live(), Environment.WorkingSet);

        // A tick of each symbol begins its place in the shard, a question its grain, the bars all the rest.
        await grid.Send(Ticks(load.Symbols, s_first, 1, sequence: 1));
        long intake = DomainMemory.Live();
        foreach (string[] some in load.Symbols.Chunk(1_000))
            await Task.WhenAll(some.Select(symbol => grid.Grains.GetGrain<ISymbolGrain>(symbol).Latest()));
        long activations = DomainMemory.Live();
        for (int bar = 0; bar < BarWindow.DefaultCapacity; bar++)
        {
            await grid.Send(load.Step(ShardCount));
            if (bar % 64 == 63)
                await Console.Error.WriteLineAsync($"{bar + 1} of {BarWindow.DefaultCapacity} bars");
        }
        (long resident, long managed) = (Environment.WorkingSet, DomainMemory.Live());

        var ofTicks = new List<double>();
        var ofBars = new List<double>();
        DateTime now = s_first.AddMinutes(BarWindow.DefaultCapacity + 1);
        long sequence = 2;
        for (int run = 0; run < runs; run++)
        {
            const int Calls = 4;
            TickBatch?[][] ticks = [.. Enumerable.Range(0, Calls).Select(call => Ticks(load.Symbols, now.AddSeconds(call + 1), TicksPerCall, sequence + call * TicksPerCall))];
            sequence += Calls * TicksPerCall;
            ofTicks.Add((double)(await Measured.Of(() => grid.Send(ticks))).Bytes / (Calls * TicksPerCall * symbols));
            load.Next(1);                                            // the minute that the ticks are of
            TickBatch?[][] bars = [.. Enumerable.Range(0, Calls).Select(_ => load.Step(ShardCount))];
            await grid.Send(bars[0]);                                // closes the bar of the ticks beside its own
            ofBars.Add((double)(await Measured.Of(() => grid.Send(bars[1..]))).Bytes / ((Calls - 1) * symbols));
            now = now.AddMinutes(1 + Calls);
        }

        DomainParts parts = DomainMemory.Parts(Math.Min(500, symbols));
        double all = (double)(managed - emptyManaged) / symbols, slot = (double)(intake - emptyManaged) / symbols, grain = (double)(activations - intake) / symbols;
        return new(GridRuntime.Description, Environment.ProcessorCount, symbols, BarWindow.DefaultCapacity, runs, managed, all, resident, (double)(resident - emptyResident) / symbols, parts.Saved,
            [new("window of bars", parts.Window), new("indicators and their last values", parts.Indicators), new("consensus and last decision", parts.Consensus),
                new("place in the shard", slot), new("activation of the grain", grain), new("overview, last answers, rest", all - parts.Window - parts.Indicators - parts.Consensus - slot - grain)],
            Allocations(), Spread.Of(ofTicks), Spread.Of(ofBars));
    }

    private static TickBatch?[] Ticks(string[] symbols, DateTime timeUtc, int ofEach, long sequence) =>
    [
        .. Enumerable.Range(0, ShardCount).GroupJoin(symbols, shard => shard, symbol => Shards.Of(symbol, ShardCount), (_, own) => own.ToArray()).Select(own => own.Length == 0
            ? null
            : new TickBatch([.. Enumerable.Range(0, ofEach).SelectMany(i => own.Select(symbol => new Tick(symbol, timeUtc.AddMilliseconds(i), 100, 1, "load", sequence + i)))], [], timeUtc)),
    ];

    private static void Print(Result result)
    {
        var invariant = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(invariant, $"{result.Runtime}, {result.Cores} cores, {result.Symbols:N0} symbols, windows of {result.WindowBars} bars full"));
        Console.WriteLine(string.Create(invariant, $"managed  {result.ManagedBytes / 1e6,8:F0} MB{result.ManagedBytesPerSymbol,10:N0} B a symbol"));
        Console.WriteLine(string.Create(invariant, $"resident {result.ResidentBytes / 1e6,8:F0} MB{result.ResidentBytesPerSymbol,10:N0} B a symbol; at rest {result.SavedBytesPerSymbol:N0} B a symbol"));
        foreach (Part part in result.Parts)
            Console.WriteLine(string.Create(invariant, $"  {part.Name,-36}{part.Bytes,9:N0} B"));
        Console.WriteLine(string.Create(invariant, $"allocated by Domain alone: {result.Domain.BytesPerTick:F1} B a tick, {result.Domain.BytesPerBar:N1} B a bar, {result.Domain.BytesPerSymbol:N0} B to begin a symbol and fill its window"));
        Console.WriteLine(string.Create(invariant,
            $"through the grid: {result.GridBytesPerTick.Median:F1} ({result.GridBytesPerTick.Min:F1}…{result.GridBytesPerTick.Max:F1}) B a tick, {result.GridBytesPerBar.Median:N0} ({result.GridBytesPerBar.Min:N0}…{result.GridBytesPerBar.Max:N0}) B a bar; median of {result.Runs}"));
    }
}
