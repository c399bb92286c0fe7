using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using GoldenSignals.Domain.Market;
using GoldenSignals.Silo.Feeds;
using GoldenSignals.Silo.Replay;
using GoldenSignals.Silo.Storage;
using GoldenSignals.Silo.Storage.History;

namespace GoldenSignals.Silo.Commands;

/// <summary><c>data export</c>: rows of the history as CSV or NDJSON, oldest first.</summary>
internal static class ExportCommand
{
    private const string ToOutput = "-";

    public static Command Create()
    {
        var folder = DataCommand.Folder();
        var from = Time("--from", "Bars that open at or after this time; default: the oldest");
        var to = Time("--to", "Bars that open before this time; default: up to the newest");
        var format = new Option<ExportFormat>("--format") { Description = "csv (bars in it can be replayed) or ndjson", HelpName = "csv|ndjson", DefaultValueFactory = _ => ExportFormat.Csv };
        var kind = new Option<HistoryKind>("--kind") { Description = "What to export", HelpName = "bars|decisions|signals", DefaultValueFactory = _ => HistoryKind.Bars };
        var symbol = new Option<string?>("--symbol")
        {
            Description = "Only this symbol", HelpName = "SYMBOL",
            Validators = { result => CommandLine.Require(result, result.Tokens is not [.., var token] || SymbolName.IsValid(token.Value.ToUpperInvariant()), "--symbol takes a symbol") },
        };
        var output = CommandLine.File("--out", "Write to this file; default, or -: to stdout");
        var json = CommandLine.Json();
        var command = new Command("export", "Write bars, decisions or signals as text, oldest first; of a running grid, what it has written so far") { folder, from, to, format, kind, symbol, output, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && (result.GetValue(output) ?? ToOutput) == ToOutput)
                result.AddError("--json tells of an export into a file: give --out FILE too");
        });
        command.SetAction(async (parsed, cancel) =>
        {
            var request = new ExportRequest(parsed.GetValue(folder)!, parsed.GetValue(kind), parsed.GetValue(format),
                parsed.GetValue(from) ?? DateTime.MinValue, parsed.GetValue(to) ?? DateTime.MaxValue, parsed.GetValue(symbol)?.ToUpperInvariant());
            DataFolder.FactsOf(request.Folder);                              // there must be a folder
            string path = parsed.GetValue(output) ?? ToOutput;
            long rows = path == ToOutput ? await HistoryExport.Write(request, Console.Out, cancel) : await ToFile(request, path, cancel);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(new { rows, file = Path.GetFullPath(path) }, CommandLine.JsonOutput));
            else
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows"));
            return CommandLine.Done;
        });
        return command;
    }

    private static async Task<long> ToFile(ExportRequest request, string path, CancellationToken cancel)
    {
        await using var file = new WholeFile(path);
        long rows;
        await using (var text = new StreamWriter(file.Content, new UTF8Encoding(false), leaveOpen: true))
            rows = await HistoryExport.Write(request, text, cancel);
        await file.Complete();
        return rows;
    }

    private static Option<DateTime?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (new CsvTimestamp().TryParse(Encoding.UTF8.GetBytes(result.Tokens[0].Value), out long ticks))
                return new DateTime(ticks, DateTimeKind.Utc);
            result.AddError($"{name}: {CsvTimestamp.Expected}, not '{result.Tokens[0].Value}'");
            return null;
        },
    };
}
