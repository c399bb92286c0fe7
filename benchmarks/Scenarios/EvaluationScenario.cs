using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Benchmarks.Loads;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>evaluation</c>: bars to decisions through the grains, against the same Domain work in a plain loop, in one run.</summary>
public static class EvaluationScenario
{
    /// <param name="Name">How the bars were evaluated.</param>
    /// <param name="BarsPerSecond">By wall clock; the grains use all cores, the loop one.</param>
    /// <param name="CpuMicrosecondsPerBar">CPU of the whole process: the figure to compare.</param>
    public sealed record Row(string Name, double BarsPerSecond, double CpuMicrosecondsPerBar, double BytesPerBar);

    /// <param name="AddedMicroseconds">CPU that the grains add to one evaluated bar.</param>
    /// <param name="Ratio">CPU through the grains over CPU of the loop.</param>
    /// <param name="SameDecisions">Whether both decided the same on every bar, by digest.</param>
    public sealed record Result(
        string Runtime, int Symbols, int Bars, int BarsPerCall, int Agents, int Cores, int Runs, Row Loop, Row Grains, double AddedMicroseconds, double Ratio, bool SameDecisions);

    public static Command Create()
    {
        var symbols = new Option<int>("--symbols") { Description = "Symbols", DefaultValueFactory = _ => 10_000 };
        var bars = new Option<int>("--bars") { Description = "Bars of each symbol that are timed", DefaultValueFactory = _ => 40 };
        var perCall = new Option<int>("--bars-per-call") { Description = "Bars of a symbol in one call", DefaultValueFactory = _ => 1 };
        var runs = new Option<int>("--runs") { Description = "Runs; the median is shown", DefaultValueFactory = _ => 5 };
        var quick = new Option<bool>("--quick") { Description = "Fewer symbols and runs: under 20 s" };
        var json = CommandLine.Json();
        var command = new Command("evaluation", "Bars to decisions through the grains, against the same work in a plain loop") { symbols, bars, perCall, runs, quick, json };
        command.SetAction(async (parsed, cancel) =>
        {
            bool brief = parsed.GetValue(quick);
            Result result = await Run(
                brief ? Math.Min(2_000, parsed.GetValue(symbols)) : parsed.GetValue(symbols), parsed.GetValue(bars), parsed.GetValue(perCall),
                brief ? Math.Min(3, parsed.GetValue(runs)) : parsed.GetValue(runs), cancel);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
            else
                Print(result);
            return result.SameDecisions ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static async Task<Result> Run(int symbols, int bars, int perCall, int runs, CancellationToken cancel)
    {
        var load = new BarLoad(symbols, seed: 7);
        var model = new DecisionModel();
        int calls = Math.Max(1, bars / perCall);
        long evaluated = (long)symbols * calls * perCall;

        var journal = new CountingJournal();
        await using BenchmarkGrid grid = await BenchmarkGrid.Start(cancel, services => services.AddSingleton<IJournal>(journal));
        var grains = new GrainTarget(grid, load, journal);
        var loop = new LoopTarget(model, load);

        // Both warm up on the same bars, and what they decide there is compared; then they take turns.
        bool same = await grains.Digest(load.Next(3)) == loop.Digest(load.Last);
        var ofLoop = new List<Measured>();
        var ofGrains = new List<Measured>();
        for (int run = -1; run < runs; run++)
        {
            BarLoad.Slice[] slices = [.. Enumerable.Range(0, calls).Select(_ => load.Next(perCall))];
            Measured a = await Measured.Of(() => { foreach (BarLoad.Slice slice in slices) loop.Decide(slice); return Task.CompletedTask; });
            Measured b = await Measured.Of(async () => { foreach (BarLoad.Slice slice in slices) await grains.Decide(slice); });
            if (run < 0)
                continue;                                            // the first turn warms up the compiler
            ofLoop.Add(a);
            ofGrains.Add(b);
            await Console.Error.WriteLineAsync($"run {run + 1} of {runs}");
        }
        same &= grains.Decisions == loop.Decisions;

        Row RowOf(string name, Measured m) => new(name, evaluated / m.Seconds, m.CpuSeconds * 1e6 / evaluated, (double)m.Bytes / evaluated);
        Row loopRow = RowOf("plain loop", Measured.Median(ofLoop)), grainRow = RowOf("grains", Measured.Median(ofGrains));
        return new(GridRuntime.Description, symbols, calls * perCall, perCall, model.Panel.Count, Environment.ProcessorCount, runs, loopRow, grainRow,
            grainRow.CpuMicrosecondsPerBar - loopRow.CpuMicrosecondsPerBar, grainRow.CpuMicrosecondsPerBar / loopRow.CpuMicrosecondsPerBar, same);
    }

    private static void Print(Result result)
    {
        var invariant = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(invariant, $"{result.Runtime}, {result.Cores} cores, {result.Symbols:N0} symbols, {result.BarsPerCall} bar(s) a call, {result.Agents} agents, median of {result.Runs}"));
        foreach (Row row in new[] { result.Loop, result.Grains })
            Console.WriteLine(string.Create(invariant, $"{row.Name,-12}{row.BarsPerSecond,12:N0} bars/s {row.CpuMicrosecondsPerBar,9:F2} us CPU/bar {row.BytesPerBar,9:N0} B/bar"));
        Console.WriteLine(string.Create(invariant, $"grains add {result.AddedMicroseconds:F2} us CPU a bar; ratio {result.Ratio:F2}; same decisions: {(result.SameDecisions ? "yes" : "NO")}"));
    }
}
