using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Benchmarks.Loads;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>latency</c>: from the tick that closes a bar to its decision at a subscriber of the grid's streams, at a fixed rate of ticks.</summary>
/// <remarks>
/// Open loop: a tick's time is when it was to be sent, so a grid that falls behind is charged for the ticks that wait for it.
/// The grid is live. Every twentieth tick closes a bar, spread evenly over time (<see cref="PacedLoad"/>).
/// </remarks>
public static class LatencyScenario
{
    /// <summary>All in milliseconds.</summary>
    public sealed record Figures(double P50, double P99, double P999, double Max)
    {
        public static Figures Of(IEnumerable<double> milliseconds)
        {
            double[] sorted = [.. milliseconds.Order()];
            return new(Spread.Quantile(sorted, 0.5), Spread.Quantile(sorted, 0.99), Spread.Quantile(sorted, 0.999), Spread.Quantile(sorted, 1));
        }
    }

    /// <param name="TicksPerSecond">As scheduled.</param>
    /// <param name="OfCapacity">The rate as a share of the capacity.</param>
    /// <param name="Decided">Of all runs: from the time that the tick which closes a bar was to be sent to its decision at the subscriber.</param>
    /// <param name="P50">Of the runs, in milliseconds.</param>
    /// <param name="P99">Of the runs, in milliseconds.</param>
    /// <param name="Acknowledged">From the time that a batch was to be sent to its receipt.</param>
    /// <param name="Late">How long after its time a batch was sent: what the sender and the machine add by themselves.</param>
    /// <param name="Cores">CPU seconds of the whole process in a second.</param>
    /// <param name="GcShare">Share of the time that it was paused for garbage.</param>
    /// <param name="SenderNanosecondsPerTick">Time that making it took.</param>
    public sealed record Row(
        double TicksPerSecond, double OfCapacity, Figures Decided, Spread P50, Spread P99, Figures Acknowledged, Figures Late,
        long Decisions, long Expected, long Wrong, long Refused, double Cores, double GcShare, double SenderNanosecondsPerTick)
    {
        public bool IsWhole => Decisions == Expected && Wrong + Refused == 0;
    }

    /// <param name="Period">Milliseconds from one batch of a shard to its next.</param>
    /// <param name="Capacity">Ticks a second, closed loop, from batches of the same period.</param>
    public sealed record Result(string Runtime, int Cores, int Symbols, int Shards, int WarmUpBars, int Period, int Runs, double SecondsOfRun, double Capacity, Row[] Rows);

    public static Command Create()
    {
        var symbols = new Option<int>("--symbols") { Description = "Symbols", DefaultValueFactory = _ => 10_000 };
        var rate = new Option<double>("--rate") { Description = "Ticks a second", DefaultValueFactory = _ => 200_000 };
        var seconds = new Option<double>("--seconds") { Description = "Time for each row, all its runs together", DefaultValueFactory = _ => 60 };
        var period = new Option<int>("--period") { Description = "Milliseconds from one batch of a shard to its next", DefaultValueFactory = _ => 10 };
        var curve = new Option<bool>("--curve") { Description = "A row for each tenth of the capacity up to 90 %, in place of --rate" };
        var runs = new Option<int>("--runs") { Description = "Runs, whose spread is shown", DefaultValueFactory = _ => 5 };
        var quick = new Option<bool>("--quick") { Description = "A tenth of the symbols and the rate, 5 s: under 20 s" };
        var json = CommandLine.Json();
        var command = new Command("latency", "From a tick to the decision that follows from it, at a fixed rate") { symbols, rate, seconds, period, curve, runs, quick, json };
        command.SetAction(async (parsed, cancel) =>
        {
            bool brief = parsed.GetValue(quick);
            Result result = await Run(
                parsed.GetValue(symbols) / (brief ? 10 : 1), parsed.GetValue(rate) / (brief ? 10 : 1), brief ? 5 : parsed.GetValue(seconds),
                parsed.GetValue(period), parsed.GetValue(curve), parsed.GetValue(runs), cancel);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
            else
                Print(result);
            return result.Rows.All(row => row.IsWhole) ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static async Task<Result> Run(int symbols, double rate, double seconds, int period, bool curve, int runs, CancellationToken cancel)
    {
        await using BenchmarkGrid grid = await BenchmarkGrid.Start(cancel, null, ("Grid:Live", "true"), ("Grid:Publish", "true"));
        DecisionStream decisions = await DecisionStream.Open(grid);
        var bars = new BarLoad(symbols, seed: 7);
        await WarmUp.Run(grid, bars, WarmUp.Least);
        await decisions.Until((long)WarmUp.Least * symbols, cancel);
        var load = new PacedLoad(bars, grid.Shards.Length);
        var sender = new PacedSender(grid, load, decisions, period);
        double capacity = await sender.Capacity(rate, cancel);
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"capacity: {capacity:N0} ticks/s"));
        await sender.Send(Math.Min(rate, capacity / 2), 0.5, null, cancel);     // compiles the schedule's code

        var rows = new List<Row>();
        foreach (double each in curve ? Enumerable.Range(1, 9).Select(tenth => tenth / 10.0 * capacity) : [rate])
        {
            rows.Add(await Measure(sender, each, each / capacity, seconds / runs, runs, cancel));
            await Console.Error.WriteLineAsync(Line(rows[^1]));
        }
        return new(GridRuntime.Description, Environment.ProcessorCount, symbols, grid.Shards.Length, WarmUp.Least, period, runs, seconds / runs, capacity, [.. rows]);
    }

    private static async Task<Row> Measure(PacedSender sender, double rate, double ofCapacity, double seconds, int runs, CancellationToken cancel)
    {
        var probes = new List<PacedSender.Probe>();
        (double making, long refused) = (sender.MakingSeconds, sender.Refused + sender.Duplicates);
        (double elapsed, double cpu, double paused) = (0, 0, 0);
        for (int run = 0; run < runs; run++)
        {
            probes.Add(sender.Watch(rate, seconds));
            GC.Collect();
            (long start, TimeSpan used, TimeSpan pause) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetTotalPauseDuration());
            await sender.Send(rate, seconds, probes[^1], cancel);
            elapsed += Stopwatch.GetElapsedTime(start).TotalSeconds;
            cpu += (Environment.CpuUsage.TotalTime - used).TotalSeconds;
            paused += (GC.GetTotalPauseDuration() - pause).TotalSeconds;
        }
        Figures[] each = [.. probes.Select(probe => Figures.Of(probe.Decided.Latencies.Milliseconds))];
        return new(rate, ofCapacity, Figures.Of(probes.SelectMany(probe => probe.Decided.Latencies.Milliseconds)), Spread.Of(each.Select(one => one.P50)), Spread.Of(each.Select(one => one.P99)),
            Figures.Of(probes.SelectMany(probe => probe.Acknowledged.Milliseconds)), Figures.Of(probes.SelectMany(probe => probe.Late.Milliseconds)),
            probes.Sum(probe => probe.Decided.Latencies.Count), probes.Sum(probe => probe.Decided.Expected), probes.Sum(probe => probe.Decided.Wrong), sender.Refused + sender.Duplicates - refused,
            cpu / elapsed, paused / elapsed, (sender.MakingSeconds - making) * 1e9 / (rate * seconds * runs));
    }

    private static void Print(Result result)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{result.Runtime}, {result.Cores} cores, {result.Symbols:N0} symbols, a batch for each of {result.Shards} shards every {result.Period} ms, {result.Runs} runs of {result.SecondsOfRun:F1} s after {result.WarmUpBars} bars; capacity {result.Capacity:N0} ticks/s"));
        foreach (Row row in result.Rows)
            Console.WriteLine(Line(row));
    }

    private static string Line(Row row) => string.Create(CultureInfo.InvariantCulture, $"""
        {row.TicksPerSecond,9:N0} ticks/s ({row.OfCapacity:P0} of capacity): decisions {row.Decisions:N0} of {row.Expected:N0}{(row.IsWhole ? "" : $", {row.Wrong:N0} WRONG, {row.Refused:N0} ticks REFUSED")}, {row.Cores:F2} cores, garbage {row.GcShare:P1}, {row.SenderNanosecondsPerTick:F0} ns to make a tick
          decision     p50 {row.Decided.P50,8:F2} ms ({row.P50.Min:F2} … {row.P50.Max:F2})  p99 {row.Decided.P99,8:F2} ({row.P99.Min:F2} … {row.P99.Max:F2})  p99.9 {row.Decided.P999,8:F2}  max {row.Decided.Max,8:F2}
          receipt      p50 {row.Acknowledged.P50,8:F2} ms  p99 {row.Acknowledged.P99,8:F2}  p99.9 {row.Acknowledged.P999,8:F2}  max {row.Acknowledged.Max,8:F2}
          sent late    p50 {row.Late.P50,8:F2} ms  p99 {row.Late.P99,8:F2}  p99.9 {row.Late.P999,8:F2}  max {row.Late.Max,8:F2}
        """);
}
