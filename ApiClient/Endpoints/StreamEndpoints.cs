using System.Buffers;
using System.Collections.Frozen;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.IO.Pipelines;
using GoldenSignals.ApiClient.Live;
using GoldenSignals.ApiClient.Security;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>The grid as it happens.</summary>
internal static class StreamEndpoints
{
    private static readonly string[] s_parameters = ["symbols", "events", "minConfidence", "window", "lastEventId"];
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(5);

    public static void MapStream(this IEndpointRouteBuilder app) =>
        app.MapGet("/v1/stream", Get).WithTags("Stream").WithName("GetStream").StaysOpen()
            .Produces(200, contentType: "text/event-stream").ProducesProblem(400).ProducesProblem(422).ProducesProblem(429).ProducesProblem(503);

    /// <summary>Server-sent events: bars, decisions and signals as they happen.</summary>
    /// <remarks>
    /// Events are named bar, decision or signal and carry one JSON object; of one bar they come in this order. Their ids rise and are
    /// places in the grid's log: whoever comes back with the last one as Last-Event-ID, to any API process of the grid, gets everything
    /// since. The event gap says that events are missing: its reason is not-kept (the log no longer goes back that far), unknown-id (no id of this
    /// log), missed (lost on the way), queries-not-kept (enter and leave that were missed are not in the log: ask the query for its symbols), or too-slow, behind which the stream is closed. A comment comes every 15 seconds when nothing happens.
    /// </remarks>
    /// <param name="symbols">Only these, separated by commas. They need not be known yet.</param>
    /// <param name="events">Only these, separated by commas: bar, decision, signal, and enter and leave of the caller's own standing queries; without it bar, decision, signal.</param>
    /// <param name="minConfidence">Only decisions and signals of at least this confidence, 0…1. Bars come as they are.</param>
    /// <param name="window">Milliseconds for which events are gathered and then sent together, 0…500. Of several bars of a symbol in that time the last is
    /// sent, and says in conflated how many it stands for; decisions and signals all come. With 0 everything comes at once.</param>
    /// <param name="lastEventId">The same as the header Last-Event-ID, for clients that cannot set it; the header goes before.</param>
    internal static async Task Get(
        HttpContext context, StreamHub hub, Grid grid, ReplaySlots slots, IHostApplicationLifetime lifetime, string? symbols = null, string? events = null,
        [Range(0.0, 1.0)] double? minConfidence = null, [Range(0, StreamRequest.MaxWindowMs), DefaultValue(StreamRequest.DefaultWindowMs)] int? window = null, string? lastEventId = null)
    {
        // A filter that is misspelt must not turn into the stream of everything.
        foreach (string name in context.Request.Query.Keys)
            if (!s_parameters.Contains(name))
                throw Problems.InvalidParameter.Because($"{name} is no parameter of the stream; there are {string.Join(", ", s_parameters)}.", ("parameter", name));
        FrozenSet<string>? wanted = StreamRequest.Symbols(symbols?.Split(','), context.Caller(), nameof(symbols));
        var wish = new StreamWish(StreamFormat.Sse, StreamRequest.Events(events), _ => wanted, StreamRequest.MinConfidence(minConfidence), StreamRequest.Window(window), context.Caller().Id);
        await RequireConnected(hub, context.RequestAborted);
        StreamSubscriber subscriber = hub.Clients.Connect() ?? throw TooMany(context.Response);
        try
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
            var run = new StreamRun(hub, grid, slots, subscriber, new EventStream(context.Response.BodyWriter));
            await Write(context, run, hub, wish, context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header ? header : lastEventId, ending.Token);
        }
        catch (OperationCanceledException)
        {
            // The client has gone, or the process goes, or the client reads nothing.
            if (subscriber.HasGap)
                context.Abort();
        }
        finally
        {
            hub.Clients.Disconnect(subscriber);
        }
    }

    /// <summary>Writes what the subscriber gets until it has a gap, then says so and ends.</summary>
    private static async Task Write(HttpContext context, StreamRun run, StreamHub hub, StreamWish wish, string? lastId, CancellationToken ending)
    {
        HttpResponse response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["X-Accel-Buffering"] = "no";                // proxies must not collect events
        if (lastId is { Length: > 0 })
        {
            await response.BodyWriter.WriteAsync(EventFrames.Opening(null), ending);
            await run.Attach(wish, lastId, ending);
        }
        else
        {
            var since = hub.Clients.Position.ToString();             // first: what comes from then on is told or behind it
            await run.Attach(wish, null, ending);
            await response.BodyWriter.WriteAsync(EventFrames.Opening(since), ending);
        }
        await run.Follow(ending);
    }

    /// <exception cref="ProblemException">503 not-ready.</exception>
    internal static async Task RequireConnected(StreamHub hub, CancellationToken cancel)
    {
        try
        {
            await hub.Connected.WaitAsync(s_start, cancel);
        }
        catch (TimeoutException)
        {
            throw Problems.NotReady.Because("The grid's streams are not connected yet.");
        }
    }

    internal static ProblemException TooMany(HttpResponse response)
    {
        response.Headers.RetryAfter = "5";
        return Problems.TooManyStreams.Because(Problems.TooManyStreams.Meaning);
    }

    /// <summary>The body of an answer as a <c>text/event-stream</c>.</summary>
    private sealed class EventStream(PipeWriter body) : IFrameWriter
    {
        public StreamFormat Format => StreamFormat.Sse;

        public ValueTask Write(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
        {
            body.Write(bytes.Span);
            return default;
        }

        public async ValueTask Flush(CancellationToken cancel) => await body.FlushAsync(cancel);
    }
}
