using System.Net;
using System.Net.Sockets;

namespace GoldenSignals.Tests;

/// <summary>Stands between a client and a server, passes on what each sends, and breaks the connection when it is told to.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _serverPort;
    private readonly Task _accepting;
    private readonly List<Task> _connections = [];
    private readonly List<Socket> _sockets = [];
    private long _requestBytesLeft = long.MaxValue, _repliesLeft = long.MaxValue;
    private int _cuts;

    public FaultProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How long each piece waits before it is passed on, either way.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Connections that were cut so far.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>Cuts the connection that sends the server a byte after so many more of them, over all connections.</summary>
    public void CutAfterRequestBytes(long bytes) => Volatile.Write(ref _requestBytesLeft, bytes);

    /// <summary>Cuts the connection on which the server gives its next answer after so many: it is lost, and what it answers has been done.</summary>
    public void CutAfterReplies(long replies) => Volatile.Write(ref _repliesLeft, replies);

    /// <summary>Cuts all connections that there are.</summary>
    public void CutAll()
    {
        lock (_sockets)
        {
            foreach (Socket socket in _sockets)
                Cut(socket);
            _sockets.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        CutAll();
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _connections.Add(Serve(await _listener.AcceptSocketAsync(_stop.Token)));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
        }
    }

    private async Task Serve(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        lock (_sockets)
            _sockets.AddRange([client, server]);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _serverPort, _stop.Token);
            await Task.WhenAny(Pass(client, server, IsRequestCut), Pass(server, client, _ => Spend(ref _repliesLeft, 1) < 1));
        }
        catch (Exception broken) when (broken is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
        Cut(client);
        Cut(server);
        client.Dispose();
    }

    private async Task Pass(Socket from, Socket to, Func<int, bool> isCut)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is > 0 and var count)
            {
                if (Delay > TimeSpan.Zero)
                    await Task.Delay(Delay, _stop.Token);
                if (isCut(count))
                {
                    Interlocked.Increment(ref _cuts);
                    return;
                }
                await to.SendAsync(buffer.AsMemory(0, count), _stop.Token);
            }
        }
        catch (Exception broken) when (broken is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private bool IsRequestCut(int bytes) => Spend(ref _requestBytesLeft, bytes) < bytes;

    /// <summary>Takes from what is left, and starts anew without a limit when it does not suffice.</summary>
    /// <returns>What was left.</returns>
    private static long Spend(ref long left, long amount)
    {
        long before = Volatile.Read(ref left);
        if (before != long.MaxValue)
            Interlocked.CompareExchange(ref left, before < amount ? long.MaxValue : before - amount, before);
        return before;
    }

    private static void Cut(Socket socket)
    {
        try
        {
            socket.LingerState = new(true, 0);                        // a reset, not an orderly end
            socket.Close();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
        }
    }
}
