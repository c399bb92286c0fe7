using System.Buffers.Text;
using System.Diagnostics;
using System.Net.WebSockets;

namespace GoldenSignals.Benchmarks.Loads;

/// <summary>One subscriber that reads, and notes when the bar of each volume came.</summary>
public sealed class StreamLoad : IDisposable
{
    private readonly long[] _at;
    private readonly int _first;
    private readonly IDisposable[] _connection;
    private readonly CancellationTokenSource _end = new();

    private StreamLoad(IDisposable[] connection, int first, int end, Func<byte[], CancellationToken, Task<int>> read)
    {
        (_connection, _first, _at) = (connection, first, new long[end - first]);
        Done = Task.Run(() => Read(read));
    }

    /// <summary>Completes when the last bar has come.</summary>
    public Task Done { get; }

    /// <summary>When a bar was read; 0 when it was not.</summary>
    /// <param name="volume">Of the bar.</param>
    public long At(int volume) => Volatile.Read(ref _at[volume - _first]);

    /// <param name="transport">sse or ws.</param>
    /// <param name="first">Volume of the first bar that will come.</param>
    /// <param name="end">Behind that of the last one.</param>
    public static async Task<StreamLoad> Open(Uri url, string transport, int first, int end, CancellationToken cancel)
    {
        if (transport == "sse")
        {
            var http = new HttpClient();
            Stream stream = await http.GetStreamAsync(new Uri(url, "/v1/stream?window=0"), cancel);
            return new([stream, http], first, end, (buffer, end) => stream.ReadAsync(buffer, end).AsTask());
        }
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(new Uri(url, "/v1/ws")) { Scheme = "ws" }.Uri, cancel);
        await socket.SendAsync("""{"action":"subscribe","channels":{"bars":["*"],"decisions":["*"],"signals":["*"]},"window":0}"""u8.ToArray(), WebSocketMessageType.Text, true, cancel);
        byte[] answer = new byte[4_096];
        for (int said = 0; said < 2; said++)                         // connected, subscribed
            await socket.ReceiveAsync(answer, cancel);
        return new([socket], first, end, async (buffer, end) => (await socket.ReceiveAsync(buffer.AsMemory(), end)).Count);
    }

    private async Task Read(Func<byte[], CancellationToken, Task<int>> read)
    {
        byte[] buffer = new byte[16 << 10], text = new byte[32 << 10];
        int rest = 0;
        try
        {
            while (_at[^1] == 0 && await read(buffer, _end.Token) is > 0 and int count)
            {
                long now = Stopwatch.GetTimestamp();
                buffer.AsSpan(0, count).CopyTo(text.AsSpan(rest));
                rest = Note(text, rest + count, now);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or WebSocketException or HttpRequestException)
        {
            // What did not come by then is missing.
        }
    }

    /// <returns>Bytes that are kept, because a volume may be cut in them.</returns>
    private int Note(byte[] text, int length, long now)
    {
        ReadOnlySpan<byte> left = text.AsSpan(0, length), name = "\"volume\":"u8;
        while (left.IndexOf(name) is >= 0 and var at)
        {
            ReadOnlySpan<byte> value = left[(at + name.Length)..];
            if (!Utf8Parser.TryParse(value, out int volume, out int digits) || digits == value.Length)
                break;
            if (volume >= _first && volume - _first < _at.Length)
                _at[volume - _first] = now;
            left = value[digits..];
        }
        int kept = Math.Min(left.Length, left.IndexOf(name) is >= 0 and var cut ? left.Length - cut : name.Length + 8);
        left[^kept..].ToArray().CopyTo(text, 0);
        return kept;
    }

    public void Dispose()
    {
        _end.Cancel();
        foreach (IDisposable part in _connection)
            part.Dispose();
        _end.Dispose();
    }
}
