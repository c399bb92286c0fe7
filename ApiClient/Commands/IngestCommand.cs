using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.ApiClient.Remote;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.ApiClient.Commands;

/// <summary><c>ingest</c>: a file into a grid that runs.</summary>
static class IngestCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "CSV of bars or trades, or JSON lines of ticks, bars or news; .gz too" };
        var batch = new Option<int>("--batch")
        {
            Description = "Rows in one request",
            DefaultValueFactory = _ => 1_000,
            Validators = { result => CommandLine.Require(result, result.Tokens is not [.., var token] || int.TryParse(token.Value, CultureInfo.InvariantCulture, out int rows) && rows is >= 1 and <= 50_000, "--batch takes 1 to 50000") },
        };
        var from = new Option<int>("--from-line") { Description = "Begin at this line of the file", DefaultValueFactory = _ => 1 };
        var retries = new Option<int>("--retries") { Description = "How often a request is sent again before the command gives up", DefaultValueFactory = _ => 10 };
        var url = RemoteGrid.Url();
        var key = RemoteGrid.KeyFile();
        var json = CommandLine.Json();
        var command = new Command("ingest", "Send a file of ticks, bars or news to a running grid") { file, batch, from, retries, url, key, json };
        command.SetAction(async (parsed, cancel) =>
        {
            using HttpClient http = RemoteGrid.Client(parsed.GetValue(url)!, parsed.GetValue(key));
            http.Timeout = Timeout.InfiniteTimeSpan;                 // each wait has its own
            bool live = !parsed.GetValue(json) && !Console.IsErrorRedirected;
            var sender = new FileSender(http, parsed.GetValue(batch), parsed.GetValue(retries), TimeProvider.System, live ? Show : (_, _) => { }, Console.Error.WriteLine);
            SentFile sent = await sender.Send(parsed.GetValue(file)!, parsed.GetValue(from), cancel);
            if (live)
                await Console.Error.WriteLineAsync();
            foreach ((int line, string code) in sent.FirstRejected)
                await Console.Error.WriteLineAsync($"line {line}: {code}");
            long rejected = sent.Rejected.Values.Sum();
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(new { sent.Lines, sent.Accepted, sent.Duplicates, rejected, codes = sent.Rejected, sent.Retries, sent.Durability }, CommandLine.JsonOutput));
            else
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{sent.Lines:N0} rows: {sent.Accepted:N0} accepted ({sent.Durability ?? "none"}), {sent.Duplicates:N0} duplicates, {rejected:N0} rejected{(rejected == 0 ? "" : $" ({string.Join(", ", sent.Rejected.Select(code => $"{code.Key} {code.Value:N0}"))})")}"));
            return rejected == 0 ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static void Show(SentFile sent, double share) =>
        Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{share,6:P0}  {sent.Lines:N0} rows, {sent.Rejected.Values.Sum():N0} rejected "));
}
