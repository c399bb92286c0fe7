using System.Net.WebSockets;
using System.Text.Json;
using GoldenSignals.ApiClient.Security;

namespace GoldenSignals.ApiClient.Live;

/// <summary>One client of the WebSocket: what it says is taken in turn, what it has subscribed to goes out beside that.</summary>
/// <param name="caller">Who it is before it has shown a key.</param>
internal sealed class SocketSession(
    WebSocket socket, Caller caller, CredentialCheck check, StreamHub hub, Grid grid, ReplaySlots slots, StreamSubscriber subscriber, ApiOptions options, TimeProvider clock) : IFrameWriter, IDisposable
{
    private static readonly TimeSpan s_parting = TimeSpan.FromSeconds(2);

    // One sends at a time: an answer, the events of a frame, or all that a client missed.
    private readonly SemaphoreSlim _turn = new(1);
    private readonly SocketChannels _channels = new();
    private readonly CancellationTokenSource _all = new();
    private CancellationTokenRegistration _ended;
    private Caller _caller = caller;
    private bool _shown;                                             // a key
    private byte[] _buffer = new byte[4_096];
    private Task<ValueWebSocketReceiveResult> _receiving = Task.FromResult<ValueWebSocketReceiveResult>(default);

    public StreamFormat Format => StreamFormat.WebSocket;

    private bool MaySee => _caller.May(Scopes.Read);

    /// <summary>Serves the client until it or the process goes, or it breaks a rule.</summary>
    public async Task Run(CancellationToken ending)
    {
        Task listening = Task.CompletedTask, following = Follow(_all.Token);
        try
        {
            await Answer(new("connected") { AuthRequired = !MaySee }, _all.Token);
            listening = Listen(_all.Token);
            await await Task.WhenAny(listening, following).WaitAsync(ending);                      // the first that ends says how
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            await Close(WebSocketCloseStatus.EndpointUnavailable, "the grid stops");
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The client has gone, or reads nothing.
        }
        finally
        {
            await Part();
            await _all.CancelAsync();
            await Task.WhenAll(listening, following).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Listen(CancellationToken cancel)
    {
        while (true)
        {
            int length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                if (length == _buffer.Length)
                    Array.Resize(ref _buffer, Math.Min(2 * length, options.WebSocketMessageBytes + 1));
                try
                {
                    _receiving = socket.ReceiveAsync(_buffer.AsMemory(length), cancel).AsTask();
                    part = await (_channels.IsEmpty ? _receiving.WaitAsync(options.WebSocketIdle, cancel) : _receiving);
                }
                catch (TimeoutException)
                {
                    await Close(WebSocketCloseStatus.PolicyViolation, "idle: nothing is subscribed to");
                    return;
                }
                length += part.Count;
                (WebSocketCloseStatus Status, string Reason)? end =
                    part.MessageType == WebSocketMessageType.Close ? (WebSocketCloseStatus.NormalClosure, "")
                    : part.MessageType == WebSocketMessageType.Binary ? (WebSocketCloseStatus.InvalidMessageType, "messages are text")
                    : length > options.WebSocketMessageBytes ? (WebSocketCloseStatus.MessageTooBig, $"messages have up to {options.WebSocketMessageBytes} bytes")
                    : null;
                if (end is not null)
                {
                    await Close(end.Value.Status, end.Value.Reason);
                    return;
                }
            }
            while (!part.EndOfMessage);
            bool goesOn = await Take(_buffer.AsMemory(0, length), cancel);
            Array.Clear(_buffer, 0, length);                         // it may have held a key
            if (!goesOn)
                return;
        }
    }

    /// <returns>False when the connection was closed for it.</returns>
    private async Task<bool> Take(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        try
        {
            SocketMessage message = JsonSerializer.Deserialize(bytes.Span, SocketJson.Default.SocketMessage)
                ?? throw Problems.MalformedBody.Because("A message is an object with an action.");
            switch (message.Action)
            {
                case "ping":
                    await Answer(new("pong"), cancel);
                    break;
                case "auth":
                    return await Authenticate(message, cancel);
                case "subscribe" or "unsubscribe" when !MaySee:
                    await Answer(SocketAnswer.Of(Problems.Unauthorized, "auth with a key comes first."), cancel);
                    break;
                case "subscribe":
                    await Subscribe(message, cancel);
                    break;
                case "unsubscribe":
                    _channels.Unsubscribe(message);
                    await Attach(null, cancel);
                    break;
                default:
                    throw Problems.InvalidParameter.Because("action is auth, subscribe, unsubscribe or ping.");
            }
        }
        catch (ProblemException problem)
        {
            await Answer(SocketAnswer.Of(problem), cancel);
        }
        catch (JsonException)
        {
            await Answer(SocketAnswer.Of(Problems.MalformedBody, "A message is a JSON object: action, and what that takes."), cancel);
        }
        return true;
    }

    private async Task<bool> Authenticate(SocketMessage message, CancellationToken cancel)
    {
        if (_shown)
            throw Problems.InvalidParameter.Because("The connection has shown a key already.");
        if (check(message.Key ?? throw Problems.MalformedBody.Because("key is missing.")) is not { } known)
        {
            await Answer(SocketAnswer.Of(Problems.Unauthorized), cancel);
            await Close(WebSocketCloseStatus.PolicyViolation, "unauthorized");
            return false;
        }
        if (!known.May(Scopes.Read))
        {
            await Answer(SocketAnswer.Of(Problems.Forbidden), cancel);
            return true;
        }
        (_caller, _shown) = (known, true);
        _ended = known.Ended.UnsafeRegister(static all => ((CancellationTokenSource)all!).Cancel(), _all);      // a key that is revoked sees nothing more
        if (known.UntilUtc is { } until)
            _all.CancelAfter(TimeSpan.FromSeconds(Math.Clamp((until - clock.GetUtcNow().UtcDateTime).TotalSeconds, 0, 40 * 86_400)));
        await Answer(new("authenticated"), cancel);
        if (!_channels.IsEmpty)
            await Attach(null, cancel);                              // the key may see other symbols
        return true;
    }

    private async Task Subscribe(SocketMessage message, CancellationToken cancel)
    {
        if (message.After is not null && !_channels.IsEmpty)
            throw Problems.InvalidParameter.Because("after goes with the first subscribe of a connection.", ("parameter", "after"));
        _channels.Subscribe(message);
        await Attach(message.After, cancel);
    }

    /// <summary>Gives the client what it has subscribed to by now, and says what that is before anything of it comes.</summary>
    private async Task Attach(string? after, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            var state = new SocketAnswer("subscribed") { Channels = _channels.Listed, MinConfidence = _channels.MinConfidence, Window = _channels.Window.TotalMilliseconds };
            var run = new StreamRun(hub, grid, slots, subscriber, this);
            if (after is not null)
            {
                await Send(state, cancel);
                await run.Attach(_channels.Wish(_caller), after, cancel);
                return;
            }
            state = state with { Id = hub.Clients.Position.ToString() };                            // first: what comes from then on is told or behind it
            if (_channels.IsEmpty)
                hub.Clients.Detach(subscriber);
            else
                await run.Attach(_channels.Wish(_caller), null, cancel);
            await Send(state, cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task Follow(CancellationToken cancel)
    {
        await new StreamRun(hub, grid, slots, subscriber, new InTurn(this)).Follow(cancel);
        await Close((WebSocketCloseStatus)1013, GapReasons.TooSlow);  // try again later
    }

    public ValueTask Write(ReadOnlyMemory<byte> bytes, CancellationToken cancel) => socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, cancel);

    public ValueTask Flush(CancellationToken cancel) => default;

    private async Task Answer(SocketAnswer answer, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            await Send(answer, cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    private ValueTask Send(SocketAnswer answer, CancellationToken cancel) => Write(JsonSerializer.SerializeToUtf8Bytes([answer], SocketJson.Default.SocketAnswerArray), cancel);

    private async Task Close(WebSocketCloseStatus status, string reason)
    {
        using var grace = new CancellationTokenSource(s_parting);
        try
        {
            await _turn.WaitAsync(grace.Token);
            try
            {
                await socket.CloseOutputAsync(status, reason, grace.Token);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // It has gone already.
        }
    }

    /// <summary>Lets the client take the last that was said: an end that comes at once would drop it.</summary>
    private async Task Part()
    {
        using var grace = new CancellationTokenSource(s_parting);
        try
        {
            while (socket.State == WebSocketState.CloseSent && (await _receiving.WaitAsync(grace.Token)).MessageType != WebSocketMessageType.Close)
                _receiving = socket.ReceiveAsync(_buffer.AsMemory(), grace.Token).AsTask();
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // It has gone without a word.
        }
    }

    public void Dispose()
    {
        _ended.Dispose();
        _all.Dispose();
        _turn.Dispose();
    }

    private sealed class InTurn(SocketSession session) : IFrameWriter
    {
        public StreamFormat Format => StreamFormat.WebSocket;

        public async ValueTask Write(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
        {
            await session._turn.WaitAsync(cancel);
            try
            {
                await session.Write(bytes, cancel);
            }
            finally
            {
                session._turn.Release();
            }
        }

        public ValueTask Flush(CancellationToken cancel) => default;
    }
}
