using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Benchmarks.Loads;
using GoldenSignals.Benchmarks.Naive;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>naive</c>: the grid against a grain call for every tick, every agent and every consensus, on the same ticks, in one run.</summary>
public static class NaiveScenario
{
    private const int SlicesPerBar = 4, TicksPerBar = SlicesPerBar * TickLoad.TradesPerCall;

    /// <param name="CallsPerBar">Grain calls that one bar takes: its ticks, its agents, its consensus; of the grid the shards' calls are shared by many bars.</param>
    /// <param name="CpuMicrosecondsPerBar">CPU of the whole process, for the bar and its ticks: the figure to compare.</param>
    /// <param name="BytesPerBar">Allocated.</param>
    public sealed record Row(string Topology, double CallsPerBar, Spread BarsPerSecond, Spread CpuMicrosecondsPerBar, double BytesPerBar);

    /// <param name="Bars">Of each symbol in a run.</param>
    /// <param name="Loop">The same Domain work on one thread without any grain: part of both.</param>
    /// <param name="Ratio">CPU of the naive topology over CPU of the grid, run by run.</param>
    /// <param name="AddedRatio">The same of what each adds to the plain loop, by medians.</param>
    /// <param name="SameDecisions">Whether all decided the same on every bar, by digest and by count.</param>
    public sealed record Result(
        string Runtime, int Cores, int Symbols, int Bars, int TicksPerBar, int Agents, int Runs, Row Loop, Row Naive, Row Grid, Spread Ratio, double AddedRatio, bool SameDecisions);

    public static Command Create()
    {
        var symbols = new Option<int>("--symbols") { Description = "Symbols", DefaultValueFactory = _ => 10_000 };
        var bars = new Option<int>("--bars") { Description = "Bars of each symbol in a run, each of 20 ticks", DefaultValueFactory = _ => 10 };
        var runs = new Option<int>("--runs") { Description = "Runs; the median is shown, and from the least to the most", DefaultValueFactory = _ => 5 };
        var quick = new Option<bool>("--quick") { Description = "Fewer symbols and runs: under 20 s" };
        var json = CommandLine.Json();
        var command = new Command("naive", "The grid against a grain call for every tick and every agent, on the same ticks") { symbols, bars, runs, quick, json };
        command.SetAction(async (parsed, cancel) =>
        {
            bool brief = parsed.GetValue(quick);
            Result result = await Run(brief ? Math.Min(2_000, parsed.GetValue(symbols)) : parsed.GetValue(symbols), parsed.GetValue(bars),
                brief ? Math.Min(3, parsed.GetValue(runs)) : parsed.GetValue(runs), cancel);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
            else
                Print(result);
            return result.SameDecisions ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static async Task<Result> Run(int symbols, int bars, int runs, CancellationToken cancel)
    {
        var load = new TickLoad(symbols, seed: 5);
        var (journal, log) = (new CountingJournal(), new NaiveLog());
        await using BenchmarkGrid grid = await BenchmarkGrid.Start(cancel, services => services.AddSingleton<IJournal>(journal).AddSingleton(log), ("Grid:Interval", "00:00:01"));
        DecisionModel model = grid.Host.Services.GetRequiredService<DecisionModel>();
        var naive = load.Symbols.ToDictionary(symbol => symbol, symbol => grid.Grains.GetGrain<INaiveSymbolGrain>(symbol));
        var loop = load.Symbols.ToDictionary(symbol => symbol, symbol => new DomainSymbol(symbol, model, TimeSpan.FromSeconds(1)));

        // All warm up on the same ticks, and what they decide there is compared; then they take turns.
        var ofLoop = new List<Measured>();
        var ofNaive = new List<Measured>();
        var ofGrid = new List<Measured>();
        bool same = true;
        long calls = 0;
        for (int run = -1; run < runs; run++)
        {
            TickBatch?[][] slices = [.. Enumerable.Range(0, bars * SlicesPerBar).Select(_ => load.Next(grid.Shards.Length))];
            Tick[][] ticks = [.. slices.SelectMany(OneOfEach)];
            using DecisionDigest ofPlain = new(), ofLog = new(), ofJournal = new();
            if (run < 0)
                (log.Digest, journal.Digest) = (ofLog, ofJournal);
            Measured plain = await Measured.Of(() => { Loop(loop, ticks, run < 0 ? ofPlain : null); return Task.CompletedTask; });
            Measured a = await Measured.Of(() => Send(naive, ticks)), b = await Measured.Of(() => grid.Send(slices));
            (log.Digest, journal.Digest) = (null, null);
            same &= log.Decisions == journal.Decisions;
            if (run < 0)
            {
                string decided = DecisionDigest.Total(ofPlain.Symbols());
                same &= log.Decisions > 0 && decided == DecisionDigest.Total(ofLog.Symbols()) && decided == DecisionDigest.Total(ofJournal.Symbols());
                continue;
            }
            calls += slices.Sum(slice => slice.Count(part => part is not null));
            ofLoop.Add(plain);
            ofNaive.Add(a);
            ofGrid.Add(b);
            await Console.Error.WriteLineAsync($"run {run + 1} of {runs}");
        }
        int agents = model.Panel.Count;
        long closed = (long)symbols * bars;
        same &= log.Decisions == closed * (runs + 1) - symbols;      // the last bar of each symbol is not closed yet
        Row plainRow = RowOf("plain loop", 0, ofLoop), naiveRow = RowOf("naive", TicksPerBar + agents + 1, ofNaive), gridRow = RowOf("grid", (double)calls / (closed * runs), ofGrid);
        return new(GridRuntime.Description, Environment.ProcessorCount, symbols, bars, TicksPerBar, agents, runs, plainRow, naiveRow, gridRow,
            Spread.Of(ofNaive.Zip(ofGrid, (a, b) => a.CpuSeconds / b.CpuSeconds)),
            (naiveRow.CpuMicrosecondsPerBar.Median - plainRow.CpuMicrosecondsPerBar.Median) / (gridRow.CpuMicrosecondsPerBar.Median - plainRow.CpuMicrosecondsPerBar.Median), same);

        Row RowOf(string topology, double callsPerBar, List<Measured> measured) => new(topology, callsPerBar, Spread.Of(measured.Select(m => closed / m.Seconds)),
            Spread.Of(measured.Select(m => m.CpuSeconds * 1e6 / closed)), Spread.Of(measured.Select(m => (double)m.Bytes / closed)).Median);
    }

    /// <summary>Ticks of a slice in groups that have each symbol once: of one symbol they must come in order, and calls keep none.</summary>
    private static IEnumerable<Tick[]> OneOfEach(TickBatch?[] slice) =>
        slice.OfType<TickBatch>().SelectMany(batch => batch.Ticks).GroupBy(tick => tick.Sequence).OrderBy(group => group.Key).Select(group => group.ToArray());

    private static void Loop(Dictionary<string, DomainSymbol> symbols, Tick[][] groups, DecisionDigest? digest)
    {
        foreach (Tick[] group in groups)
            foreach (ref readonly Tick tick in group.AsSpan())
                if (symbols[tick.Symbol] is var symbol && symbol.Builder.Add(tick, out Bar closed) && symbol.Take(closed) is var decision)
                    digest?.Add(decision);
    }

    private static async Task Send(Dictionary<string, INaiveSymbolGrain> symbols, Tick[][] groups)
    {
        var calls = new Task[symbols.Count];
        foreach (Tick[] group in groups)
        {
            for (int i = 0; i < group.Length; i++)
                calls[i] = symbols[group[i].Symbol].OnTick(group[i]);
            await Task.WhenAll(calls);
        }
    }

    private static void Print(Result result)
    {
        var invariant = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(invariant, $"{result.Runtime}, {result.Cores} cores, {result.Symbols:N0} symbols, {result.Bars} bars of {result.TicksPerBar} ticks a run, {result.Agents} agents; median of {result.Runs} (least…most)"));
        foreach (Row row in new[] { result.Loop, result.Naive, result.Grid })
            Console.WriteLine(string.Create(invariant,
                $"{row.Topology,-11}{row.CallsPerBar,6:F2} calls in{row.BarsPerSecond.Median,10:N0} ({row.BarsPerSecond.Min:N0}…{row.BarsPerSecond.Max:N0}) bars/s{row.CpuMicrosecondsPerBar.Median,9:F1} ({row.CpuMicrosecondsPerBar.Min:F1}…{row.CpuMicrosecondsPerBar.Max:F1}) us CPU/bar{row.BytesPerBar,9:N0} B/bar"));
        Console.WriteLine(string.Create(invariant, $"naive over grid {result.Ratio.Median:F1} ({result.Ratio.Min:F1}…{result.Ratio.Max:F1}), of what each adds to the loop {result.AddedRatio:F1}; same decisions: {(result.SameDecisions ? "yes" : "NO")}"));
    }
}
