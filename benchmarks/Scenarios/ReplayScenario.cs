using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Benchmarks.Loads;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>replay</c>: a file of bars through the grid, one bar a call, with every agent and with a few of them, against Domain in a plain loop.</summary>
public static class ReplayScenario
{
    private const int FewIndicators = 8;

    /// <param name="Way">Through the grid, or Domain alone on one thread; both read the file and digest the decisions.</param>
    /// <param name="Agents">That vote.</param>
    /// <param name="IndicatorsRead">That those agents read; the grid computes every indicator in any case.</param>
    /// <param name="CpuMicrosecondsPerBar">Of the whole process, start and end of the grid included.</param>
    /// <param name="BytesPerBar">Allocated.</param>
    public sealed record Row(string Way, int Agents, int IndicatorsRead, Spread BarsPerSecond, Spread CpuMicrosecondsPerBar, double BytesPerBar);

    /// <param name="Indicators">That are computed for each bar.</param>
    /// <param name="Ratio">CPU through the grid over CPU of the loop with every agent, run by run.</param>
    /// <param name="SameDecisions">Whether grid and loop decided the same, by digest, with every agent and with few.</param>
    public sealed record Result(
        string Runtime, int Cores, int Symbols, int Bars, int Indicators, int Runs, Row[] Rows, Spread Ratio, string[] FewAgents, bool SameDecisions);

    public static Command Create()
    {
        var symbols = new Option<int>("--symbols") { Description = "Symbols", DefaultValueFactory = _ => 500 };
        var bars = new Option<int>("--bars") { Description = "Bars of each symbol", DefaultValueFactory = _ => 400 };
        var runs = new Option<int>("--runs") { Description = "Runs; the median is shown, and from the least to the most", DefaultValueFactory = _ => 5 };
        var quick = new Option<bool>("--quick") { Description = "Fewer bars and runs: under 20 s" };
        var json = CommandLine.Json();
        var command = new Command("replay", "A file of bars through the grid, one bar a call, with every agent and with few, against a plain loop") { symbols, bars, runs, quick, json };
        command.SetAction(async (parsed, cancel) =>
        {
            bool brief = parsed.GetValue(quick);
            (int many, int ofEach) = (parsed.GetValue(symbols), brief ? Math.Min(80, parsed.GetValue(bars)) : parsed.GetValue(bars));
            int times = brief ? Math.Min(3, parsed.GetValue(runs)) : parsed.GetValue(runs);
            Result result = OwnProcess.IsThis
                ? await Run(many, ofEach, times, cancel)
                : await OwnProcess.Run<Result>(OwnProcess.AsReplay, cancel, "replay", "--json", "--symbols", Text(many), "--bars", Text(ofEach), "--runs", Text(times));
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
            else
                Print(result);
            return result.SameDecisions || OwnProcess.IsThis ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static async Task<Result> Run(int symbols, int bars, int runs, CancellationToken cancel)
    {
        string file = Path.Combine(Path.GetTempPath(), $"replay-benchmark-{Environment.ProcessId}.csv");
        try
        {
            long count = ReplayTarget.Write(file, symbols, bars);
            var all = new DecisionModel();
            AgentPanel panel = ReplayTarget.Reading(FewIndicators);
            ReplayTarget every = new(file, all), few = new(file, DecisionModel.With(panel));
            int indicators = IndicatorCatalog.All.Count + IndicatorCatalog.Derived.Count;
            (string Way, AgentPanel Panel, Func<CancellationToken, Task<string>> Work)[] ways =
                [("grid", all.Panel, every.Replay), ("plain loop", all.Panel, every.Loop), ("grid", panel, few.Replay), ("plain loop", panel, few.Loop)];
            var measured = ways.Select(_ => new List<Measured>()).ToArray();
            string[] digests = new string[ways.Length];
            bool same = true;
            for (int run = -1; run < runs; run++)                    // the first warms up the compiler
            {
                for (int way = 0; way < ways.Length; way++)
                {
                    Measured took = await Measured.Of(async () => digests[way] = await ways[way].Work(cancel));
                    if (run >= 0)
                        measured[way].Add(took);
                }
                same &= digests[0] == digests[1] && digests[2] == digests[3];
                if (run >= 0)
                    await Console.Error.WriteLineAsync($"run {run + 1} of {runs}");
            }
            return new(GridRuntime.Description, Environment.ProcessorCount, symbols, bars, indicators, runs, [.. ways.Select((way, i) => new Row(way.Way, way.Panel.Count, way.Panel.Descriptors.SelectMany(ReplayTarget.ReadBy).Distinct().Count(),
                Spread.Of(measured[i].Select(m => count / m.Seconds)), Spread.Of(measured[i].Select(m => m.CpuSeconds * 1e6 / count)), Spread.Of(measured[i].Select(m => (double)m.Bytes / count)).Median))],
                Spread.Of(measured[0].Zip(measured[1], (a, b) => a.CpuSeconds / b.CpuSeconds)), [.. panel.Descriptors.Select(agent => agent.Id)], same);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Print(Result result)
    {
        var invariant = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(invariant, $"{result.Runtime}, {result.Cores} cores, {result.Symbols:N0} symbols, {result.Bars:N0} bars of each, one a call, {result.Indicators} indicators computed; median of {result.Runs} (least…most)"));
        foreach (Row row in result.Rows)
            Console.WriteLine(string.Create(invariant,
                $"{row.Way,-11}{row.Agents,3} agents, reading {row.IndicatorsRead,2}{row.BarsPerSecond.Median,10:N0} ({row.BarsPerSecond.Min:N0}…{row.BarsPerSecond.Max:N0}) bars/s{row.CpuMicrosecondsPerBar.Median,8:F1} ({row.CpuMicrosecondsPerBar.Min:F1}…{row.CpuMicrosecondsPerBar.Max:F1}) us CPU/bar{row.BytesPerBar,9:N0} B/bar"));
        Console.WriteLine(string.Create(invariant, $"grid over loop with every agent {result.Ratio.Median:F2} ({result.Ratio.Min:F2}…{result.Ratio.Max:F2}) by CPU; the few: {string.Join(", ", result.FewAgents)}; same decisions: {(result.SameDecisions ? "yes" : "NO")}"));
    }
}
