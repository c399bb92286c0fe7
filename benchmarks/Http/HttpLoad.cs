using System.Buffers.Text;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace GoldenSignals.Benchmarks.Http;

/// <summary>Asks for the same over and over on so many connections, each waiting for its answer. Written on sockets: an HTTP client takes more of the machine than the server does.</summary>
internal sealed class HttpLoad : IDisposable
{
    private readonly Connection[] _connections;

    private HttpLoad(Connection[] connections) => _connections = connections;

    /// <param name="headers">Each with its end of line.</param>
    public static async Task<HttpLoad> Open(Uri url, string[] paths, string headers, int connections)
    {
        byte[][] requests = [.. paths.Select(path => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {url.Authority}\r\n{headers}\r\n"))];
        var all = new Connection[connections];
        for (int i = 0; i < connections; i++)
            all[i] = await Connection.Open(url, requests, i);
        return new(all);
    }

    /// <summary>For so long.</summary>
    /// <returns>Milliseconds of each request, in ascending order.</returns>
    public async Task<double[]> Run(TimeSpan time)
    {
        long end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        double[][] all = await Task.WhenAll(_connections.Select(connection => Task.Run(async () =>
        {
            var took = new List<double>(10_000);
            for (long start = Stopwatch.GetTimestamp(); start < end; start = Stopwatch.GetTimestamp())
            {
                await connection.Ask();
                took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
            return took.ToArray();
        })));
        double[] sorted = [.. all.SelectMany(one => one)];
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>One on each connection, all at the same time.</summary>
    /// <returns>Milliseconds until the last answer.</returns>
    public async Task<double> Once()
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(_connections.Select(connection => connection.Ask()));
        return watch.Elapsed.TotalMilliseconds;
    }

    /// <summary>Of the last answer, with its headers.</summary>
    public int LastBytes => _connections[0].LastBytes;

    public void Dispose() => Array.ForEach(_connections, connection => connection.Dispose());

    private sealed class Connection(Socket socket, byte[][] requests, int next) : IDisposable
    {
        private byte[] _buffer = new byte[64 << 10];
        private int _next = next;

        public int LastBytes { get; private set; }

        public static async Task<Connection> Open(Uri url, byte[][] requests, int next)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(url.Host, url.Port);
            return new(socket, requests, next);
        }

        /// <exception cref="IOException">The answer is not 200.</exception>
        public async Task Ask()
        {
            await socket.SendAsync(requests[_next++ % requests.Length]);
            int have = 0, whole = -1;
            while (whole < 0 || have < whole)
            {
                if (have == _buffer.Length)
                    Array.Resize(ref _buffer, 2 * _buffer.Length);
                int read = await socket.ReceiveAsync(_buffer.AsMemory(have));
                if (read == 0)
                    throw new IOException("the server closed the connection");
                have += read;
                if (whole < 0)
                    whole = Length(_buffer.AsSpan(0, have));
            }
            LastBytes = whole;
        }

        /// <summary>Of the whole answer; less than 0 while its headers are not all there.</summary>
        private static int Length(ReadOnlySpan<byte> bytes)
        {
            int end = bytes.IndexOf("\r\n\r\n"u8);
            if (end < 0)
                return -1;
            if (!bytes.StartsWith("HTTP/1.1 200"u8))
                throw new IOException(Encoding.ASCII.GetString(bytes));
            int length = bytes.IndexOf("Content-Length: "u8);
            if (length < 0 || length > end)
                return bytes.EndsWith("\r\n0\r\n\r\n"u8) ? bytes.Length : -1;        // in chunks
            return Utf8Parser.TryParse(bytes[(length + 16)..], out int body, out _) ? end + 4 + body : throw new IOException(Encoding.ASCII.GetString(bytes[..end]));
        }

        public void Dispose() => socket.Dispose();
    }
}
