using System.Globalization;
using System.Text.Json;

namespace GoldenSignals.Api.Tests;

/// <param name="Id">Null for an event without one.</param>
internal sealed record StreamEvent(string? Id, string Name, JsonElement Data)
{
    /// <summary>What rises from event to event.</summary>
    public (long Records, long Event) Number => Id!.Split('.')[0].Split('-') is [var records, var number]
        ? (long.Parse(records, CultureInfo.InvariantCulture), long.Parse(number, CultureInfo.InvariantCulture)) : throw new FormatException(Id);

    public string Symbol => Data.GetProperty("symbol").GetString()!;

    /// <summary>What is the same wherever the event is told.</summary>
    public string Content => $"{Name} {Data}";
}

/// <summary>A client of the event stream. It is subscribed once it is open.</summary>
internal sealed class EventReader : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventReader(HttpResponseMessage response, Stream body) => (_response, _lines) = (response, new(body));

    public static async Task<EventReader> Open(RunningApi api, string query = "", string? lastEventId = null)
    {
        HttpRequestMessage request = api.Request(HttpMethod.Get, "/v1/stream" + query);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        HttpResponseMessage response = await api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The id that the stream began with; null before the first event, and when it goes on from one.</summary>
    public string? OpeningId { get; private set; }

    /// <summary>The next event; null at the end of the stream.</summary>
    public async Task<StreamEvent?> Next()
    {
        string? id = null;
        string name = "";
        using var patience = new CancellationTokenSource(RunningApi.Patience);
        while (await _lines.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line[4..];
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                return new(id, name, JsonDocument.Parse(line[6..]).RootElement);
            else if (line.Length == 0 && id is not null)
                (OpeningId, id) = (id, null);
        }
        return null;
    }

    /// <summary>Events up to and with the one that fits.</summary>
    public async Task<List<StreamEvent>> Until(Func<StreamEvent, bool> last)
    {
        var events = new List<StreamEvent>();
        while (await Next() is { } next)
        {
            events.Add(next);
            if (last(next))
                return events;
        }
        Assert.Fail("the stream ended");
        return events;
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }
}
