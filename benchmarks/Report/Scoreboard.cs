using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using GoldenSignals.Grains;

namespace GoldenSignals.Benchmarks.Report;

/// <summary>Runs scenarios, each in a process of its own, and holds what they found against what it should be.</summary>
public static class Scoreboard
{
    /// <summary>What is held against a goal, or worth seeing. 10,000 symbols, 52 agents, two cores.</summary>
    public static readonly Budget[] Budgets =
    [
        new("trades into developing bars, journal off, random order", "ticks", "rows[order=random,way=journal off].ticksPerSecond", "million/s", 5, AtLeast: true, 1e-6),
        new("the same, Zipf order", "ticks", "rows[order=zipf,way=journal off].ticksPerSecond", "million/s", 5, AtLeast: true, 1e-6),
        new("a trade through the shard, journal off", "ticks", "rows[order=random,way=journal off].cpuNanosecondsPerTick", "ns CPU"),
        new("a trade in one bar builder a symbol, plain loop", "ticks", "rows[order=random,way=plain loop].cpuNanosecondsPerTick", "ns CPU"),
        new("throughput that the journal takes from trades", "ticks", "journal[order=random].throughputShare", "%", 15, Factor: 100),
        new("all 94 indicators (169 columns), one closed bar, random symbol", "indicators --set-only", "set.randomNs", "µs", Factor: 1e-3),
        new("indicators, votes and consensus of a bar, plain loop", "evaluation", "loop.cpuMicrosecondsPerBar", "µs CPU"),
        new("evaluated bars with every agent, through the grains", "evaluation", "grains.barsPerSecond", "/s", 150_000, AtLeast: true),
        new("what the grains add to a bar, one bar a call", "evaluation", "addedMicroseconds", "µs CPU", 5),
        new("grains against the plain loop, eight bars a call", "evaluation --bars-per-call 8", "ratio", "×", 3),
        new("naive topology against the grid", "naive", "ratio", "×", 20, AtLeast: true),
        new("10,000 bars closing at once, last decision", "storm", "grains.milliseconds", "ms", 60),
        new("200,000 ticks/s, open loop: trade to decision at a subscriber, p50", "latency", "rows[].p50", "ms"),
        new("the same, p99", "latency", "rows[].p99", "ms", 10),
        new("restart with 10,000 symbols, from snapshots", "durability", "restartSeconds", "s", 5),
        new("the same, and 50,000 bars behind them", "durability", "tailRestartSeconds", "s", 5),
        new("GET decision against a bare endpoint with the same JSON", "api", "ratio", "", 0.75, AtLeast: true),
        new("1,000 GET decision at once, open connections", "api", "atOnceMilliseconds", "ms", 200),
    ];

    /// <param name="progress">Told which scenario runs.</param>
    /// <exception cref="IOException">A scenario failed.</exception>
    public static async Task<Finding[]> Run(bool quick, string? only, Action<string> progress, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        foreach (IGrouping<string, Budget> scenario in Budgets.Where(budget => only is null || budget.Scenario.Split(' ')[0] == only).GroupBy(budget => budget.Scenario))
        {
            progress(scenario.Key);
            string printed = await Printed($"{scenario.Key} --json{(quick ? " --quick" : "")}", cancel);
            using JsonDocument result = JsonDocument.Parse(printed);
            findings.AddRange(scenario.Select(budget => budget.In(result.RootElement)));
        }
        return [.. findings];
    }

    /// <summary>As Markdown: where and when, and a table.</summary>
    public static string Text(IReadOnlyList<Finding> findings, bool quick, DateTime utc)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{utc:yyyy-MM-dd}, {GridRuntime.Description}, .NET {Environment.Version}, {Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}");
        text.AppendLine(quick ? "; `--quick`: fewer symbols, lower rates (20,000 ticks/s) and fewer runs than the goals speak of." : ".").AppendLine();
        text.AppendLine("| what | median (least…most) | goal | met | scenario |").AppendLine("|---|---|---|---|---|");
        foreach (Finding finding in findings)
            text.AppendLine(finding.Row);
        return text.ToString();
    }

    /// <summary>What a scenario prints, run in a process of its own.</summary>
    internal static async Task<string> Printed(string command, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(Scoreboard).Assembly.Location);
        foreach (string argument in command.Split(' '))
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        await using CancellationTokenRegistration stop = cancel.Register(() => process.Kill(entireProcessTree: true));
        string printed = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return process.ExitCode == 0 ? printed : throw new IOException($"{command} ended with {process.ExitCode}");
    }

    private static string Processor()
    {
        const string Info = "/proc/cpuinfo", Name = "model name";
        string? line = File.Exists(Info) ? File.ReadLines(Info).FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
