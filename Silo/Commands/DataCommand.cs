using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage;
using GoldenSignals.Silo.Storage.History;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace GoldenSignals.Silo.Commands;

/// <summary><c>data</c>: looks at what a grid in one process has written down, checks it, drops what is past retention, exports it.</summary>
public static class DataCommand
{
    public static Command Create() => new("data", "Look at a grid's data folder, check it, drop what is past retention, export its history") { Status(), Verify(), Prune(), ExportCommand.Create() };

    /// <summary>The folder that a command works on.</summary>
    internal static Option<string> Folder() => new("--folder")
    {
        Description = "The grid's data folder",
        HelpName = "FOLDER",
        DefaultValueFactory = _ => new JournalOptions().Folder,
        Validators = { result => CommandLine.Require(result, result.Tokens.All(token => token.Value.Trim().Length > 0), "--folder takes a folder") },
    };

    private static Command Status()
    {
        var folder = Folder();
        var json = CommandLine.Json();
        var command = new Command("status", "Files, bytes, rows and time ranges by kind; a running grid is not disturbed") { folder, json };
        command.SetAction(parsed =>
        {
            DataStatus status = DataStatus.Of(parsed.GetValue(folder)!);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(status, CommandLine.JsonOutput));
            else
                Print(status);
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Verify()
    {
        var folder = Folder();
        var json = CommandLine.Json();
        var command = new Command("verify", "Read every file through and check its checksums; a running grid is not disturbed") { folder, json };
        command.SetAction((parsed, cancel) =>
        {
            DataCheck check = DataCheck.Of(parsed.GetValue(folder)!, Progress(), cancel);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(check, CommandLine.JsonOutput));
            else
                Print(check);
            return Task.FromResult(check.Damages.Length == 0 ? CommandLine.Done : CommandLine.Failed);
        });
        return command;
    }

    private static Command Prune()
    {
        var folder = Folder();
        var dryRun = new Option<bool>("--dry-run") { Description = "Only list what would go" };
        var json = CommandLine.Json();
        var set = CommandLine.Set("Retention");
        var command = new Command("prune", "Drop the days of the history that are past retention; not while a grid uses the folder, which does it itself every hour") { folder, dryRun, json, set };
        command.SetAction(parsed =>
        {
            RetentionOptions retention = GridHosting.Bound<RetentionOptions>(Configuration(parsed.GetValue(set)), "Retention");
            bool dry = parsed.GetValue(dryRun);
            Pruned[] gone = DataPruning.Prune(parsed.GetValue(folder)!, retention, TimeProvider.System.GetUtcNow().UtcDateTime, dry);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(new { dryRun = dry, files = gone, bytes = gone.Sum(one => one.Bytes) }, CommandLine.JsonOutput));
            else
                Print(gone, dry);
            return CommandLine.Done;
        });
        return command;
    }

    private static IConfiguration Configuration(string[]? set)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(CommandLine.Settings(set));
        return builder.Configuration;
    }

    /// <summary>On a terminal one line that changes; else nothing.</summary>
    private static Action<string> Progress()
    {
        if (Console.IsErrorRedirected)
            return _ => { };
        return text => Console.Error.Write($"\r{text}\u001b[K{(text == "journal" ? "\n" : "")}");
    }

    private static void Print(DataStatus status)
    {
        Line("folder", $"{status.Folder}");
        if (status.Grid is { } grid)
            Line("grid", $"{grid.Shards} shards, bars of {Domain.Market.BarInterval.Format(grid.Interval)}, windows of {grid.WindowBars}");
        foreach (HistoryStatus kind in status.History)
            Line(kind.Kind, $"{kind.Files,6:N0} files {Size(kind.Bytes),10} {kind.Rows,14:N0} rows  {Span(kind.From, kind.To)}");
        Line("journal", $"{status.Journal.Files,6:N0} files {Size(status.Journal.Bytes),10}  {Written(status.Journal)}");
        Line("snapshots", $"{status.Snapshots.Files,6:N0} files {Size(status.Snapshots.Bytes),10}  {Written(status.Snapshots)}");
        if (status.Positions.Count > 0)
            Line("positions", $"{status.Positions.Count:N0} shards, at records {status.Positions.Values.Min():N0} to {status.Positions.Values.Max():N0} of their journals");
    }

    private static void Print(DataCheck check)
    {
        foreach (DamageReport damage in check.Damages)
            Console.WriteLine($"damaged: {damage.Message}");
        Line("history", $"{check.HistoryFiles,6:N0} files {check.HistoryRows,14:N0} rows");
        Line("snapshots", $"{check.Snapshots,6:N0} files");
        Line("journal", $"{check.JournalFiles,6:N0} files {check.JournalRecords,14:N0} records{(check.TornBytes > 0 ? $", {check.TornBytes:N0} bytes of a torn end" : "")}");
        Line("damages", $"{check.Damages.Length,6:N0}");
    }

    private static void Print(Pruned[] gone, bool dryRun)
    {
        foreach (Pruned one in gone)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(dryRun ? "would drop" : "dropped")} {one.Name}, {Size(one.Bytes)}, until {one.UntilUtc:yyyy-MM-dd'T'HH:mm:ss'Z'}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{gone.Length:N0} files, {Size(gone.Sum(one => one.Bytes))}{(dryRun ? " would go" : "")}"));
    }

    private static void Line(string name, FormattableString value) => Console.WriteLine($"{name,-12}{value.ToString(CultureInfo.InvariantCulture)}");

    private static string Span(DateTime? from, DateTime? to) => from is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{from:yyyy-MM-dd'T'HH:mm:ss'Z'} to {to:yyyy-MM-dd'T'HH:mm:ss'Z'}");

    private static string Written(FilesStatus files) => files.From is null ? "" : $"written {Span(files.From, files.To)}";

    private static string Size(long bytes) => bytes switch
    {
        < 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:F1} KB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F1} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:F1} GB"),
    };
}
