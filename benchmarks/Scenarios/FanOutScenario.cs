using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using GoldenSignals.Benchmarks.Faults;
using GoldenSignals.Benchmarks.Loads;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>fanout</c>: how long it takes from a tick on its way to the grid to the event that follows from it at every subscriber.</summary>
public static class FanOutScenario
{
    private static readonly string[] s_transports = ["sse", "ws"];
    private const int WarmUpTicks = 30;                              // not counted: code is compiled meanwhile
    private const int TicksPerSecond = 10;                           // each closes a bar: a bar and a decision

    /// <param name="Transport">sse or ws.</param>
    /// <param name="Stalled">Of the subscribers, those that never read.</param>
    /// <param name="Events">That reached those who read.</param>
    /// <param name="Missing">That did not.</param>
    /// <param name="MedianMilliseconds">From before the tick's request is sent to the bar of it being read.</param>
    /// <param name="AnswerMilliseconds">Median until the request itself was answered.</param>
    /// <param name="ServerMegabytes">Working set of the grid at the end.</param>
    public sealed record Row(
        string Transport, int Subscribers, int Stalled, long Events, long Missing, double MedianMilliseconds, double P99Milliseconds, double MaxMilliseconds, double AnswerMilliseconds, double ServerMegabytes);

    public static Command Create()
    {
        var subscribers = new Option<int[]>("--subscribers") { Description = "How many there are; one row for each", DefaultValueFactory = _ => [100, 1_000], AllowMultipleArgumentsPerToken = true };
        var seconds = new Option<double>("--seconds") { Description = "Time for each row", DefaultValueFactory = _ => 10 };
        var quick = new Option<bool>("--quick") { Description = "Three seconds for each row" };
        var json = CommandLine.Json();
        var command = new Command("fanout", "From a tick to every subscriber of the event stream and of the WebSocket, all of them reading and a tenth of them not") { subscribers, seconds, quick, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var rows = new List<Row>();
            foreach (int count in parsed.GetValue(subscribers)!)
                foreach (string transport in s_transports)
                    foreach (int stalled in new[] { 0, count / 10 })
                    {
                        rows.Add(await Run(transport, count, stalled, parsed.GetValue(quick) ? 3 : parsed.GetValue(seconds), cancel));
                        await Console.Error.WriteLineAsync(Line(rows[^1]));
                    }
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(rows, JsonSerializerOptions.Web));
            else
                Print(rows);
            return CommandLine.Done;
        });
        return command;
    }

    private static async Task<Row> Run(string transport, int count, int stalled, double seconds, CancellationToken cancel)
    {
        int ticks = WarmUpTicks + (int)(seconds * TicksPerSecond);
        using var grid = new ServedGrid("none", symbols: 0, interval: "1s", ("Journal:Durability", "Memory"));
        Uri url = await grid.Url ?? throw new IOException($"the grid did not start: {grid.Errors}");
        using var http = new HttpClient { BaseAddress = url };
        while (!(await http.GetAsync("/health/ready", cancel)).IsSuccessStatusCode)
            await Task.Delay(100, cancel);
        Socket[] silent = [.. Enumerable.Range(0, stalled).Select(_ => Silent(url))];
        StreamLoad[] readers = new StreamLoad[count - stalled];
        for (int i = 0; i < readers.Length; i++)
            readers[i] = await StreamLoad.Open(url, transport, ticks + 1, cancel);

        var sent = new long[ticks + 1];
        var answers = new List<Task<long>>();
        DateTime start = new(2024, 1, 2, 14, 30, 0, DateTimeKind.Utc);
        var clock = Stopwatch.StartNew();
        for (int tick = 0; tick <= ticks; tick++)
        {
            TimeSpan due = TimeSpan.FromSeconds((double)tick / TicksPerSecond) - clock.Elapsed;
            if (due > TimeSpan.Zero)
                await Task.Delay(due, cancel);
            // A tick closes the bar of the one before it, whose volume is that one's number.
            string body = string.Create(CultureInfo.InvariantCulture, $$"""[{"symbol":"LOAD","timestamp":"{{start.AddSeconds(tick):yyyy-MM-dd'T'HH:mm:ss'Z'}}","price":100,"size":{{tick + 1}}}]""");
            sent[tick] = Stopwatch.GetTimestamp();
            answers.Add(Answer(http, body, sent[tick], cancel));
        }
        long[] answered = await Task.WhenAll(answers);
        await Task.WhenAny(Task.WhenAll(readers.Select(reader => reader.Done)), Task.Delay(TimeSpan.FromSeconds(5), cancel));
        using JsonDocument status = JsonDocument.Parse(await http.GetStringAsync("/v1/status", cancel));
        double megabytes = status.RootElement.GetProperty("memory").GetProperty("workingSetBytes").GetDouble() / (1 << 20);

        var took = new List<double>();
        foreach (StreamLoad reader in readers)
            for (int tick = WarmUpTicks + 1; tick <= ticks; tick++)
                if (reader.At(tick) is > 0 and var at)
                    took.Add(Stopwatch.GetElapsedTime(sent[tick], at).TotalMilliseconds);
        foreach (StreamLoad reader in readers)
            reader.Dispose();
        foreach (Socket socket in silent)
            socket.Dispose();
        took.Sort();
        double[] answer = [.. answered.Skip(WarmUpTicks + 1).Select(ticks => new TimeSpan(ticks).TotalMilliseconds).Order()];
        return new(transport, count, stalled, took.Count, (long)readers.Length * (ticks - WarmUpTicks) - took.Count, At(0.5), At(0.99), At(1), answer[answer.Length / 2], megabytes);

        double At(double share) => took.Count == 0 ? double.NaN : took[Math.Min(took.Count - 1, (int)(share * took.Count))];
    }

    private static async Task<long> Answer(HttpClient http, string body, long sent, CancellationToken cancel)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await http.PostAsync("/v1/ticks", content, cancel);
        answer.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(sent).Ticks;
    }

    /// <summary>Asks for everything, and reads none of it.</summary>
    private static Socket Silent(Uri url)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        socket.Connect(url.Host, url.Port);
        socket.Send(Encoding.ASCII.GetBytes($"GET /v1/stream?window=0 HTTP/1.1\r\nHost: {url.Authority}\r\n\r\n"));
        return socket;
    }

    private static void Print(IEnumerable<Row> rows)
    {
        Console.WriteLine("way  subscribers  silent     events  missing  p50 ms  p99 ms  max ms  answer ms  grid MB");
        foreach (Row row in rows)
            Console.WriteLine(Line(row));
    }

    private static string Line(Row row) => string.Create(CultureInfo.InvariantCulture,
        $"{row.Transport,-4} {row.Subscribers,11:N0} {row.Stalled,7:N0} {row.Events,10:N0} {row.Missing,8:N0} {row.MedianMilliseconds,7:F2} {row.P99Milliseconds,7:F2} {row.MaxMilliseconds,7:F2} {row.AnswerMilliseconds,10:F2} {row.ServerMegabytes,8:F0}");
}
