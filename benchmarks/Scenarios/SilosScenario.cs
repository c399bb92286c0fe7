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
    private static readonly string[] s_parts = ["throughput", "remote", "failover", "rolling", "join"];

    /// <param name="LoadBefore">Mean number of runnable processes on the machine in the minute before.</param>
    internal sealed record Result(string Runtime, int Cores, int Symbols, int Bars, int Runs, double LoadBefore, double LoadAfter)
    {
        public ScaleRun.Row[] Throughput { get; init; } = [];
        public RemoteRun.Row[] Remote { get; init; } = [];
        public FailoverRun.Row[] Failover { get; init; } = [];
        public RollingRun.Row? Rolling { get; init; }
        public JoinRun.Row? Join { get; init; }

        /// <summary>Whether nothing was lost, doubled or decided otherwise.</summary>
        public bool Holds => Throughput.All(row => row.SameDecisions) && Failover.All(row => row is { Lost: 0, Doubled: 0, Different: 0 })
            && Rolling is null or { Lost: 0, Doubled: 0, Different: 0 } && Join is null or { Missing: 0, Doubled: 0, SameDecisions: true };
    }

    public static Command Create()
    {
        var parts = new Option<string[]>("--parts") { Description = $"What is measured: {string.Join(", ", s_parts)}. Default: all", AllowMultipleArgumentsPerToken = true };
        parts.AcceptOnlyFromAmong(s_parts);
        var symbols = new Option<int>("--symbols") { Description = "Symbols of the throughput", DefaultValueFactory = _ => 10_000 };
        var bars = new Option<int>("--bars") { Description = "Bars of each symbol in a run", DefaultValueFactory = _ => 30 };
        var runs = new Option<int>("--runs") { Description = "Runs; the median is shown, and the range", DefaultValueFactory = _ => 5 };
        var quick = new Option<bool>("--quick") { Description = "Fewer symbols and runs; without --parts the first two alone" };
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
            string[] wanted = parsed.GetValue(parts) is { Length: > 0 } some ? some : brief ? s_parts[..2] : s_parts;
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
        int[] counts = Environment.ProcessorCount >= 4 ? [1, 2, 4] : [1, 2];
        // Where a part is long, fewer turns of it.
        ScaleRun.Row[] throughput = parts.Contains("throughput") ? await new ScaleRun(symbols, bars, runs).Run(server, counts) : [];
        RemoteRun.Row[] remote = parts.Contains("remote") ? await new RemoteRun(batches: 200, runs).Run(server) : [];
        FailoverRun.Row[] failover = parts.Contains("failover") ? await new FailoverRun(server, runs).Run(cancel) : [];
        RollingRun.Row? rolling = parts.Contains("rolling") ? await new RollingRun(server, Math.Max(1, runs / 2)).Run(cancel) : null;
        JoinRun.Row? join = parts.Contains("join") ? await new JoinRun(server, symbols: 256).Run(cancel) : null;
        return new(GridRuntime.Description, Environment.ProcessorCount, symbols, bars, runs, load, Load.Now)
        {
            Throughput = throughput, Remote = remote, Failover = failover, Rolling = rolling, Join = join,
        };
    }

    private static void Print(Result result)
    {
        Say($"{result.Runtime}, {result.Cores} cores, {result.Symbols:N0} symbols, median of {result.Runs} (min…max); load of the machine {result.LoadBefore:F1} before, {result.LoadAfter:F1} after");
        if (result.Throughput.Length > 0)
            Say($"throughput: closed bars, {result.Bars} of each symbol, one of each in a call to its shard, journal in memory; each silo feeds its own shards");
        foreach (ScaleRun.Row row in result.Throughput)
        {
            Say($"  {row.Silos} silo(s){(row.Pinned ? ", a core each" : "")}: {Range(row.BarsPerSecond, "N0")} bars/s, x{Range(row.Speedup, "F2")}, {row.CpuMicrosecondsPerBar:F1} us CPU/bar (by CPU x{row.CpuSpeedup:F2}), {row.CoresBusy:F2} cores busy; shards max/mean {row.Imbalance:F2}; decisions as one silo: {(row.SameDecisions ? "yes" : "NO")}");
            Say($"      plain loops in as many processes: {Range(row.LoopBarsPerSecond, "N0")} bars/s, x{Range(row.LoopSpeedup, "F2")}");
        }
        if (result.Remote.Length > 0)
            Say($"remote calls: small tick batches from a silo to its own shards and to those of the other; journal in memory; CPU of both silos");
        foreach (RemoteRun.Row row in result.Remote)
            Say($"  {row.Ticks,2} ticks: own {Range(row.LocalMicroseconds, "F1")} us a batch, other's {Range(row.RemoteMicroseconds, "F1")}: {Range(row.AddedMicroseconds, "F1")} us more, {row.AddedMicrosecondsPerTick:F2} us a tick; {row.LocalPerSecond:N0} and {row.RemotePerSecond:N0} batches/s");
        if (result.Failover.Length + (result.Rolling is null ? 0 : 1) > 0)
            Say($"two silos, journal (durable) and membership in PostgreSQL, {string.Join(", ", FailoverRun.Settings.Skip(1).Select(setting => $"{setting.Name} {setting.Value}"))}; a client sends to all {SiloCluster.Shards} shards");
        foreach (FailoverRun.Row row in result.Failover)
        {
            Say($"  SIG{row.Signal} to one: last shard answers after {Range(row.LastShardSeconds, "F1")} s; of its own the middle one after {Range(row.MedianShardSeconds, "F1")} s, of those beside the last after {Range(row.OtherShardSeconds, "F1")} s; {row.FailedCalls:N0} calls failed or took over 1 s, and were sent again");
            if (row.StaleSeconds is { } stale)
                Say($"      SIGCONT then: the silo that was given up ends itself after {Range(stale, "F1")} s");
            Say($"      {Kept(row.Decisions, row.Lost, row.Doubled, row.Different)}");
        }
        if (result.Rolling is { } rolling)
        {
            Say($"  rolling restart: {rolling.Failed:N0} of {rolling.Calls:N0} calls failed; p50 {rolling.P50Milliseconds:F1} ms, longest {Range(rolling.LongestMilliseconds, "N0")} ms; a silo stops in {Range(rolling.StopSeconds, "F1")} s");
            Reasons(rolling.Reasons);
            Say($"      {Kept(rolling.Decisions, rolling.Lost, rolling.Doubled, rolling.Different)}");
        }
        if (result.Join is { } join)
        {
            Say($"join and leave, {join.Symbols} symbols, {join.Bars} bars each: {join.Joined} silos joined, {join.Left} left ({join.Moved} of {SiloCluster.Shards} shards moved with the first); {join.Decisions:N0} decisions: missing {join.Missing}, doubled {join.Doubled}, digest as one silo's: {(join.SameDecisions ? "yes" : "NO")}; {join.Failed} calls failed");
            Reasons(join.Reasons);
        }
    }

    private static string Kept(long decisions, long lost, long doubled, int different) => string.Create(CultureInfo.InvariantCulture,
        $"{decisions:N0} decisions in the journal: lost {lost}, doubled {doubled}, symbols that differ from a plain loop {different}");

    private static void Reasons(IReadOnlyDictionary<string, int> reasons)
    {
        foreach ((string reason, int count) in reasons)
            Say($"      {count:N0} x {reason}");
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static string Range(Spread spread, string format)
    {
        var invariant = CultureInfo.InvariantCulture;
        return $"{spread.Median.ToString(format, invariant)} ({spread.Min.ToString(format, invariant)}…{spread.Max.ToString(format, invariant)})";
    }
}
