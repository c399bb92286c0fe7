using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.IO.Pipelines;
using GoldenSignals.ApiClient.Security;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>The grid as it happens.</summary>
internal static class StreamEndpoints
{
    private const int FlushBytes = 64 << 10;
    private const int MostSymbols = 1_000;

    public static void MapStream(this IEndpointRouteBuilder app) =>
        app.MapGet("/v1/stream", Get).WithTags("Stream").WithName("GetStream").StaysOpen()
            .Produces(200, contentType: "text/event-stream").ProducesProblem(400).ProducesProblem(422).ProducesProblem(429);

    /// <summary>Server-sent events: bars, decisions and signals as they happen.</summary>
    /// <remarks>
    /// Events are named bar, decision or signal and carry one JSON object; of one bar they come in this order. Ids rise. A
    /// comment comes every 15 seconds when nothing happens. The event gap says that events are missing: after coming back
    /// with a Last-Event-ID behind which something has happened, or, before the stream is closed, because the client
    /// is too slow. Read the state anew then.
    /// </remarks>
    /// <param name="symbols">Only these, separated by commas. They need not be known yet.</param>
    /// <param name="events">Only these, separated by commas: bar, decision, signal.</param>
    internal static async Task Get(
        HttpContext context, StreamHub hub, IHostApplicationLifetime lifetime, string? symbols = null, string? events = null)
    {
        // A filter that is misspelt must not turn into the stream of everything.
        foreach (string name in context.Request.Query.Keys)
            if (name is not ("symbols" or "events"))
                throw Problems.InvalidParameter.Because($"{name} is no parameter of the stream; there are symbols and events.", ("parameter", name));
        StreamSubscriber subscriber = hub.Clients.Subscribe(EventsOf(events), SymbolsOf(symbols)) ?? throw TooMany(context.Response);
        try
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
            await Write(context, subscriber, ending.Token);
        }
        catch (OperationCanceledException)
        {
            // The client has gone, or the process goes.
        }
        finally
        {
            hub.Clients.Unsubscribe(subscriber);
        }
    }

    /// <summary>Writes what the subscriber gets until it has a gap, then says so and ends.</summary>
    internal static async Task Write(HttpContext context, StreamSubscriber subscriber, CancellationToken ending)
    {
        HttpResponse response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["X-Accel-Buffering"] = "no";                // proxies must not collect events
        PipeWriter body = response.BodyWriter;
        body.Write(EventFrames.Opening);
        if (IsBehind(context.Request.Headers["Last-Event-ID"].ToString(), subscriber.SubscribedAfter))
            body.Write(EventFrames.Gap("not-kept", subscriber.SubscribedAfter));
        await body.FlushAsync(ending);

        long last = subscriber.SubscribedAfter;
        while (await subscriber.WaitAsync(ending))
        {
            int unflushed = 0;
            while (subscriber.TryRead(out StreamFrame frame))
            {
                body.Write(frame.Bytes);
                last = Math.Max(last, frame.LastId);
                unflushed += frame.Bytes.Length;
                if (unflushed < FlushBytes)
                    continue;
                await body.FlushAsync(ending);
                unflushed = 0;
            }
            await body.FlushAsync(ending);
        }
        body.Write(EventFrames.Gap("too-slow", last));
        await body.FlushAsync(ending);
    }

    private static bool IsBehind(string lastEventId, long newest) =>
        lastEventId.Length > 0 && !(long.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out long last) && last == newest);

    private static StreamEvents EventsOf(string? list)
    {
        var events = StreamEvents.None;
        foreach (string name in list?.Split(',') ?? [])
            events |= name switch
            {
                "bar" => StreamEvents.Bar,
                "decision" => StreamEvents.Decision,
                "signal" => StreamEvents.Signal,
                _ => throw Problems.InvalidParameter.Because("events may be bar, decision, signal.", ("parameter", "events")),
            };
        return list is null ? StreamEvents.All : events;
    }

    private static FrozenSet<string>? SymbolsOf(string? list)
    {
        if (list is null)
            return null;
        string[] symbols = list.Split(',');
        return symbols.Length <= MostSymbols
            ? symbols.Select(symbol => SymbolRoute.Checked(symbol, "symbols")).ToFrozenSet(StringComparer.Ordinal)
            : throw Problems.InvalidParameter.Because($"symbols may name {MostSymbols}; leave it out for all.", ("parameter", "symbols"));
    }

    private static ProblemException TooMany(HttpResponse response)
    {
        response.Headers.RetryAfter = "5";
        return Problems.TooManyStreams.Because(Problems.TooManyStreams.Meaning);
    }
}
