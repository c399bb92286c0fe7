using System.CommandLine;
using System.Text.Json;
using GoldenSignals.Benchmarks.Report;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>report</c>: the scoreboard: every goal, what was measured, and whether it is met.</summary>
public static class ReportScenario
{
    private const string Begin = "<!-- scoreboard -->", End = "<!-- end of the scoreboard -->";

    public static Command Create()
    {
        var only = new Option<string?>("--only") { Description = "One scenario's goals", HelpName = "SCENARIO" };
        var into = new Option<string?>("--into") { Description = "A Markdown file whose scoreboard is replaced", HelpName = "FILE" };
        var quick = new Option<bool>("--quick") { Description = "Every scenario quickly" };
        var json = CommandLine.Json();
        var command = new Command("report", "Runs the scenarios that have goals, and says which are met") { only, into, quick, json };
        command.SetAction(async (parsed, cancel) =>
        {
            string? file = parsed.GetValue(into);
            (int Start, int Length)? place = file is null ? null : Place(await File.ReadAllTextAsync(file, cancel), file);
            bool brief = parsed.GetValue(quick);
            Finding[] findings = await Scoreboard.Run(brief, parsed.GetValue(only), scenario => Console.Error.WriteLine($"{DateTime.Now:HH:mm:ss} {scenario}"), cancel);
            string text = Scoreboard.Text(findings, brief, DateTime.UtcNow);
            if (place is { } where)
            {
                string before = await File.ReadAllTextAsync(file!, cancel);
                await File.WriteAllTextAsync(file!, $"{before[..where.Start]}\n{text}{before[(where.Start + where.Length)..]}", cancel);
            }
            Console.Write(parsed.GetValue(json) ? JsonSerializer.Serialize(findings, JsonSerializerOptions.Web) + "\n" : text);
            return CommandLine.Done;
        });
        return command;
    }

    private static (int Start, int Length) Place(string text, string file)
    {
        int start = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, end = text.IndexOf(End, StringComparison.Ordinal);
        return start >= Begin.Length && end >= start ? (start, end - start) : throw new IOException($"{file} has no {Begin} … {End}");
    }
}
