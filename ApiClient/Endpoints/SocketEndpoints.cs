using System.Net.WebSockets;
using GoldenSignals.ApiClient.Live;
using GoldenSignals.ApiClient.Security;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>The grid as it happens, with subscriptions that change on the way.</summary>
internal static class SocketEndpoints
{
    public static void MapSocket(this IEndpointRouteBuilder app) =>
        app.MapGet("/v1/ws", Get).WithTags("Stream").WithName("GetSocket").StaysOpen().Needs(Scopes.None)     // a browser shows its key in a message
            .Produces(101).ProducesProblem(400).ProducesProblem(429).ProducesProblem(503);

    /// <summary>WebSocket: bars, decisions and signals as they happen.</summary>
    /// <remarks>
    /// The client sends objects, the grid arrays of objects, each with an event. Actions: <c>{"action":"auth","key":"gs_…"}</c>,
    /// <c>{"action":"subscribe","channels":{"bars":["ACME"],"signals":["*"]}}</c> with optional minConfidence, window and, at first, after (the last
    /// id that the client had), <c>{"action":"unsubscribe","channels":{…}}</c>, <c>{"action":"ping"}</c>. Events: connected, authenticated, subscribed, pong, error (with a code: 4000 and the status
    /// that the same would have in HTTP), gap, and bar, decision, signal with id and data as in the event stream.
    /// </remarks>
    internal static async Task Get(
        HttpContext context, StreamHub hub, Grid grid, ReplaySlots slots, IOptions<ApiOptions> options, IHostApplicationLifetime lifetime, Authenticator authenticator, TimeProvider clock)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            throw Problems.WebSocketExpected.Because(Problems.WebSocketExpected.Meaning);
        await StreamEndpoints.RequireConnected(hub, context.RequestAborted);
        StreamSubscriber subscriber = hub.Clients.Connect() ?? throw StreamEndpoints.TooMany(context.Response);
        try
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(
                new WebSocketAcceptContext { KeepAliveInterval = options.Value.StreamHeartbeat, KeepAliveTimeout = options.Value.WebSocketIdle });
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
            using var session = new SocketSession(socket, context.Caller(), authenticator.Of, hub, grid, slots, subscriber, options.Value, clock);
            await session.Run(ending.Token);
        }
        finally
        {
            hub.Clients.Disconnect(subscriber);
        }
    }
}
