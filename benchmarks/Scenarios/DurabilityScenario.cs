using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GoldenSignals.Benchmarks.Loads;
using GoldenSignals.Grains;
using GoldenSignals.Silo;
using GoldenSignals.Silo.Commands;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>durability</c>: what journal, snapshots and history take from a grid's throughput, and how fast it comes back with the state that it had.</summary>
public static class DurabilityScenario
{
    private const int ShardCount = 64;
    private const long TickCalls = 250;                               // a bit over a minute

    /// <param name="Load">20 trades of every symbol a second, a bar each minute, or closed bars only.</param>
    /// <param name="Unit">What is counted: ticks or bars.</param>
    /// <param name="Cost">Share of the throughput, by wall clock, that keeping everything takes.</param>
    /// <param name="BytesPerUnit">In the journal.</param>
    public sealed record Row(string Load, string Unit, double OffPerSecond, double OnPerSecond, double Cost, double CpuCost, double BytesPerUnit);

    /// <param name="SnapshotSeconds">All shards, one after another's end, as the grid stops.</param>
    /// <param name="RestartSeconds">From the start of the host until every shard has its state: from snapshots alone.</param>
    /// <param name="TailRestartSeconds">The same from older snapshots and the journal behind them.</param>
    /// <param name="SameState">Whether every symbol's state and consensus came back bit for bit, both times.</param>
    public sealed record Result(
        string Runtime, int Cores, int Symbols, int Runs, Row[] Rows, double SnapshotSeconds, long SnapshotBytes, double RestartSeconds, double TailRestartSeconds, long TailRecords, bool SameState);

    public static Command Create()
    {
        var symbols = new Option<int>("--symbols") { Description = "Symbols", DefaultValueFactory = _ => 10_000 };
        var runs = new Option<int>("--runs") { Description = "Runs; the median is shown", DefaultValueFactory = _ => 5 };
        var quick = new Option<bool>("--quick") { Description = "Fewer symbols and runs: under 20 s" };
        var folder = new Option<string?>("--folder") { Description = "Where to write; default: the system's folder for temporary files", HelpName = "FOLDER" };
        var json = CommandLine.Json();
        var command = new Command("durability", "What journal, snapshots and history cost, and how fast a grid comes back") { symbols, runs, folder, quick, json };
        command.SetAction(async (parsed, cancel) =>
        {
            string place = Path.Combine(parsed.GetValue(folder) ?? Path.GetTempPath(), $"durability-benchmark-{Environment.ProcessId}");
            try
            {
                bool brief = parsed.GetValue(quick);
                Result result = await Run(place, brief ? Math.Min(1_000, parsed.GetValue(symbols)) : parsed.GetValue(symbols), brief ? 2 : parsed.GetValue(runs), cancel);
                if (parsed.GetValue(json))
                    Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
                else
                    Print(result);
                return result.SameState ? CommandLine.Done : CommandLine.Failed;
            }
            finally
            {
                if (Directory.Exists(place))
                    Directory.Delete(place, recursive: true);
            }
        });
        return command;
    }

    private static async Task<Result> Run(string folder, int symbols, int runs, CancellationToken cancel)
    {
        string ticks = Path.Combine(folder, "ticks"), bars = Path.Combine(folder, "bars"), killed = Path.Combine(folder, "killed");
        Row tickRow = await Cost("trades, bars of 1 min", "tick", ticks, runs, perRun: TickCalls * TickLoad.TradesPerCall * symbols, Ticks, cancel);
        var load = new BarLoad(symbols, seed: 7);
        Row barRow = await Cost("closed bars", "bar", bars, runs, perRun: 20L * symbols, Bars, cancel);

        // The grid of the bars is warm by now. It stops, comes back, goes on, is killed, and comes back.
        BenchmarkGrid first = await Started(bars, cancel);
        await first.Send(Enumerable.Range(0, 60).Select(_ => Parts(load)));
        string before = await State(first, load.Symbols);
        double save = await Seconds(() => first.DisposeAsync().AsTask());
        long bytes = new DirectoryInfo(Path.Combine(bars, "snapshots")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        BenchmarkGrid? second = null;
        double restart = await Seconds(async () => second = await Started(bars, cancel));
        bool same = before == await State(second!, load.Symbols);

        await second!.Send(Enumerable.Range(0, 5).Select(_ => Parts(load)));
        before = await State(second!, load.Symbols);
        Copy(bars, killed);                                          // acknowledged is on disk: this is what kill -9 would leave behind
        await second!.DisposeAsync();
        BenchmarkGrid? third = null;
        double tail = await Seconds(async () => third = await Started(killed, cancel));
        same &= before == await State(third!, load.Symbols);
        long records = third!.Host.Services.GetRequiredService<GridStart>().Recovery!.Records;
        await third.DisposeAsync();
        return new(GridRuntime.Description, Environment.ProcessorCount, symbols, runs, [tickRow, barRow], save, bytes, restart, tail, records, same);

        TickBatch?[][] Ticks(TickLoad from) => [.. Enumerable.Range(0, (int)TickCalls).Select(_ => from.Next(ShardCount))];
        TickBatch?[][] Bars(TickLoad _) => [.. Enumerable.Range(0, 20).Select(_ => Parts(load))];

        async Task<Row> Cost(string name, string unit, string place, int times, long perRun, Func<TickLoad, TickBatch?[][]> next, CancellationToken stop)
        {
            var trades = new TickLoad(symbols, seed: 3);
            BenchmarkGrid off = await Started(null, stop), on = await Started(place, stop);
            var ofOff = new List<Measured>();
            var ofOn = new List<Measured>();
            for (int run = -1; run < times; run++)
            {
                TickBatch?[][] slices = next(trades);
                Measured a = await Measured.Of(() => off.Send(slices)), b = await Measured.Of(() => on.Send(slices));
                if (run >= 0)
                    (ofOff, ofOn) = ([.. ofOff, a], [.. ofOn, b]);
                await Console.Error.WriteLineAsync($"{name}: run {run + 1} of {times}");
            }
            long length = new DirectoryInfo(Path.Combine(place, "journal")).EnumerateFiles().Sum(file => file.Length);
            await off.DisposeAsync();
            await on.DisposeAsync();
            double offSeconds = Spread.Of(ofOff.Select(m => m.Seconds)).Median, onSeconds = Spread.Of(ofOn.Select(m => m.Seconds)).Median;
            return new(name, unit, perRun / offSeconds, perRun / onSeconds, 1 - offSeconds / onSeconds,
                1 - Spread.Of(ofOff.Select(m => m.CpuSeconds)).Median / Spread.Of(ofOn.Select(m => m.CpuSeconds)).Median, (double)length / (perRun * (times + 1)));
        }
    }

    private static TickBatch?[] Parts(BarLoad load) => BarLoad.Split(load.Next(1), ShardCount);

    /// <summary>A digest of what every symbol and its consensus remember.</summary>
    private static async Task<string> State(BenchmarkGrid grid, string[] symbols)
    {
        IGrainFactory grains = grid.Grains;
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string[] some in symbols.Order(StringComparer.Ordinal).Chunk(500))
        {
            SavedState[] states = await Task.WhenAll(some.Select(symbol => grains.GetGrain<ISymbolGrain>(symbol).Save()));
            SavedStates[] votes = await Task.WhenAll(some.Select(symbol => grains.GetGrain<IConsensusGrain>(Shards.Of(symbol, ShardCount)).Save(new([symbol], []))));
            for (int i = 0; i < some.Length; i++)
            {
                sha.AppendData(Encoding.UTF8.GetBytes(some[i]));
                sha.AppendData(states[i].Bytes);
                sha.AppendData(votes[i].States[0]);
            }
        }
        return Convert.ToHexString(sha.GetHashAndReset());
    }

    /// <param name="folder">Null for a grid that keeps nothing.</param>
    private static Task<BenchmarkGrid> Started(string? folder, CancellationToken cancel) => BenchmarkGrid.Start(cancel, null,
        ("Journal:Durability", folder is null ? "Memory" : "Durable"), ("Journal:Folder", folder ?? "data"), ("Snapshots:Interval", "1.00:00:00"));

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock"))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static async Task<double> Seconds(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalSeconds;
    }

    private static void Print(Result result)
    {
        var invariant = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(invariant, $"{result.Runtime}, {result.Cores} cores, {result.Symbols:N0} symbols, median of {result.Runs}"));
        foreach (Row row in result.Rows)
            Console.WriteLine(string.Create(invariant, $"{row.Load,-22} {row.OffPerSecond,12:N0} {row.Unit}s/s off {row.OnPerSecond,12:N0} on: {row.Cost,6:P1} less, {row.CpuCost,6:P1} of the CPU, {row.BytesPerUnit:N0} B/{row.Unit}"));
        Console.WriteLine(string.Create(invariant, $"stop, with a snapshot of everything: {result.SnapshotSeconds:F1} s, {result.SnapshotBytes / 1e6:N0} MB"));
        Console.WriteLine(string.Create(invariant, $"restart from it: {result.RestartSeconds:F1} s; from it and {result.TailRecords:N0} records behind it: {result.TailRestartSeconds:F1} s; same state, bit for bit: {(result.SameState ? "yes" : "NO")}"));
    }
}
