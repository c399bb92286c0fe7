using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Benchmarks.Loads;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>scale</c>: what a tick, an evaluated bar and a symbol cost as there are more symbols, each size in a process of its own.</summary>
public static class ScaleScenario
{
    private const string OneSize = "scale-size";

    private static readonly int[] s_sizes = [100, 1_000, 10_000, 50_000], s_few = [100, 400, 1_600];

    public sealed record Result(string Runtime, int Cores, int Runs, SizeRun[] Sizes, bool SameDecisions);

    public static Command Create()
    {
        var symbols = new Option<int[]>("--symbols") { Description = "Sizes; one row for each", DefaultValueFactory = _ => s_sizes, AllowMultipleArgumentsPerToken = true };
        var runs = new Option<int>("--runs") { Description = "Runs; the median is shown, and from the least to the most", DefaultValueFactory = _ => 5 };
        var quick = new Option<bool>("--quick") { Description = "Small sizes, fewer runs: under 20 s" };
        var json = CommandLine.Json();
        var command = new Command("scale", "A tick, a bar and a symbol as there are more symbols, each size in a process of its own") { symbols, runs, quick, json };
        command.SetAction(async (parsed, cancel) =>
        {
            bool brief = parsed.GetValue(quick);
            int times = brief ? Math.Min(3, parsed.GetValue(runs)) : parsed.GetValue(runs);
            (int history, int evaluations, int ticks) = brief ? (24, 5_000, 300_000) : (64, 60_000, 3_000_000);
            var sizes = new List<SizeRun>();
            foreach (int size in brief ? s_few : parsed.GetValue(symbols)!)
            {
                sizes.Add(await OwnProcess.Run<SizeRun>(OwnProcess.AsServe, cancel, OneSize, Text(size), Text(history), Text(evaluations), Text(ticks), Text(times)));
                await Console.Error.WriteLineAsync($"{size:N0} symbols");
            }
            var result = new Result(GridRuntime.Description, Environment.ProcessorCount, times, [.. sizes], sizes.TrueForAll(size => size.SameDecisions));
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
            else
                Print(result);
            return result.SameDecisions ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    /// <summary>The command that measures one size and writes it as JSON.</summary>
    public static Command CreateOneSize()
    {
        var numbers = new Argument<int[]>("numbers") { Description = "Symbols, bars of history, evaluations and ticks of a run, runs", Arity = new(5, 5) };
        var command = new Command(OneSize, "One row of scale") { numbers };
        command.Hidden = true;
        command.SetAction(async (parsed, cancel) =>
        {
            int[] given = parsed.GetValue(numbers)!;
            Console.WriteLine(JsonSerializer.Serialize(await SizeRun.Of(given[0], given[1], given[2], given[3], given[4], cancel), JsonSerializerOptions.Web));
            return CommandLine.Done;
        });
        return command;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Print(Result result)
    {
        var invariant = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(invariant, $"{result.Runtime}, {result.Cores} cores, {result.Sizes[0].HistoryBars} bars of history; median of {result.Runs} (least…most); CPU of the grid, and of a plain loop"));
        Console.WriteLine($"{"symbols",8}{"in a batch",12}  {"ns a tick",-26}{"us a bar",-32}{"managed",12}{"resident",12}{"grid",9}");
        foreach (SizeRun size in result.Sizes)
            Console.WriteLine(string.Create(invariant,
                $"{size.Symbols,8:N0}{size.TicksPerBatch,12:N0}  {Of(size.CpuNanosecondsPerTick, "F0")} loop {size.LoopNanosecondsPerTick.Median,-5:F0}   {Of(size.CpuMicrosecondsPerBar, "F1")} loop {size.LoopMicrosecondsPerBar.Median,-6:F1}{size.ManagedBytesPerSymbol / 1e3,9:F1} KB{size.ResidentBytesPerSymbol / 1e3,9:F1} KB{size.ResidentBytes / 1e6,6:F0} MB"));
        Console.WriteLine($"same decisions: {(result.SameDecisions ? "yes" : "NO")}");
    }

    private static string Of(Spread spread, string format) =>
        string.Create(CultureInfo.InvariantCulture, $"{spread.Median.ToString(format, CultureInfo.InvariantCulture)} ({spread.Min.ToString(format, CultureInfo.InvariantCulture)}…{spread.Max.ToString(format, CultureInfo.InvariantCulture)})");
}
