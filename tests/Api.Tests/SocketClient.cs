using System.Collections.Frozen;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using GoldenSignals.ApiClient;
using GoldenSignals.ApiClient.Live;
using GoldenSignals.ApiClient.Security;
using Microsoft.Extensions.DependencyInjection;

namespace GoldenSignals.Api.Tests;

/// <summary>A client of the WebSocket.</summary>
internal sealed class SocketClient(WebSocket socket) : IDisposable
{
    private readonly Queue<JsonElement> _items = [];

    public WebSocket Socket => socket;

    public static async Task<SocketClient> Open(RunningApi api)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(new Uri(api.Client.BaseAddress!, "/v1/ws")) { Scheme = "ws" }.Uri, default);
        return new(socket);
    }

    public async Task Say(string message, string? answer = null)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, default);
        if (answer is not null)
            await Next(answer);
    }

    /// <summary>The next item; of some event, passing over others.</summary>
    public async Task<JsonElement> Next(string? named = null)
    {
        while (true)
        {
            while (_items.TryDequeue(out JsonElement item))
                if (named is null ? item.TryGetProperty("data", out _) : item.GetProperty("event").GetString() == named)
                    return item;
            (string? text, _) = await Receive();
            foreach (JsonElement item in JsonDocument.Parse(text ?? throw new InvalidOperationException($"closed: {socket.CloseStatus} {socket.CloseStatusDescription}")).RootElement.EnumerateArray())
                _items.Enqueue(item);
        }
    }

    /// <summary>Reads on until the connection is closed.</summary>
    public async Task<int> Closed()
    {
        while (true)
            if ((await Receive()).Status is { } status)
            {
                if (socket.State == WebSocketState.CloseReceived && status != WebSocketCloseStatus.InvalidPayloadData)      // behind that the server listens no more
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", default);
                return (int)status;
            }
    }

    private async Task<(string? Text, WebSocketCloseStatus? Status)> Receive()
    {
        var bytes = new MemoryStream();
        byte[] buffer = new byte[8_192];
        using var patience = new CancellationTokenSource(RunningApi.Patience);
        while (true)
        {
            WebSocketReceiveResult part = await socket.ReceiveAsync(buffer, patience.Token);
            if (part.MessageType == WebSocketMessageType.Close)
                return (null, part.CloseStatus);
            bytes.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return (Encoding.UTF8.GetString(bytes.ToArray()), null);
        }
    }

    public void Dispose() => socket.Dispose();
}

/// <summary>A session and its client without a network, where the caller is whoever the test says.</summary>
internal sealed class SocketPair : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private Task _run = Task.CompletedTask;

    public required SocketClient Client { get; init; }

    public static SocketPair Serve(RunningApi api, StreamHub hub, Caller caller)
    {
        Pipe up = new(), down = new();
        var server = WebSocket.CreateFromStream(new Duplex(up.Reader.AsStream(), down.Writer.AsStream()), new WebSocketCreationOptions { IsServer = true });
        var client = WebSocket.CreateFromStream(new Duplex(down.Reader.AsStream(), up.Writer.AsStream()), new WebSocketCreationOptions());
        var pair = new SocketPair { Client = new(client) };
        StreamSubscriber subscriber = hub.Clients.Connect()!;
        var good = new Caller("good", Scopes.Read, FrozenSet.ToFrozenSet(["SHOWN"]));
        var session = new SocketSession(server, caller, key => key == "gs_good" ? good : null, hub,
            api.Services.GetRequiredService<Grid>(), api.Services.GetRequiredService<ReplaySlots>(), subscriber, new ApiOptions(), TimeProvider.System);
        pair._run = Run();
        return pair;

        async Task Run()
        {
            await session.Run(pair._end.Token);
            hub.Clients.Disconnect(subscriber);
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        Client.Dispose();
        _end.Dispose();
    }

    private sealed class Duplex(Stream read, Stream write) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => write.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => write.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => read.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => read.ReadAsync(buffer, cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => write.Write(buffer, offset, count);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => write.WriteAsync(buffer, cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
