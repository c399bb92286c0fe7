using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Feeds;
using GoldenSignals.Silo.Storage;

namespace GoldenSignals.Silo.Commands;

/// <summary>What every command has in common: exit codes, one-line errors, <c>--json</c> and <c>--set</c>.</summary>
public static class CommandLine
{
    /// <summary>All went well.</summary>
    public const int Done = 0;

    /// <summary>The work failed: a file could not be read, a port was taken.</summary>
    public const int Failed = 1;

    /// <summary>The command was called in a wrong way, or an option of the grid has a wrong value.</summary>
    public const int Usage = 2;

    /// <summary>Interrupted, as by Ctrl-C.</summary>
    public const int Interrupted = 130;

    private static readonly string[] s_sections = ["Grid", "Consensus", "Risk", "Agents", "Ticks", "Sentiment", "Journal", "Snapshots", "History", "Retention", "PostgreSql", "Cluster", "Api", "Quotas", "Jwt", "Telemetry", "Logging"];

    /// <summary>Everything but the result goes to stderr; the result is one JSON object on stdout.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object on stdout, everything else on stderr" };

    /// <summary>Options of the grid beyond a command's own.</summary>
    /// <param name="sections">Those that the command reads; default: all.</param>
    public static Option<string[]> Set(params string[] sections) => new("--set")
    {
        Description = "Set an option of the grid, for instance Consensus:EnterScore=0.2 (may be repeated)",
        HelpName = "NAME=VALUE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        Validators =
        {
            result =>
            {
                foreach (var token in result.Tokens)
                    if (token.Value.IndexOf('=', StringComparison.Ordinal) <= token.Value.IndexOf(':', StringComparison.Ordinal) || !token.Value.Contains(':', StringComparison.Ordinal))
                        result.AddError($"--set takes Section:Name=VALUE, not '{token.Value}'");
                    else if (!s_sections.Contains(token.Value.Split(':')[0], StringComparer.OrdinalIgnoreCase))
                        result.AddError($"--set {token.Value}: there is no such section; there are {string.Join(", ", s_sections)}");
                    else if (sections.Length > 0 && !sections.Contains(token.Value.Split(':')[0], StringComparer.OrdinalIgnoreCase))
                        result.AddError($"--set {token.Value}: this command takes {string.Join(", ", sections)} only");
            },
        },
    };

    /// <summary>A file that the command writes.</summary>
    public static Option<string?> File(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
        Validators = { result => Require(result, result.Tokens.All(token => token.Value.Trim().Length > 0), $"{name} takes a file") },
    };

    /// <summary>Refuses an option's value unless the condition holds.</summary>
    public static void Require(OptionResult result, bool holds, string message)
    {
        if (!holds)
            result.AddError($"{message}, not '{string.Join(' ', result.Tokens)}'");
    }

    public static Dictionary<string, string?> Settings(string[]? set) =>
        (set ?? []).Select(pair => pair.Split('=', 2)).GroupBy(pair => pair[0], StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => (string?)group.Last()[1]);

    /// <summary>A bar's length, as <c>1s 15s 1m 1h 1d 1w</c>.</summary>
    public static Option<TimeSpan?> Interval(string description) => new("--interval")
    {
        Description = description,
        HelpName = "1s|1m|5m|1h|1d",
        CustomParser = result =>
        {
            if (BarInterval.TryParse(result.Tokens[0].Value, out TimeSpan interval))
                return interval;
            result.AddError($"--interval takes a length such as 1s, 15s, 1m, 5m, 1h, 1d or 1w, not '{result.Tokens[0].Value}'");
            return null;
        },
    };

    /// <summary>A command that others go below, named as the user calls it.</summary>
    public static Command Root(string name, string description, params IEnumerable<Command> commands)
    {
        var root = new Command(name, description) { new HelpOption(), new VersionOption() };
        foreach (Command command in commands)
            root.Add(command);
        return root;
    }

    /// <summary>Parses and runs a command; whatever goes wrong ends as one line on stderr and an exit code.</summary>
    public static async Task<int> Run(Command root, string[] arguments, CancellationToken cancel = default)
    {
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
                await Say(error.Message);
            await Console.Error.WriteLineAsync($"'{Path(parsed.CommandResult.Command)} --help' says how it is used");
            return Usage;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10) }, cancel);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("interrupted");
            return Interrupted;
        }
        catch (ValidationException wrong)
        {
            await Say(wrong.Message);
            return Usage;
        }
        catch (Exception failed) when (failed is FeedException or IOException or UnauthorizedAccessException or InvalidDataException or JournalDamagedException or JournalUnavailableException)
        {
            await Say(failed.Message);
            return Failed;
        }
#pragma warning disable CA1031                                        // the last resort: no stack trace unless it is asked for
        catch (Exception bug)
#pragma warning restore CA1031
        {
            bool trace = Environment.GetEnvironmentVariable(TraceVariable) is "1";
            await Say(trace ? bug.ToString() : $"{bug.GetType().Name}: {bug.Message} (a bug; {TraceVariable}=1 shows where)");
            return Failed;
        }
    }

    /// <summary>An error as one line; what a file or a user put into it cannot steer the terminal.</summary>
    private static Task Say(string message) =>
        Console.Error.WriteLineAsync($"error: {string.Concat(message.Select(c => char.IsControl(c) && c is not ('\n' or '\t') ? '?' : c))}");

    private const string TraceVariable = "GOLDENSIGNALS_TRACE";

    private static string Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Path(parent)} {command.Name}" : command.Name;

    public static readonly JsonSerializerOptions JsonOutput = new(JsonSerializerDefaults.Web) { WriteIndented = false };
}
