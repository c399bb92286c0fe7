using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.ApiClient.Remote;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.ApiClient.Commands;

/// <summary><c>watch</c>: what a grid says, as it says it.</summary>
static class WatchCommand
{
    public static Command Create()
    {
        var symbols = new Option<string?>("--symbols") { Description = "Only these, separated by commas", HelpName = "A,B" };
        var events = new Option<string?>("--events") { Description = "Only these: bar, decision, signal, and enter, leave of standing queries; default bar,decision,signal", HelpName = "bar,signal" };
        var confidence = new Option<double?>("--min-confidence") { Description = "Only decisions and signals of at least this confidence, 0 to 1" };
        var window = new Option<int?>("--window") { Description = "Milliseconds for which the grid gathers events, 0 to 500; default 50" };
        var after = new Option<string?>("--after") { Description = "Begin behind this event", HelpName = "ID" };
        var count = new Option<long?>("--count") { Description = "End after so many events" };
        var url = RemoteGrid.Url();
        var key = RemoteGrid.KeyFile();
        var json = new Option<bool>("--json") { Description = "Print each event as one JSON object a line, with its id" };
        var command = new Command("watch", "Follow the bars, decisions and signals of a running grid") { symbols, events, confidence, window, after, count, url, key, json };
        command.SetAction(async (parsed, cancel) =>
        {
            using HttpClient http = RemoteGrid.Client(parsed.GetValue(url)!, parsed.GetValue(key));
            http.Timeout = Timeout.InfiniteTimeSpan;                 // each wait has its own
            string query = Query(
                ("symbols", parsed.GetValue(symbols)), ("events", parsed.GetValue(events)), ("minConfidence", parsed.GetValue(confidence)?.ToString("R", CultureInfo.InvariantCulture)),
                ("window", parsed.GetValue(window)?.ToString(CultureInfo.InvariantCulture)), ("lastEventId", parsed.GetValue(after)));
            var stream = new EventStreamClient(http, query, TimeProvider.System, Console.Error.WriteLine);
            long left = parsed.GetValue(count) ?? long.MaxValue;
            await foreach (RemoteEvent next in stream.Follow(cancel))
            {
                if (next.Name == "gap")
                    Console.Error.WriteLine($"gap: {Text(next.Data, "reason")}; events are missing here");
                if (parsed.GetValue(json))
                    Console.WriteLine(next.Id is null ? $$"""{"event":"{{next.Name}}","data":{{next.Data}}}""" : $$"""{"event":"{{next.Name}}","id":"{{next.Id}}","data":{{next.Data}}}""");
                else if (next.Name != "gap")
                    Console.WriteLine(Line(next));
                if (next.Name != "gap" && --left <= 0)
                    return CommandLine.Done;
            }
            return CommandLine.Done;
        });
        return command;
    }

    private static string Query(params (string Name, string? Value)[] parameters)
    {
        string[] given = [.. parameters.Where(parameter => parameter.Value is not null).Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}")];
        return given.Length == 0 ? "" : "?" + string.Join('&', given);
    }

    private static string Line(RemoteEvent next)
    {
        using JsonDocument document = JsonDocument.Parse(next.Data);
        JsonElement data = document.RootElement;
        string head = string.Create(CultureInfo.InvariantCulture, $"{data.GetProperty("time").GetDateTime():yyyy-MM-dd HH:mm:ss}  {data.GetProperty("symbol").GetString(),-12} {next.Name,-9}");
        return next.Name switch
        {
            "bar" => string.Create(CultureInfo.InvariantCulture, $"{head} {Number("open")} {Number("high")} {Number("low")} {Number("close")}  volume {Number("volume")}"),
            "enter" or "leave" => $"{head} {Text(next.Data, "name")} {Text(next.Data, "query")}  {Number("price")}",
            _ => string.Create(CultureInfo.InvariantCulture, $"{head} {data.GetProperty("action").GetString(),-4} {Number("price")}  score {data.GetProperty("score").GetDouble(),6:F3}  confidence {data.GetProperty("confidence").GetDouble():F3}  {data.GetProperty("reason").GetString()}"),
        };

        string Number(string name) => data.GetProperty(name).GetDouble().ToString("G8", CultureInfo.InvariantCulture);
    }

    private static string? Text(string data, string name)
    {
        using JsonDocument document = JsonDocument.Parse(data);
        return document.RootElement.GetProperty(name).GetString();
    }
}
