using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Benchmarks.Loads;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>ticks</c>: trades into developing bars through the shard grains, journal off and on, against a plain loop on one thread.</summary>
public static class TickScenario
{
    private const int ChunkTicks = 1_500_000;                        // made at a time: 144 MB

    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);

    /// <param name="Order">In which symbols trade: random, or busy ones more often by Zipf's law.</param>
    /// <param name="Way">Plain loop, or the grid with its journal off or on.</param>
    /// <param name="TicksPerSecond">By wall clock; the grid uses all cores, the loop one.</param>
    /// <param name="CpuNanosecondsPerTick">CPU of the whole process: the figure to compare.</param>
    /// <param name="BytesPerTick">Allocated, that of sending included.</param>
    public sealed record Row(string Order, string Way, Spread TicksPerSecond, Spread CpuNanosecondsPerTick, double BytesPerTick);

    /// <param name="ThroughputShare">Of the throughput without a journal, by wall clock, what the journal takes; 0.1 is 10 %.</param>
    /// <param name="CpuShare">Of the CPU time with a journal, what the journal takes.</param>
    public sealed record Cost(string Order, Spread ThroughputShare, Spread CpuShare);

    /// <param name="TicksPerBatch">On average: what one call to a shard carries.</param>
    /// <param name="Bars">That every way closed in all runs.</param>
    /// <param name="SameBars">Whether every way took every tick and closed as many bars in all.</param>
    public sealed record Result(
        string Runtime, int Cores, int Symbols, long TicksPerRun, double TicksPerBatch, long Bars, int Runs, Row[] Rows, Cost[] Journal, bool SameBars);

    public static Command Create()
    {
        var symbols = new Option<int>("--symbols") { Description = "Symbols", DefaultValueFactory = _ => 10_000 };
        var seconds = new Option<int>("--seconds") { Description = "Event time of each run, 20 trades of a symbol a second", DefaultValueFactory = _ => 60 };
        var runs = new Option<int>("--runs") { Description = "Runs; the median is shown, and from the least to the most", DefaultValueFactory = _ => 5 };
        var quick = new Option<bool>("--quick") { Description = "Fewer symbols and runs: under 20 s" };
        var folder = new Option<string?>("--folder") { Description = "Where to write; default: the system's folder for temporary files", HelpName = "FOLDER" };
        var json = CommandLine.Json();
        var command = new Command("ticks", "Trades into developing bars through the shard grains, journal off and on, against a plain loop") { symbols, seconds, runs, folder, quick, json };
        command.SetAction(async (parsed, cancel) =>
        {
            string place = Path.Combine(parsed.GetValue(folder) ?? Path.GetTempPath(), $"ticks-benchmark-{Environment.ProcessId}");
            try
            {
                bool brief = parsed.GetValue(quick);
                Result result = await Run(place, brief ? Math.Min(2_000, parsed.GetValue(symbols)) : parsed.GetValue(symbols), parsed.GetValue(seconds),
                    brief ? Math.Min(3, parsed.GetValue(runs)) : parsed.GetValue(runs), cancel);
                if (parsed.GetValue(json))
                    Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
                else
                    Print(result);
                return result.SameBars ? CommandLine.Done : CommandLine.Failed;
            }
            finally
            {
                if (Directory.Exists(place))
                    Directory.Delete(place, recursive: true);
            }
        });
        return command;
    }

    private static async Task<Result> Run(string folder, int symbols, int seconds, int runs, CancellationToken cancel)
    {
        int perSlice = symbols * TradeLoad.PerSymbolAndSecond / TradeLoad.SlicesPerSecond, slices = seconds * TradeLoad.SlicesPerSecond, atOnce = Math.Max(1, ChunkTicks / perSlice);
        long ticks = (long)slices * perSlice;
        var rows = new List<Row>();
        var costs = new List<Cost>();
        (long sent, long batches, long bars) = (0, 0, 0);
        bool same = true;
        foreach ((string order, double zipf) in new[] { ("random", 0.0), ("zipf", 1.0) })
        {
            var load = new TradeLoad(symbols, seed: 7, zipf);
            Dictionary<string, BarBuilder> loop = load.Symbols.ToDictionary(symbol => symbol, _ => new BarBuilder(s_interval));
            await using BenchmarkGrid off = await BenchmarkGrid.Start(cancel);
            await using BenchmarkGrid on = await BenchmarkGrid.Start(cancel, null,
                ("Journal:Durability", "Durable"), ("Journal:Folder", Path.Combine(folder, order)), ("Snapshots:Interval", "1.00:00:00"));
            long closed = 0, taken = 0;
            var ofLoop = new List<Measured>();
            var ofOff = new List<Measured>();
            var ofOn = new List<Measured>();
            for (int run = -1; run < runs; run++)                    // the first warms up: symbols begin, code is compiled
            {
                Measured plain = default, quiet = default, kept = default;
                for (int slice = 0; slice < slices; slice += atOnce)
                {
                    TradeLoad.Chunk next = load.Next(Math.Min(atOnce, slices - slice), off.Shards.Length);
                    taken += next.Feed.Length;
                    batches += next.Slices.Sum(slice => slice.Count(part => part is not null));
                    plain = Sum(plain, await Measured.Of(() => { closed += Loop(loop, next.Feed); return Task.CompletedTask; }));
                    quiet = Sum(quiet, await Measured.Of(() => off.Send(next.Slices)));
                    kept = Sum(kept, await Measured.Of(() => on.Send(next.Slices)));
                }
                if (run < 0)
                    continue;
                ofLoop.Add(plain);
                ofOff.Add(quiet);
                ofOn.Add(kept);
                await Console.Error.WriteLineAsync($"{order}: run {run + 1} of {runs}");
            }
            foreach (BenchmarkGrid grid in new[] { off, on })
            {
                ShardTotals totals = (await grid.Grains.GetGrain<IUniverseGrain>(0).Status()).Totals;
                same &= totals.Ticks == taken && totals.Bars == closed;
            }
            rows.AddRange([RowOf(order, "plain loop", ofLoop), RowOf(order, "journal off", ofOff), RowOf(order, "journal on", ofOn)]);
            costs.Add(new(order, Spread.Of(ofOff.Zip(ofOn, (a, b) => 1 - a.Seconds / b.Seconds)), Spread.Of(ofOff.Zip(ofOn, (a, b) => 1 - a.CpuSeconds / b.CpuSeconds))));
            (sent, bars) = (sent + taken, bars + closed);
        }
        return new(GridRuntime.Description, Environment.ProcessorCount, symbols, ticks, (double)sent / batches, bars, runs, [.. rows], [.. costs], same);

        Row RowOf(string order, string way, List<Measured> measured) => new(order, way, Spread.Of(measured.Select(m => ticks / m.Seconds)),
            Spread.Of(measured.Select(m => m.CpuSeconds * 1e9 / ticks)), Spread.Of(measured.Select(m => (double)m.Bytes / ticks)).Median);
    }

    /// <returns>Bars closed.</returns>
    private static long Loop(Dictionary<string, BarBuilder> builders, Tick[] feed)
    {
        long closed = 0;
        foreach (ref readonly Tick tick in feed.AsSpan())
            if (builders[tick.Symbol].Add(tick, out _))
                closed++;
        return closed;
    }

    private static Measured Sum(Measured a, Measured b) => new(a.Seconds + b.Seconds, a.CpuSeconds + b.CpuSeconds, a.Bytes + b.Bytes);

    private static void Print(Result result)
    {
        var invariant = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(invariant, $"{result.Runtime}, {result.Cores} cores, {result.Symbols:N0} symbols, {result.TicksPerRun:N0} ticks a run, {result.TicksPerBatch:N0} in a batch; median of {result.Runs} (least…most)"));
        foreach (Row row in result.Rows)
            Console.WriteLine(string.Create(invariant, $"{row.Order,-8}{row.Way,-12}{row.TicksPerSecond.Median / 1e6,7:F2} ({row.TicksPerSecond.Min / 1e6:F2}…{row.TicksPerSecond.Max / 1e6:F2}) million ticks/s{row.CpuNanosecondsPerTick.Median,8:F0} ({row.CpuNanosecondsPerTick.Min:F0}…{row.CpuNanosecondsPerTick.Max:F0}) ns CPU/tick{row.BytesPerTick,8:F1} B/tick"));
        foreach (Cost cost in result.Journal)
            Console.WriteLine(string.Create(invariant, $"{cost.Order,-8}the journal takes {cost.ThroughputShare.Median:P1} ({cost.ThroughputShare.Min:P1}…{cost.ThroughputShare.Max:P1}) of the throughput, {cost.CpuShare.Median:P1} ({cost.CpuShare.Min:P1}…{cost.CpuShare.Max:P1}) of the CPU time"));
        Console.WriteLine($"all ticks taken, the same {result.Bars} bars closed: {(result.SameBars ? "yes" : "NO")}");
    }
}
