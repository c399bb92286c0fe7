using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Benchmarks.Loads;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>start</c>: from the start of the served program until it is ready, with nothing kept and from snapshots, against a bare server.</summary>
public static class StartScenario
{
    private const int ShardCount = 64;

    /// <param name="Start">Of what.</param>
    /// <param name="ListenSeconds">From the start of the process until it listens, by wall clock.</param>
    /// <param name="ReadySeconds">Until <c>/health/ready</c> says so: a tick has come out as a decision.</param>
    /// <param name="CpuSeconds">That the process had taken by then, on all cores.</param>
    /// <param name="ResidentMegabytes">Working set then.</param>
    /// <param name="Symbols">That it knew then, in the run with the fewest; a simulated market begins when the grid is up.</param>
    public sealed record Row(string Start, Spread ListenSeconds, Spread ReadySeconds, Spread CpuSeconds, Spread ResidentMegabytes, int Symbols);

    /// <param name="RestoredBars">Of each symbol in the snapshots.</param>
    /// <param name="SnapshotBytes">Read at the start from snapshots.</param>
    /// <param name="AllRestored">Whether every symbol of the snapshots was known when the grid was ready, each time.</param>
    public sealed record Result(string Runtime, int Cores, int RestoredSymbols, int RestoredBars, long SnapshotBytes, int Runs, Row[] Rows, bool AllRestored);

    public static Command Create()
    {
        var symbols = new Option<int>("--symbols") { Description = "Symbols in the snapshots that it comes back from, and of the largest simulated market", DefaultValueFactory = _ => 10_000 };
        var bars = new Option<int>("--bars") { Description = "Bars of each in the snapshots", DefaultValueFactory = _ => 256 };
        var runs = new Option<int>("--runs") { Description = "Runs; the median is shown, and from the least to the most", DefaultValueFactory = _ => 5 };
        var quick = new Option<bool>("--quick") { Description = "Fewer symbols and runs: under 20 s" };
        var folder = new Option<string?>("--folder") { Description = "Where to write; default: the system's folder for temporary files", HelpName = "FOLDER" };
        var json = CommandLine.Json();
        var command = new Command("start", "From the start of the served program until it is ready, with nothing kept and from snapshots") { symbols, bars, runs, folder, quick, json };
        command.SetAction(async (parsed, cancel) =>
        {
            string place = Path.Combine(parsed.GetValue(folder) ?? Path.GetTempPath(), $"start-benchmark-{Environment.ProcessId}");
            try
            {
                bool brief = parsed.GetValue(quick);
                Result result = await Run(place, brief ? Math.Min(1_000, parsed.GetValue(symbols)) : parsed.GetValue(symbols), brief ? Math.Min(64, parsed.GetValue(bars)) : parsed.GetValue(bars),
                    brief ? 1 : parsed.GetValue(runs), brief ? [0, 500] : [0, 500, parsed.GetValue(symbols)], cancel);
                if (parsed.GetValue(json))
                    Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
                else
                    Print(result);
                return result.AllRestored ? CommandLine.Done : CommandLine.Failed;
            }
            finally
            {
                if (Directory.Exists(place))
                    Directory.Delete(place, recursive: true);
            }
        });
        return command;
    }

    private static async Task<Result> Run(string folder, int symbols, int bars, int runs, int[] markets, CancellationToken cancel)
    {
        string kept = Path.Combine(folder, "kept"), document = Path.Combine(folder, "document.json");
        await Keep(kept, symbols, bars, cancel);
        long bytes = new DirectoryInfo(Path.Combine(kept, "snapshots")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        await File.WriteAllTextAsync(document, "null", cancel);

        List<(string Name, Func<int, Task<StartRun>> Start)> kinds = [("bare server", _ => StartRun.OfBareServer(document, cancel))];
        foreach (int market in markets)
            kinds.Add((market == 0 ? "nothing kept, no market" : Invariant($"nothing kept, {market:N0} simulated"), run => StartRun.OfGrid(Path.Combine(folder, $"new-{market}-{run}"), market, "1s", cancel)));
        kinds.Add((Invariant($"snapshots of {symbols:N0} symbols"), _ => StartRun.OfGrid(kept, 0, "1m", cancel)));

        var starts = kinds.Select(_ => new List<StartRun>()).ToArray();
        for (int run = 0; run < runs; run++)
            for (int kind = 0; kind < starts.Length; kind++)
            {
                starts[kind].Add(await kinds[kind].Start(run));
                await Console.Error.WriteLineAsync(Invariant($"{kinds[kind].Name}: run {run + 1} of {runs}, {starts[kind][^1].ReadySeconds:F2} s"));
            }
        Row[] rows = [.. kinds.Zip(starts, (kind, its) => new Row(kind.Name, Spread.Of(its.Select(run => run.ListenSeconds)), Spread.Of(its.Select(run => run.ReadySeconds)),
            Spread.Of(its.Select(run => run.CpuSeconds)), Spread.Of(its.Select(run => run.ResidentBytes / 1e6)), its.Min(run => run.Symbols)))];
        return new(GridRuntime.Description, Environment.ProcessorCount, symbols, bars, bytes, runs, rows, starts[^1].TrueForAll(run => run.Symbols == symbols));
    }

    /// <summary>What a grid leaves behind that has decided so many bars and was stopped.</summary>
    private static async Task Keep(string folder, int symbols, int bars, CancellationToken cancel)
    {
        await using BenchmarkGrid grid = await BenchmarkGrid.Start(cancel, null, ("Journal:Durability", "Durable"), ("Journal:Folder", folder), ("Snapshots:Interval", "1.00:00:00"),
            ("Grid:Live", "true"), ("Grid:KeepBarInterval", "false"), ("Grid:Interval", "00:01:00"));
        var load = new BarLoad(symbols, seed: 7);
        for (int bar = 0; bar < bars; bar++)
        {
            await grid.Send(load.Step(ShardCount));
            if (bar % 64 == 63)
                await Console.Error.WriteLineAsync($"{bar + 1} of {bars} bars to come back with");
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static void Print(Result result)
    {
        Console.WriteLine(Invariant($"{result.Runtime}, {result.Cores} cores; snapshots of {result.RestoredSymbols:N0} symbols, {result.RestoredBars} bars of each, {result.SnapshotBytes / 1e6:F0} MB; median of {result.Runs} (least…most)"));
        foreach (Row row in result.Rows)
            Console.WriteLine(Invariant(
                $"{row.Start,-32}listens{row.ListenSeconds.Median,6:F2} s, ready{row.ReadySeconds.Median,6:F2} ({row.ReadySeconds.Min:F2}…{row.ReadySeconds.Max:F2}) s, CPU{row.CpuSeconds.Median,6:F2} ({row.CpuSeconds.Min:F2}…{row.CpuSeconds.Max:F2}) s,{row.ResidentMegabytes.Median,6:F0} MB, {row.Symbols:N0} symbols"));
        Console.WriteLine($"every symbol came back: {(result.AllRestored ? "yes" : "NO")}");
    }
}
