using System.Globalization;
using System.Text.Json;
using GoldenSignals.Silo.Replay;
using Spectre.Console;

namespace GoldenSignals.Silo.Commands;

/// <summary><c>replay --journal</c>: a recorded grid run again, and what came of it.</summary>
internal static class JournalReport
{
    private const int Shown = 20;

    public static async Task<int> Run(string folder, Dictionary<string, string?> settings, bool json, CancellationToken cancel)
    {
        JournalSummary summary = await WithProgress(progress => RecordedGrid.Replay(folder, settings, progress, cancel));
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(summary, CommandLine.JsonOutput));
        else
            Print(summary);
        return summary.Equal ? CommandLine.Done : CommandLine.Failed;
    }

    private static async Task<JournalSummary> WithProgress(Func<Action<double>?, Task<JournalSummary>> run)
    {
        if (Console.IsErrorRedirected)
            return await run(null);
        IAnsiConsole terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await terminal.Progress().AutoClear(true).StartAsync(context =>
        {
            ProgressTask task = context.AddTask("replay", maxValue: 1);
            return run(done => task.Value = done);
        });
    }

    private static void Print(JournalSummary summary)
    {
        void Line(string name, FormattableString value) => Console.WriteLine($"{name,-14}{value.ToString(CultureInfo.InvariantCulture)}");
        Line("symbols", $"{summary.Symbols:N0}");
        Line("records", $"{summary.Records:N0}");
        Line("decisions", $"{summary.Decisions:N0}");
        Line("different", $"{summary.Different:N0}");
        if (summary.OtherConfiguration > 0)
            Line("not compared", $"{summary.OtherConfiguration:N0} that another configuration than {summary.Configuration} made: --set its options");
        Line("seconds", $"{summary.Seconds:F2}");
        Line("digest then", $"{summary.DigestThen}");
        Line("digest now", $"{summary.DigestNow}");
        Line("verdict", $"{(summary.Equal ? "every decision is the same, bit for bit" : "not the same")}");
        if (summary.FirstDifference is not { } first)
            return;
        Console.WriteLine($"first difference: {first.Id}");
        Print("value", first.Values);
        Print("vote", first.Votes);
    }

    private static void Print(string what, IReadOnlyDictionary<string, Sides<string>> sides)
    {
        foreach ((string name, Sides<string> side) in sides.Take(Shown))
            Console.WriteLine($"  {what} {name}\n    then {side.Then}\n    now  {side.Now}");
        if (sides.Count > Shown)
            Console.WriteLine($"  and {sides.Count - Shown} more: --json lists them all");
    }
}
