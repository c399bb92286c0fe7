using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Benchmarks.Loads;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>soak</c>: a long time at half of the capacity: whether memory stays flat, no tick gets lost, and the grid still decides what a fresh computation decides.</summary>
/// <remarks>
/// Ticks are numbered and one of a thousand comes twice. The grid is not live: then a symbol's decisions follow from its own bars alone and can
/// be computed again without the others. It publishes to a subscriber and keeps nothing on disk.
/// </remarks>
public static class SoakScenario
{
    private const int Sample = 20, RepeatEach = 1_000;

    /// <summary>Enough to fill every window: until then memory has to grow.</summary>
    private static readonly int s_warmUp = Math.Max(WarmUp.Least, BarWindow.DefaultCapacity);

    /// <param name="Minute">Since the first tick.</param>
    /// <param name="ResidentMegabytes">Resident memory of the process, with sender and subscriber.</param>
    /// <param name="HeapMegabytes">Managed heap after the last collection.</param>
    /// <param name="Ticks">Acknowledged so far, those that came twice included.</param>
    /// <param name="Decisions">At the subscriber so far.</param>
    public sealed record Point(double Minute, double ResidentMegabytes, double HeapMegabytes, long Ticks, long Decisions);

    /// <param name="Sent">Ticks, by the sender, and the bars before them; the others are the grid's own counts: Received = Processed + Duplicates + Quarantined + Shed.</param>
    /// <param name="Repeated">Ticks that were sent twice: as many duplicates are expected.</param>
    public sealed record Account(long Sent, long Repeated, long Received, long Processed, long Duplicates, long Quarantined, long Shed, long Decisions, long ExpectedDecisions)
    {
        public bool IsWhole => Received == Sent && Received == Processed + Duplicates + Quarantined + Shed && Duplicates == Repeated && Quarantined + Shed == 0 && Decisions == ExpectedDecisions;
    }

    /// <param name="Capacity">Ticks a second, closed loop; 0 when the rate was given.</param>
    /// <param name="SlopeMegabytesPerMinute">Of resident memory over the second half, by least squares.</param>
    /// <param name="Sampled">Symbols whose decisions, from the first bar on, were computed again from the bars they were fed.</param>
    /// <param name="SameDecisions">Whether these came out the same to the bit.</param>
    public sealed record Result(
        string Runtime, int Cores, int Symbols, double Minutes, double TicksPerSecond, double Capacity, Point[] Points, double? SlopeMegabytesPerMinute, Account Account, int Sampled, long SampledDecisions, bool SameDecisions);

    public static Command Create()
    {
        var symbols = new Option<int>("--symbols") { Description = "Symbols", DefaultValueFactory = _ => 10_000 };
        var minutes = new Option<double>("--minutes") { Description = "How long", DefaultValueFactory = _ => 30 };
        var rate = new Option<double?>("--rate") { Description = "Ticks a second; default: half of the capacity, which is measured first" };
        var period = new Option<int>("--period") { Description = "Milliseconds from one batch of a shard to its next", DefaultValueFactory = _ => 10 };
        var quick = new Option<bool>("--quick") { Description = "A twentieth of the symbols, 5 s: under 20 s" };
        var json = CommandLine.Json();
        var command = new Command("soak", "A long time at half of the capacity: memory, lost ticks, drift") { symbols, minutes, rate, period, quick, json };
        command.SetAction(async (parsed, cancel) =>
        {
            bool brief = parsed.GetValue(quick);
            Result result = await Run(parsed.GetValue(symbols) / (brief ? 20 : 1), brief ? 5 / 60.0 : parsed.GetValue(minutes), parsed.GetValue(rate), parsed.GetValue(period), cancel);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
            else
                Print(result);
            return result.Account.IsWhole && result.SameDecisions ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static async Task<Result> Run(int symbols, double minutes, double? rate, int period, CancellationToken cancel)
    {
        string[] sample = new BarLoad(Math.Min(Sample, symbols), seed: 0).Symbols;
        await using BenchmarkGrid grid = await BenchmarkGrid.Start(cancel, null, ("Grid:Publish", "true"));
        DecisionStream decisions = await DecisionStream.Open(grid, sample);
        var bars = new BarLoad(symbols, seed: 7);
        await WarmUp.Run(grid, bars, s_warmUp);
        long warmUp = (long)s_warmUp * symbols;
        await decisions.Until(warmUp, cancel);
        var load = new PacedLoad(bars, grid.Shards.Length, RepeatEach);
        var sender = new PacedSender(grid, load, decisions, period);
        double capacity = rate is null ? await sender.Capacity(100_000, cancel) : 0, paced = rate ?? capacity / 2;

        Point[] points = await Watch(sender.Send(paced, minutes * 60, null, cancel), minutes, sender, decisions, cancel);
        ShardTotals totals = (await grid.Grains.GetGrain<IUniverseGrain>(0).Status()).Totals;
        var account = new Account(load.Made + warmUp, load.Repeated, totals.Received, totals.Processed, totals.Duplicates, totals.Refused, totals.Shed, decisions.Came, warmUp + load.Closed);
        (string again, long decided) = Again(sample, symbols, load);
        return new(GridRuntime.Description, Environment.ProcessorCount, symbols, minutes, paced, capacity, points, Slope(points[(points.Length / 2)..]), account,
            sample.Length, decided, again == DecisionDigest.Total(decisions.Digest.Symbols()));
    }

    /// <summary>A point each minute; of a short run fifteen in all.</summary>
    private static async Task<Point[]> Watch(Task work, double minutes, PacedSender sender, DecisionStream decisions, CancellationToken cancel)
    {
        var points = new List<Point>();
        TimeSpan apart = TimeSpan.FromMinutes(Math.Min(1, minutes / 15));
        var watch = Stopwatch.StartNew();
        while (true)
        {
            TimeSpan left = apart * (points.Count + 1) - watch.Elapsed;
            if (await Task.WhenAny(work, Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancel)) == work)
                break;
            points.Add(new(watch.Elapsed.TotalMinutes, Environment.WorkingSet / 1e6, GC.GetGCMemoryInfo().HeapSizeBytes / 1e6, sender.Accepted + sender.Duplicates + sender.Refused, decisions.Came));
            await Console.Error.WriteLineAsync(Line(points[^1]));
        }
        await work;
        return [.. points];
    }

    /// <summary>The sample from its first bar on: the same trades, made anew, as bars through a plain loop.</summary>
    private static (string Digest, long Decisions) Again(string[] sample, int symbols, PacedLoad sent)
    {
        using var digest = new DecisionDigest();
        var bars = new BarLoad(symbols, seed: 7);
        var loop = new LoopTarget(new DecisionModel(), new BarLoad(sample.Length, seed: 0));
        foreach (BarLoad.Slice slice in WarmUp.Slices(bars, s_warmUp))
            loop.Decide(new([.. slice.Bars.Where(bar => Array.IndexOf(sample, bar.Symbol) >= 0)]), digest);
        var load = new PacedLoad(bars, shards: 1);
        foreach (string symbol in sample)
        {
            var builder = new BarBuilder(load.Interval);
            for (int left = sent.TradesOf(symbol); left > 0; left--)
                if (builder.Add(load.Next(symbol), out Bar closed))
                    loop.Decide(new([new(symbol, load.Interval, closed)]), digest);
        }
        return (DecisionDigest.Total(digest.Symbols()), loop.Decisions);
    }

    /// <summary>Least squares, in MB of resident memory a minute; null where there are not two points.</summary>
    private static double? Slope(Point[] points)
    {
        if (points.Length < 2)
            return null;
        double x = points.Average(point => point.Minute), y = points.Average(point => point.ResidentMegabytes);
        return points.Sum(point => (point.Minute - x) * (point.ResidentMegabytes - y)) / points.Sum(point => (point.Minute - x) * (point.Minute - x));
    }

    private static void Print(Result result)
    {
        var invariant = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(invariant,
            $"{result.Runtime}, {result.Cores} cores, {result.Symbols:N0} symbols, {result.TicksPerSecond:N0} ticks/s for {result.Minutes:F1} min{(result.Capacity > 0 ? $"; capacity {result.Capacity:N0} ticks/s" : "")}"));
        foreach (Point point in result.Points)
            Console.WriteLine(Line(point));
        Account a = result.Account;
        Console.WriteLine(string.Create(invariant, $"resident memory grows by {result.SlopeMegabytesPerMinute:F2} MB/min over the second half"));
        Console.WriteLine(string.Create(invariant, $"in {a.Received:N0} of {a.Sent:N0} sent = processed {a.Processed:N0} + duplicates {a.Duplicates:N0} of {a.Repeated:N0} repeated + quarantined {a.Quarantined:N0} + shed {a.Shed:N0}; decisions {a.Decisions:N0} of {a.ExpectedDecisions:N0}: {(a.IsWhole ? "adds up" : "DOES NOT ADD UP")}"));
        Console.WriteLine(string.Create(invariant, $"{result.Sampled} symbols computed again, {result.SampledDecisions:N0} decisions: {(result.SameDecisions ? "the same" : "NOT THE SAME")}"));
    }

    private static string Line(Point point) => string.Create(CultureInfo.InvariantCulture,
        $"{point.Minute,8:F2} min: resident {point.ResidentMegabytes,7:F1} MB, heap {point.HeapMegabytes,7:F1} MB, {point.Ticks,13:N0} ticks, {point.Decisions,12:N0} decisions");
}
