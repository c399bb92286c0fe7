using System.CommandLine;
using System.Text.Json;
using GoldenSignals.ApiClient.Security.Audit;
using GoldenSignals.Silo;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.ApiClient.Commands;

/// <summary><c>audit</c>: shows whether the audit log is as it was written.</summary>
static class AuditCommand
{
    public static Command Create() => new("audit", "Check the audit log of the API") { Verify() };

    private static Command Verify()
    {
        var folder = new Option<string>("--folder")
        {
            Description = "The folder of the log", HelpName = "FOLDER", DefaultValueFactory = _ => Path.Combine("data", AuditPlace.Name),
            Validators = { result => CommandLine.Require(result, result.Tokens.All(token => token.Value.Trim().Length > 0), "--folder takes a folder") },
        };
        var expect = new Option<string?>("--expect")
        {
            Description = "Where the log ended once, as printed then: it must still be so", HelpName = "SEQUENCE:HASH",
            Validators = { result => CommandLine.Require(result, result.Tokens is not [var token] || AuditLink.Parse(token.Value) is not null, "--expect takes SEQUENCE:HASH") },
        };
        var json = CommandLine.Json();
        var set = CommandLine.Set("Api");
        var command = new Command("verify", "Read the log through: every line as it was written, none missing, none elsewhere; a running grid is not disturbed. Api:AuditKey must be as it is for the grid") { folder, expect, set, json };
        command.SetAction((parsed, cancel) =>
        {
            AuditCheck check = AuditCheck.Of(parsed.GetValue(folder)!, new(Key(parsed.GetValue(set))), parsed.GetValue(expect) is { } known ? AuditLink.Parse(known) : null, cancel);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(check, CommandLine.JsonOutput));
            else
                Print(check);
            return Task.FromResult(check.Faults.Length == 0 ? CommandLine.Done : CommandLine.Failed);
        });
        return command;
    }

    private static byte[]? Key(string[]? set)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(CommandLine.Settings(set));
        return GridHosting.Bound<ApiOptions>(builder.Configuration, ApiOptions.Section).AuditKey is { } key ? Convert.FromBase64String(key) : null;
    }

    private static void Print(AuditCheck check)
    {
        foreach (AuditFault fault in check.Faults)
            Console.WriteLine($"{fault.File}{(fault.Line > 0 ? FormattableString.Invariant($":{fault.Line}") : "")}: {fault.What}");
        Console.WriteLine(FormattableString.Invariant(
            $"{check.Folder}: {check.Files:N0} files, {check.Lines:N0} lines{(check.From is { } from ? $", {Rfc3339.Format(from)} to {Rfc3339.Format(check.To!.Value)}" : "")}{(check.TornBytes > 0 ? $", {check.TornBytes:N0} bytes of a line that is not finished" : "")}"));
        Console.WriteLine($"ends at {check.Last}");
        Console.WriteLine(check.Faults.Length == 0 ? "as it was written" : FormattableString.Invariant($"{check.Faults.Length} faults"));
    }
}
