using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Benchmarks.Loads;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>storm</c>: the bars of all symbols close at once, by one watermark, in a live grid; how long until the last of them is decided.</summary>
/// <remarks>The plain loop has the same bars and no market: it does without the figures of all symbols together that the grid works out and its agents see.</remarks>
public static class StormScenario
{
    private const int Uncounted = 3;                                 // storms before the first that counts

    /// <param name="Milliseconds">Median, least and most of all storms: from the first shard's watermark on its way until the last shard has acknowledged its own, with every decision written down.</param>
    /// <param name="P99Milliseconds">Of a hundred storms or fewer it is the slowest.</param>
    /// <param name="CpuMicrosecondsPerBar">Of the whole process.</param>
    /// <param name="GcMilliseconds">Pauses for garbage, mean of a storm.</param>
    public sealed record Row(string Name, Spread Milliseconds, double P99Milliseconds, double BarsPerSecond, Spread CpuMicrosecondsPerBar, double GcMilliseconds);

    /// <param name="WarmUpBars">Of each symbol, before the first storm.</param>
    /// <param name="Expected">Decisions: one of each symbol and storm.</param>
    /// <param name="SameBars">Whether each symbol's last bar is the one that was sent.</param>
    public sealed record Result(string Runtime, int Cores, int Symbols, int Agents, int WarmUpBars, int Storms, Row Grains, Row Loop, double Ratio, long Decisions, long Expected, bool SameBars);

    public static Command Create()
    {
        var symbols = new Option<int>("--symbols") { Description = "Symbols", DefaultValueFactory = _ => 10_000 };
        var storms = new Option<int>("--storms") { Description = "How often all bars close at once; these are the runs", DefaultValueFactory = _ => 100 };
        var quick = new Option<bool>("--quick") { Description = "Fewer symbols and storms: under 20 s" };
        var json = CommandLine.Json();
        var command = new Command("storm", "All bars close at once: time until the last is decided") { symbols, storms, quick, json };
        command.SetAction(async (parsed, cancel) =>
        {
            bool brief = parsed.GetValue(quick);
            Result result = await Run(
                brief ? Math.Min(1_000, parsed.GetValue(symbols)) : parsed.GetValue(symbols), brief ? Math.Min(30, parsed.GetValue(storms)) : parsed.GetValue(storms), cancel);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
            else
                Print(result);
            return result.Decisions == result.Expected && result.SameBars ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static async Task<Result> Run(int symbols, int storms, CancellationToken cancel)
    {
        var load = new BarLoad(symbols, seed: 7);
        var model = new DecisionModel();
        var journal = new CountingJournal();
        await using BenchmarkGrid grid = await BenchmarkGrid.Start(cancel, services => services.AddSingleton<IJournal>(journal), ("Grid:Live", "true"));
        var loop = new LoopTarget(model, load);
        await WarmUp.Run(grid, load, WarmUp.Least, slice => loop.Decide(slice));

        var trades = new StormLoad(load, grid.Shards.Length);
        var ofGrains = new List<One>();
        var ofLoop = new List<One>();
        long before = journal.Decisions;
        for (int storm = -Uncounted; storm < storms; storm++)
        {
            cancel.ThrowIfCancellationRequested();
            StormLoad.Storm next = trades.Next();
            await grid.Send(next.Trades);
            if (storm == 0)
                before = journal.Decisions;
            One a = await One.Of(() => grid.Send(next.Close)), b = await One.Of(() => { loop.Decide(next.Bars); return Task.CompletedTask; });
            if (storm < 0)
                continue;
            ofGrains.Add(a);
            ofLoop.Add(b);
            if ((storm + 1) % 10 == 0)
                await Console.Error.WriteLineAsync($"storm {storm + 1} of {storms}");
        }
        long decisions = journal.Decisions - before;
        Row grains = RowOf("grains", ofGrains, symbols), plain = RowOf("plain loop", ofLoop, symbols);
        return new(GridRuntime.Description, Environment.ProcessorCount, symbols, model.Panel.Count, WarmUp.Least, storms, grains, plain,
            grains.CpuMicrosecondsPerBar.Median / plain.CpuMicrosecondsPerBar.Median, decisions, (long)storms * symbols, await HasLast(grid, load.Last));
    }

    private static async Task<bool> HasLast(BenchmarkGrid grid, BarLoad.Slice sent)
    {
        foreach (SymbolBar bar in sent.Bars)
            if ((await grid.Grains.GetGrain<ISymbolGrain>(bar.Symbol).Latest())?.Bar != bar.Bar)
                return false;
        return true;
    }

    private static Row RowOf(string name, List<One> storms, int symbols)
    {
        double[] times = [.. storms.Select(one => one.Seconds * 1e3).Order()];
        return new(name, Spread.Of(times), Spread.Quantile(times, 0.99), symbols / Spread.Of(times).Median * 1e3, Spread.Of(storms.Select(one => one.CpuSeconds * 1e6 / symbols)), storms.Average(one => one.GcSeconds) * 1e3);
    }

    private static void Print(Result result)
    {
        var invariant = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(invariant, $"{result.Runtime}, {result.Cores} cores, {result.Symbols:N0} symbols, {result.Storms} storms after {result.WarmUpBars} bars, {result.Agents} agents"));
        foreach (Row row in new[] { result.Grains, result.Loop })
            Console.WriteLine(string.Create(invariant,
                $"{row.Name,-11} median {row.Milliseconds.Median:F1} ms ({row.Milliseconds.Min:F1} … p99 {row.P99Milliseconds:F1} … {row.Milliseconds.Max:F1}), {row.BarsPerSecond:N0} bars/s, {row.CpuMicrosecondsPerBar.Median:F2} us CPU/bar ({row.CpuMicrosecondsPerBar.Min:F2} … {row.CpuMicrosecondsPerBar.Max:F2}), garbage {row.GcMilliseconds:F1} ms a storm"));
        Console.WriteLine(string.Create(invariant, $"CPU ratio {result.Ratio:F2}; decisions {result.Decisions:N0} of {result.Expected:N0}; same bars: {(result.SameBars ? "yes" : "NO")}"));
    }

    /// <summary>One storm. Nothing is collected before it: garbage is part of it as it comes.</summary>
    private readonly record struct One(double Seconds, double CpuSeconds, double GcSeconds)
    {
        public static async Task<One> Of(Func<Task> work)
        {
            (TimeSpan cpu, TimeSpan pause, long start) = (Environment.CpuUsage.TotalTime, GC.GetTotalPauseDuration(), Stopwatch.GetTimestamp());
            await work();
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            return new(seconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, (GC.GetTotalPauseDuration() - pause).TotalSeconds);
        }
    }
}
