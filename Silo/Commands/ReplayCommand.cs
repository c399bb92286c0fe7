using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Silo.Feeds;
using GoldenSignals.Silo.Replay;
using Spectre.Console;

namespace GoldenSignals.Silo.Commands;

/// <summary><c>replay PATH…</c>: files through the grid, as fast as they go.</summary>
public static class ReplayCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "CSV files (.csv, .csv.gz), folders or globs of bars, trades, quotes, option chains, or a wide table of closes; JSON lines (.ndjson, .jsonl) of news and earnings",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var interval = CommandLine.Interval("Length of the bars; default: each bar file's own spacing, 1m for trades and quotes");
        var symbols = new Option<string?>("--symbols") { Description = "Only these symbols, separated by commas", HelpName = "A,B", Validators = { result => CommandLine.Require(result, result.Tokens.All(token => token.Value.Trim(',', ' ').Length > 0), "--symbols takes names") } };
        var output = CommandLine.File("--out", "Write one decision per evaluated bar and line (NDJSON) to this file");
        var indicators = CommandLine.File("--indicators", "Write every bar's indicator values (CSV) to this file");
        var shards = new Option<int>("--shards")
        {
            Description = "Parts that the symbols are spread over; the decisions do not depend on it", DefaultValueFactory = _ => ReplayRequest.DefaultShards,
            Validators = { result => CommandLine.Require(result, result.Tokens is not [.., var token] || int.TryParse(token.Value, out int count) && count is >= 1 and <= 1_024, "--shards takes 1 to 1024") },
        };
        var journal = new Option<string?>("--journal") { Description = "Instead of files: run a recorded grid again and say whether it decides the same, bit for bit; its data folder, or the connection string of its PostgreSQL database", HelpName = "DIR|CONNECTION" };
        var json = CommandLine.Json();
        var set = CommandLine.Set("Grid", "Consensus", "Risk", "Agents", "Ticks", "Sentiment", "Logging");

        var command = new Command("replay", "Replay market data from files through the grid and summarise the decisions")
        {
            paths, interval, symbols, output, indicators, shards, journal, json, set,
        };
        var chains = new ChainOptions(command);
        command.Validators.Add(result =>
        {
            foreach (string path in result.GetValue(paths) ?? [])
                if (path.StartsWith('-'))
                    result.AddError($"{path} is no option of replay");
            bool fromFiles = result.GetValue(paths) is { Length: > 0 };
            if (fromFiles == result.GetValue(journal) is not null)
                result.AddError(fromFiles ? "replay takes files or --journal, not both" : "replay takes files, or --journal with a grid's data folder or connection string");
        });
        command.SetAction(async (parsed, cancel) =>
        {
            if (parsed.GetValue(journal) is { } folder)
                return await JournalReport.Run(folder, CommandLine.Settings(parsed.GetValue(set)), parsed.GetValue(json), cancel);
            var request = new ReplayRequest
            {
                Paths = parsed.GetValue(paths)!,
                Interval = parsed.GetValue(interval),
                Symbols = parsed.GetValue(symbols)?.ToUpperInvariant().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
                Out = parsed.GetValue(output),
                Indicators = parsed.GetValue(indicators),
                Chains = chains.Of(parsed),
                Shards = parsed.GetValue(shards),
                Settings = CommandLine.Settings(parsed.GetValue(set)),
            };
            ReplaySummary summary = await WithProgress(request, cancel);
            foreach (string missing in request.Symbols.Where(symbol => !summary.Digests.ContainsKey(symbol)))
                await Console.Error.WriteLineAsync($"warning: no bar of {missing} was found");
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(summary, CommandLine.JsonOutput));
            else
                Print(summary);
            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>A progress bar on stderr where that is a terminal.</summary>
    private static async Task<ReplaySummary> WithProgress(ReplayRequest request, CancellationToken cancel)
    {
        if (Console.IsErrorRedirected)
            return await ReplayRun.Run(request, null, cancel);

        IAnsiConsole terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await terminal.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                ProgressTask task = context.AddTask("replay", maxValue: 1);
                return await ReplayRun.Run(request, feed =>
                {
                    task.Description = string.Create(CultureInfo.InvariantCulture, $"replay, {feed.Rows:N0} rows");
                    task.Value = feed.TotalBytes > 0 ? (double)feed.BytesRead / feed.TotalBytes : 0;
                }, cancel);
            });
    }

    private static void Print(ReplaySummary summary)
    {
        void Line(string name, FormattableString value) => Console.WriteLine($"{name,-14}{value.ToString(CultureInfo.InvariantCulture)}");
        Line("symbols", $"{summary.Symbols:N0}");
        Line("ticks", $"{summary.Ticks:N0}");
        if (summary.Inputs > 0)
            Line("other inputs", $"{summary.Inputs:N0}");
        Line("bars", $"{summary.Bars:N0}");
        Line("evaluations", $"{summary.Evaluations:N0}");
        Line("decisions", $"{Counts(summary.Decisions)}");
        Line("holds", $"{Counts(summary.Holds)}");
        Line("signals", $"{summary.Signals:N0}");
        Line("duplicates", $"{summary.Duplicates:N0}");
        Line("quarantined", $"{(summary.Quarantined.Count == 0 ? "0" : Counts(summary.Quarantined))}");
        Line("seconds", $"{summary.Seconds:F2}");
        Line("bars/second", $"{summary.BarsPerSecond:N0}");
        Line("peak memory", $"{summary.PeakMemoryBytes / 1048576.0:N0} MB");
        Line("runtime", $"{summary.Runtime}");
        Line("configuration", $"{summary.Configuration}");
        Line("digest", $"{summary.Digest}");
        foreach ((string symbol, string digest) in summary.Digests.Take(20))
            Line("", $"{symbol,-16} {digest}");
        if (summary.Digests.Count > 20)
            Line("", $"and {summary.Digests.Count - 20:N0} more: --json lists them all");
    }

    private static string Counts(IReadOnlyDictionary<string, long> counts) =>
        string.Join(", ", counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key} {count.Value:N0}")));
}
