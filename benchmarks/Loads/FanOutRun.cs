using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using GoldenSignals.Benchmarks.Faults;
using static GoldenSignals.Benchmarks.Scenarios.FanOutScenario;

namespace GoldenSignals.Benchmarks.Loads;

/// <summary>One grid in a process of its own, and the ticks that are sent to it: each closes the bar of the one before it, whose volume is that one's number.</summary>
public sealed class FanOutRun : IDisposable
{
    private const int WarmUpReaders = 20, WarmUpTicks = 600;         // not counted: code is compiled meanwhile, twice
    private const int TicksPerSecond = 10;                           // each closes a bar: a bar and a decision

    private static readonly DateTime s_start = new(2024, 1, 2, 14, 30, 0, DateTimeKind.Utc);

    private readonly ServedGrid _grid = new("none", symbols: 0, interval: "1s", ("Journal:Durability", "Memory"));
    private readonly HttpClient _http = new();
    private int _tick;                                               // the one that was sent last

    public async Task WarmUp(CancellationToken cancel)
    {
        _http.BaseAddress = await _grid.Url ?? throw new IOException($"the grid did not start: {_grid.Errors}");
        while (!(await _http.GetAsync("/health/ready", cancel)).IsSuccessStatusCode)
            await Task.Delay(100, cancel);
        await Send(cancel);
        var readers = new StreamLoad[WarmUpReaders];
        for (int i = 0; i < readers.Length; i++)
            readers[i] = await StreamLoad.Open(_http.BaseAddress, i % 2 == 0 ? "sse" : "ws", _tick, _tick + WarmUpTicks, cancel);
        for (int sent = 0; sent < WarmUpTicks; sent++)
            await Send(cancel);
        await End(readers, cancel);
        await Calm(cancel);
    }

    public async Task<Row> Measure(string transport, int count, int stalled, double seconds, CancellationToken cancel)
    {
        int ticks = (int)(seconds * TicksPerSecond), first = _tick;
        Socket[] silent = [.. Enumerable.Range(0, stalled).Select(_ => Silent(_http.BaseAddress!))];
        StreamLoad[] readers = new StreamLoad[count - stalled];
        for (int i = 0; i < readers.Length; i++)
            readers[i] = await StreamLoad.Open(_http.BaseAddress!, transport, first, first + ticks, cancel);

        var sent = new long[ticks];
        var answers = new Task<long>[ticks];
        var clock = Stopwatch.StartNew();
        for (int tick = 0; tick < ticks; tick++)
        {
            TimeSpan due = TimeSpan.FromSeconds((double)(tick + 1) / TicksPerSecond) - clock.Elapsed;
            if (due > TimeSpan.Zero)
                await Task.Delay(due, cancel);
            sent[tick] = Stopwatch.GetTimestamp();
            answers[tick] = Send(cancel);
        }
        double[] answered = [.. (await Task.WhenAll(answers)).Select(ticks => new TimeSpan(ticks).TotalMilliseconds).Order()];
        var took = new List<double>();
        await End(readers, cancel);
        foreach (StreamLoad reader in readers)
            for (int tick = 0; tick < ticks; tick++)
                if (reader.At(first + tick) is > 0 and var at)
                    took.Add(Stopwatch.GetElapsedTime(sent[tick], at).TotalMilliseconds);
        foreach (Socket socket in silent)
            socket.Dispose();
        double megabytes = (await Calm(cancel)).GetProperty("memory").GetProperty("workingSetBytes").GetDouble() / (1 << 20);
        took.Sort();
        return new(transport, count, stalled, took.Count, (long)readers.Length * ticks - took.Count, At(0.5), At(0.99), At(1), answered[answered.Length / 2], megabytes);

        double At(double share) => took.Count == 0 ? double.NaN : took[Math.Min(took.Count - 1, (int)(share * took.Count))];
    }

    /// <summary>Closes the bar of the tick before.</summary>
    private async Task<long> Send(CancellationToken cancel)
    {
        long sent = Stopwatch.GetTimestamp();
        _tick++;
        string body = string.Create(CultureInfo.InvariantCulture, $$"""[{"symbol":"LOAD","timestamp":"{{s_start.AddSeconds(_tick):yyyy-MM-dd'T'HH:mm:ss'Z'}}","price":100,"size":{{_tick}}}]""");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _http.PostAsync("/v1/ticks", content, cancel);
        answer.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(sent).Ticks;
    }

    /// <summary>Waits until nobody is connected any more, and what that left behind is cleared away.</summary>
    private async Task<JsonElement> Calm(CancellationToken cancel)
    {
        while (true)
        {
            await Task.Delay(250, cancel);
            JsonElement status = JsonDocument.Parse(await _http.GetStringAsync("/v1/status", cancel)).RootElement;
            if (status.GetProperty("streams").GetInt32() == 0)
                return status;
        }
    }

    private static async Task End(StreamLoad[] readers, CancellationToken cancel)
    {
        await Task.WhenAny(Task.WhenAll(readers.Select(reader => reader.Done)), Task.Delay(TimeSpan.FromSeconds(5), cancel));
        foreach (StreamLoad reader in readers)
            reader.Dispose();
    }

    /// <summary>Asks for everything, and reads none of it.</summary>
    private static Socket Silent(Uri url)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        socket.Connect(url.Host, url.Port);
        socket.Send(Encoding.ASCII.GetBytes($"GET /v1/stream?window=0 HTTP/1.1\r\nHost: {url.Authority}\r\n\r\n"));
        return socket;
    }

    public void Dispose()
    {
        _http.Dispose();
        _grid.Dispose();
    }
}
