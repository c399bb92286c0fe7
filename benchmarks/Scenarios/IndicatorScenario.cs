using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Benchmarks.Loads;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>indicators</c>: what each indicator and the whole set cost at a closed bar, in order of the symbols and in random order.</summary>
public static class IndicatorScenario
{
    private const int History = 300;                                 // bars before the clock starts: every window is full

    /// <param name="InOrderNs">Time of one bar, symbols one after the other as they lie in memory.</param>
    /// <param name="RandomNs">The same in random order of the symbols: what a grid sees.</param>
    /// <param name="StateBytes">State of one symbol.</param>
    /// <param name="AllocatedBytes">Bytes allocated per bar.</param>
    public sealed record Row(string Name, int Columns, double InOrderNs, double RandomNs, long StateBytes, double AllocatedBytes);

    public sealed record Result(int Symbols, int Runs, int Indicators, int Columns, Row Set, Row[] Each);

    public static Command Create()
    {
        var symbols = new Option<int>("--symbols") { Description = "Symbols", DefaultValueFactory = _ => 10_000 };
        var runs = new Option<int>("--runs") { Description = "Runs; the median is shown", DefaultValueFactory = _ => 5 };
        var set = new Option<bool>("--set-only") { Description = "The whole set only, not each indicator" };
        var quick = new Option<bool>("--quick") { Description = "Fewer symbols and runs: under 20 s" };
        var json = CommandLine.Json();
        var command = new Command("indicators", "Time and bytes of each indicator and of the whole set, in order and in random order of the symbols") { symbols, runs, set, quick, json };
        command.SetAction((parsed, cancel) =>
        {
            bool brief = parsed.GetValue(quick);
            Result result = Run(brief ? Math.Min(2_000, parsed.GetValue(symbols)) : parsed.GetValue(symbols),
                brief ? Math.Min(3, parsed.GetValue(runs)) : parsed.GetValue(runs), parsed.GetValue(set), cancel);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
            else
                Print(result);
            return Task.FromResult(CommandLine.Done);
        });
        return command;
    }

    private static Result Run(int symbols, int runs, bool setOnly, CancellationToken cancel)
    {
        Bar[] bars = [.. new BarLoad(1, seed: 3).Next(4096).Bars.Select(bar => bar.Bar)];
        Row set = Measure($"whole set ({IndicatorCatalog.All.Count + IndicatorCatalog.Derived.Count})", new(IndicatorCatalog.All, IndicatorCatalog.Derived), bars, symbols, runs);
        var each = new List<Row>();
        foreach (Indicator indicator in setOnly ? [] : IndicatorCatalog.All)
        {
            cancel.ThrowIfCancellationRequested();
            each.Add(Measure(indicator.Columns[0], new([indicator]), bars, symbols, runs));
            Console.Error.Write($"\r{each.Count} of {IndicatorCatalog.All.Count} indicators");
        }
        Console.Error.WriteLine();
        return new(symbols, runs, IndicatorCatalog.All.Count + IndicatorCatalog.Derived.Count, set.Columns, set, [.. each.OrderByDescending(row => row.RandomNs)]);
    }

    private static Row Measure(string name, IndicatorSet set, Bar[] bars, int symbols, int runs)
    {
        double[][] blocks = [.. Enumerable.Range(0, symbols).Select(_ => new double[set.Words])];
        double[][] values = [.. Enumerable.Range(0, 64).Select(_ => new double[set.Columns])];
        int[] inOrder = [.. Enumerable.Range(0, symbols)], shuffled = [.. inOrder];
        new Random(11).Shuffle(shuffled);
        int step = 0;
        for (int i = 0; i < History; i++)
            Pass(inOrder);

        var ordered = new List<double>();
        var random = new List<double>();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int run = 0; run < runs; run++)
        {
            ordered.Add(Timed(inOrder));
            random.Add(Timed(shuffled));
        }
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return new(name, set.Columns, Median(ordered), Median(random), set.Words * 8L, Math.Round(allocated / (2.0 * runs * 4 * symbols), 1));

        double Timed(int[] order)
        {
            const int passes = 4;
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < passes; i++)
                Pass(order);
            return Stopwatch.GetElapsedTime(start).TotalNanoseconds / ((double)passes * symbols);
        }

        void Pass(int[] order)
        {
            foreach (int symbol in order)
                set.Next(blocks[symbol], bars[(step + symbol) % bars.Length], values[symbol % values.Length], TimeSpan.FromMinutes(1));
            step++;
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Print(Result result)
    {
        var invariant = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(invariant, $"{result.Indicators} indicators, {result.Columns} columns, {result.Symbols:N0} symbols, median of {result.Runs}; ns and bytes a bar"));
        Console.WriteLine($"{"",-28}{"columns",8}{"in order",12}{"random",12}{"state B",10}{"allocated",11}");
        foreach (Row row in result.Each.Append(result.Set))
            Console.WriteLine(string.Create(invariant, $"{row.Name,-28}{row.Columns,8}{row.InOrderNs,9:F0} ns{row.RandomNs,9:F0} ns{row.StateBytes,10:N0}{row.AllocatedBytes,11:F1}"));
    }
}
