using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Benchmarks.Silos;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Commands;
using GoldenSignals.Tests;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>silos</c>: what a cluster gives on Microsoft Orleans, each silo a process of its own.</summary>
public static class SilosScenario
{
    private static readonly string[] s_parts = ["throughput"];

    /// <param name="LoadBefore">Mean number of runnable processes on the machine in the minute before.</param>
    internal sealed record Result(string Runtime, int Cores, int Symbols, int Bars, int Runs, double LoadBefore, double LoadAfter, ScaleRun.Row[]? Throughput)
    {
        public bool Holds => Throughput?.All(row => row.SameDecisions) != false;
    }

    public static Command Create()
    {
        var parts = new Option<string[]>("--parts") { Description = $"What is measured: {string.Join(", ", s_parts)}. Default: all", AllowMultipleArgumentsPerToken = true };
        parts.AcceptOnlyFromAmong(s_parts);
        var symbols = new Option<int>("--symbols") { Description = "Symbols of the throughput", DefaultValueFactory = _ => 10_000 };
        var bars = new Option<int>("--bars") { Description = "Bars of each symbol in a run", DefaultValueFactory = _ => 30 };
        var runs = new Option<int>("--runs") { Description = "Runs; the median is shown, and the range", DefaultValueFactory = _ => 5 };
        var quick = new Option<bool>("--quick") { Description = "Fewer symbols and runs" };
        var json = CommandLine.Json();
        var command = new Command("silos", "Scale-out, failover and restarts of a cluster of silos (Microsoft Orleans and PostgreSQL)") { parts, symbols, bars, runs, quick, json };
        command.SetAction(async (parsed, cancel) =>
        {
            if (!GridRuntime.Description.StartsWith("Orleans ", StringComparison.Ordinal))
            {
                Console.WriteLine($"silos needs Microsoft Orleans; this build runs on {GridRuntime.Description}, which has no clustering");
                return CommandLine.Done;
            }
            if (PostgresServer.MissingMessage is { } missing)
            {
                await Console.Error.WriteLineAsync($"error: {missing}");
                return CommandLine.Failed;
            }
            bool brief = parsed.GetValue(quick);
            string[] wanted = parsed.GetValue(parts) is { Length: > 0 } some ? some : s_parts;
            Result result = await Run(
                wanted, brief ? Math.Min(2_000, parsed.GetValue(symbols)) : parsed.GetValue(symbols), parsed.GetValue(bars),
                brief ? Math.Min(3, parsed.GetValue(runs)) : parsed.GetValue(runs), cancel);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
            else
                Print(result);
            return result.Holds ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static async Task<Result> Run(string[] parts, int symbols, int bars, int runs, CancellationToken cancel)
    {
        double load = Load.Now;
        await using PostgresServer server = await PostgresServer.Create();
        cancel.ThrowIfCancellationRequested();
        int[] counts = Environment.ProcessorCount >= 4 ? [1, 2, 4] : [1, 2];
        ScaleRun.Row[]? scale = parts.Contains("throughput") ? await new ScaleRun(symbols, bars, runs).Run(server, counts) : null;
        return new(GridRuntime.Description, Environment.ProcessorCount, symbols, bars, runs, load, Load.Now, scale);
    }

    private static void Print(Result result)
    {
        Say($"{result.Runtime}, {result.Cores} cores, {result.Symbols:N0} symbols, median of {result.Runs} (min…max); load of the machine {result.LoadBefore:F1} before, {result.LoadAfter:F1} after");
        if (result.Throughput is { } rows)
        {
            Say($"throughput: closed bars, one a call of a symbol's shard, {result.Bars} of each symbol, journal in memory, each silo feeds its own shards");
            foreach (ScaleRun.Row row in rows)
            {
                Say($"  {row.Silos} silo(s){(row.Pinned ? ", a core each" : "")}: {Range(row.BarsPerSecond, "N0")} bars/s, {row.CpuMicrosecondsPerBar:F1} us CPU/bar, x{Range(row.Speedup, "F2")}, shards max/mean {row.Imbalance:F2}, decisions as one silo: {(row.SameDecisions ? "yes" : "NO")}");
                Say($"      plain loops in as many processes: {Range(row.LoopBarsPerSecond, "N0")} bars/s, x{Range(row.LoopSpeedup, "F2")}");
            }
        }
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static string Range(Spread spread, string format)
    {
        var invariant = CultureInfo.InvariantCulture;
        return $"{spread.Median.ToString(format, invariant)} ({spread.Min.ToString(format, invariant)}…{spread.Max.ToString(format, invariant)})";
    }
}
