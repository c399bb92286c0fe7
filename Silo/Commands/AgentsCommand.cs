using System.CommandLine;
using System.CommandLine.Parsing;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using System.Text.Json;
using GoldenSignals.Domain;
using GoldenSignals.Domain.Scoring;
using GoldenSignals.Silo.Feeds;
using GoldenSignals.Silo.Replay;
using GoldenSignals.Silo.Scoring;
using Spectre.Console;

namespace GoldenSignals.Silo.Commands;

/// <summary><c>agents</c>: who votes, and how good their votes have been on given data.</summary>
public static class AgentsCommand
{
    private const int MaxHorizon = 1_000;

    public static Command Create() => new("agents", "List the agents, score them on market data, or fit what they rest on") { List(), Docs(), Score(), FitHmmCommand.Create() };

    private static Command List()
    {
        var json = CommandLine.Json();
        var command = new Command("list", "List every agent: kind, inputs, options with ranges and defaults, source") { json };
        command.SetAction(parsed =>
        {
            AgentListing[] agents = AgentListing.All();
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(new { agents }, CommandLine.JsonOutput));
            else
                foreach (AgentListing agent in agents)
                    Console.WriteLine($"{agent.Id} ({agent.Kind}{(agent.Scales ? ", scales" : "")}): {agent.Rule}\n  inputs   {string.Join(' ', agent.Inputs)}\n"
                        + $"  options  {string.Join(", ", agent.Options.Select(option => option.Text.Replace("`", "", StringComparison.Ordinal)))}\n  source   {agent.Source}");
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Docs()
    {
        var into = CommandLine.File("--into", $"Put the table into this file instead, between the lines '{AgentListing.Begin}' and '{AgentListing.End}'");
        var command = new Command("docs", "Print the agents as a Markdown table") { into };
        command.SetAction(async (parsed, cancel) =>
        {
            if (parsed.GetValue(into) is { } path)
            {
                await using var file = new WholeFile(path);
                await file.Content.WriteAsync(Encoding.UTF8.GetBytes(AgentListing.Into(await File.ReadAllTextAsync(path, cancel))), cancel);
                await file.Complete();
            }
            else
                Console.Write(AgentListing.Markdown());
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Score()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "What replay takes: files, folders or globs of bars, trades, quotes, or a wide table of closes",
            Arity = ArgumentArity.OneOrMore,
            Validators =
            {
                result =>
                {
                    foreach (Token token in result.Tokens.Where(token => token.Value.StartsWith('-')))
                        result.AddError($"{token.Value} is no option of agents score");
                },
            },
        };
        var horizons = new Option<int[]?>("--horizon")
        {
            Description = "Bars after which a vote is judged; default 5,20,60",
            HelpName = "5,20,60",
            CustomParser = result => Horizons(result),
        };
        var split = new Option<SplitChoice?>("--split")
        {
            Description = "Where in-sample ends: a date, or when this share of all bars had closed; default 0.7",
            HelpName = "DATE|SHARE",
            CustomParser = result =>
            {
                if (SplitChoice.TryParse(result.Tokens[0].Value, out SplitChoice choice))
                    return choice;
                result.AddError($"--split takes a date such as 2014-01-01, or a share between 0 and 1, not '{result.Tokens[0].Value}'");
                return null;
            },
        };
        var embargo = Number("--embargo", "BARS", "Bars of each symbol after the split that nobody is judged on; default: the longest horizon", 0, 100_000);
        var halfSpread = Basis("--half-spread", "Half the spread, paid at each fill", new ScoringOptions().HalfSpreadBps);
        var slippage = Basis("--slippage", "Slippage, paid at each fill", new ScoringOptions().SlippageBps);
        var resamples = Number("--resamples", "N", "Draws of the bootstrap; default 1000", 100, 100_000);
        var seed = Number("--seed", "N", "Of the bootstrap's draws; default 1", 0, int.MaxValue);
        var inSampleOnly = new Option<bool>("--in-sample-only") { Description = "Leave the test period unjudged: for choosing options without looking at it" };
        var note = new Option<string[]>("--data-note") { Description = "What is known of the data's survivorship and adjustment, for the report (may be repeated)", HelpName = "TEXT" };
        var interval = CommandLine.Interval("Length of the bars; default: the files' own spacing, 1m for trades and quotes");
        var symbols = new Option<string?>("--symbols") { Description = "Only these symbols, separated by commas", HelpName = "A,B", Validators = { result => CommandLine.Require(result, result.Tokens.All(token => token.Value.Trim(',', ' ').Length > 0), "--symbols takes names") } };
        var html = CommandLine.File("--html", "Write the report with plots to this file, one self-contained page");
        var json = CommandLine.Json();
        var set = CommandLine.Set("Consensus", "Risk", "Agents", "Sentiment");

        var command = new Command("score", "Replay market data and score every agent, the consensus and the baseline, in-sample and out of sample apart")
        {
            paths, horizons, split, embargo, halfSpread, slippage, resamples, seed, inSampleOnly, note, interval, symbols, html, json, set,
        };
        var chains = new ChainOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var request = new ScoreRequest
            {
                Paths = parsed.GetValue(paths)!,
                Interval = parsed.GetValue(interval),
                Symbols = parsed.GetValue(symbols)?.ToUpperInvariant().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
                Chains = chains.Of(parsed),
                Split = parsed.GetValue(split) ?? SplitChoice.Default,
                EmbargoBars = parsed.GetValue(embargo),
                Scoring = OptionRules.Validated(new ScoringOptions
                {
                    Horizons = parsed.GetValue(horizons) is { Length: > 0 } given ? given : new ScoringOptions().Horizons,
                    HalfSpreadBps = parsed.GetValue(halfSpread),
                    SlippageBps = parsed.GetValue(slippage),
                    Resamples = parsed.GetValue(resamples) ?? new ScoringOptions().Resamples,
                }, "Scoring"),
                Seed = parsed.GetValue(seed) ?? 1,
                InSampleOnly = parsed.GetValue(inSampleOnly),
                DataNotes = parsed.GetValue(note) ?? [],
                Settings = CommandLine.Settings(parsed.GetValue(set)),
                Command = "./run " + string.Join(' ', parsed.Tokens.Select(token => Quoted(token.Value))),
            };
            await Run(request, parsed.GetValue(html), parsed.GetValue(json), cancel);
            return CommandLine.Done;
        });
        return command;
    }

    private static async Task Run(ScoreRequest request, string? html, bool json, CancellationToken cancel)
    {
        if (html is not null && CsvPaths.Expand(request.Paths).Contains(Path.GetFullPath(html)))
            throw new ValidationException($"--html {html} would write over an input");
        await using WholeFile? page = html is null ? null : new WholeFile(html);
        ScoreReport report = await WithProgress(request, cancel);
        foreach (string missing in request.Symbols.Where(symbol => report.Symbols.All(of => of.Symbol != symbol)))
            await Console.Error.WriteLineAsync($"warning: no bar of {missing} was found");
        if (page is not null)
        {
            await page.Content.WriteAsync(Encoding.UTF8.GetBytes(ScoreHtml.Of(report)), cancel);
            await page.Complete();
        }
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(ScoreDocument.From(report), CommandLine.JsonOutput));
        else
            Console.Write(ScoreText.Of(report));
    }

    /// <summary>A progress bar on stderr where that is a terminal, else a line for each stage.</summary>
    private static async Task<ScoreReport> WithProgress(ScoreRequest request, CancellationToken cancel)
    {
        string? last = null;
        if (Console.IsErrorRedirected)
            return await ScoreRun.Run(request, (stage, _) =>
            {
                if (stage != last)
                    Console.Error.WriteLine(last = stage);
            }, cancel);

        IAnsiConsole terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await terminal.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                ProgressTask task = context.AddTask("read", maxValue: 1);
                return await Task.Run(() => ScoreRun.Run(request, (stage, done) =>
                {
                    task.Description = stage;
                    task.Value = done;
                }, cancel), cancel);
            });
    }

    private static int[]? Horizons(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        int[] horizons = [.. parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int bars) ? bars : 0)];
        if (horizons.All(bars => bars is >= 1 and <= MaxHorizon) && horizons.Distinct().Count() == horizons.Length)
            return [.. horizons.Order()];
        result.AddError($"--horizon takes different whole numbers from 1 to {MaxHorizon}, separated by commas, not '{text}'");
        return null;
    }

    private static Option<int?> Number(string name, string shown, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = shown,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
                return number;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a whole number from {least} to {most}, not '{text}'"));
            return null;
        },
    };

    private static Option<double> Basis(string name, string description, double standard) => new(name)
    {
        Description = string.Create(CultureInfo.InvariantCulture, $"{description}, in basis points; default {standard}"),
        HelpName = "BP",
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            if (result.Tokens is [])
                return standard;
            string text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double bps) && bps is >= 0 and <= 500)
                return bps;
            result.AddError($"{name} takes basis points from 0 to 500, not '{text}'");
            return standard;
        },
    };

    private static string Quoted(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || "-_./,:=%*?~+@".Contains(c, StringComparison.Ordinal)) && text.Length > 0 ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
