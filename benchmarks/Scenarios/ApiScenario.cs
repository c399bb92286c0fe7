using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Benchmarks.Faults;
using GoldenSignals.Benchmarks.Http;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>api</c>: what asking for a decision costs, with its key looked at and its quota counted, against a bare Kestrel endpoint in the same run.</summary>
public static class ApiScenario
{
    private const int Symbols = 100, AtOnce = 1_000;

    /// <param name="CpuMicroseconds">Of the server, for each request.</param>
    public sealed record Row(string Endpoint, int Bytes, double RequestsPerSecond, double CpuMicroseconds, double MedianMilliseconds, double P99Milliseconds);

    /// <param name="Ratio">Requests per second of the API's decision over those of the bare endpoint with the same document.</param>
    /// <param name="RatioToSmall">The same over the bare endpoint with a document of 100 bytes.</param>
    /// <param name="AtOnceMilliseconds">1,000 requests at the same time on open connections, until the last answer.</param>
    /// <param name="AtOnceColdMilliseconds">The same with the connections opened first.</param>
    public sealed record Result(
        string Runtime, int Cores, int Connections, int Rounds, Row[] Rows, double Ratio, double RatioToSmall, double AtOnceMilliseconds, double AtOnceColdMilliseconds);

    private sealed record Target(string Name, Uri Url, string[] Paths, string Headers, Process Server);

    public static Command Create()
    {
        var connections = new Option<int>("--connections") { Description = "That ask at the same time", DefaultValueFactory = _ => 32 };
        var rounds = new Option<int>("--rounds") { Description = "Each measures all endpoints in turn; the median is shown", DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "Of each endpoint in a round", DefaultValueFactory = _ => 2 };
        var quick = new Option<bool>("--quick") { Description = "Three short rounds: under 20 s" };
        var json = CommandLine.Json();
        var command = new Command("api", "GET of a decision against a bare Kestrel endpoint, with key check and quotas on") { connections, rounds, seconds, quick, json };
        command.SetAction(async (parsed, cancel) =>
        {
            bool brief = parsed.GetValue(quick);
            Result result = await Run(parsed.GetValue(connections), brief ? 3 : parsed.GetValue(rounds), TimeSpan.FromSeconds(brief ? 0.7 : parsed.GetValue(seconds)), cancel);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
            else
                Print(result);
            return CommandLine.Done;
        });
        return command;
    }

    private static async Task<Result> Run(int connections, int rounds, TimeSpan time, CancellationToken cancel)
    {
        string folder = Directory.CreateTempSubdirectory("api-benchmark-").FullName;
        try
        {
            string key = await Key(folder);
            // The market stands still while it is measured: bars of a day.
            using var grid = new ServedGrid(folder, Symbols, interval: "1d", ("Journal:Durability", "Memory"), ("Api:Auth", "Required"), ("Api:KeyFile", Path.Combine(folder, "keys.json")),
                ("Quotas:Requests", "1000000"), ("Quotas:RequestsOfAddress", "1000000"));
            Uri url = await grid.Url ?? throw new IOException($"the grid did not start: {grid.Errors}");
            using var http = new HttpClient { BaseAddress = url };
            http.DefaultRequestHeaders.Add("X-Api-Key", key);
            string[] paths = await Paths(http, cancel);
            string sample = Path.Combine(folder, "decision.json");
            await File.WriteAllBytesAsync(sample, await http.GetByteArrayAsync(paths[0], cancel), cancel);

            using Process bare = Started(BareServer.Name, sample);
            Uri bareUrl = new(JsonDocument.Parse((await bare.StandardOutput.ReadLineAsync(cancel))!).RootElement.GetProperty("url").GetString()!);
            using Process gridProcess = Process.GetProcessById(grid.Id);
            Target[] targets =
            [
                new("bare Kestrel, small JSON", bareUrl, ["/small/AAA"], "", bare),
                new("bare Kestrel, the same JSON", bareUrl, ["/document/AAA"], "", bare),
                new("GET decision, key and quotas", url, paths, $"X-Api-Key: {key}\r\n", gridProcess),
            ];
            try
            {
                Row[] rows = await Rows(targets, connections, rounds, time);
                (double warm, double cold) = await AllAtOnce(targets[^1]);
                return new(GridRuntime.Description, Environment.ProcessorCount, connections, rounds, rows,
                    rows[2].RequestsPerSecond / rows[1].RequestsPerSecond, rows[2].RequestsPerSecond / rows[0].RequestsPerSecond, warm, cold);
            }
            finally
            {
                bare.Kill();
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Row[]> Rows(Target[] targets, int connections, int rounds, TimeSpan time)
    {
        var measured = targets.Select(_ => new List<Row>()).ToArray();
        for (int round = -1; round < rounds; round++)                // the first warms up
            for (int i = 0; i < targets.Length; i++)
            {
                Target target = targets[i];
                using HttpLoad load = await HttpLoad.Open(target.Url, target.Paths, target.Headers, connections);
                target.Server.Refresh();
                TimeSpan cpu = target.Server.TotalProcessorTime;
                var watch = Stopwatch.StartNew();
                double[] took = await load.Run(round < 0 ? TimeSpan.FromSeconds(Math.Max(2, time.TotalSeconds)) : time);
                double seconds = watch.Elapsed.TotalSeconds;
                target.Server.Refresh();
                if (round >= 0)
                    measured[i].Add(new(target.Name, load.LastBytes, took.Length / seconds, (target.Server.TotalProcessorTime - cpu).TotalMicroseconds / took.Length, took[took.Length / 2], took[(int)(took.Length * 0.99)]));
            }
        return [.. measured.Select(rows => rows.OrderBy(row => row.RequestsPerSecond).ElementAt(rows.Count / 2))];
    }

    private static async Task<(double Warm, double Cold)> AllAtOnce(Target target)
    {
        var warm = new List<double>();
        var cold = new List<double>();
        for (int i = 0; i < 5; i++)
        {
            var watch = Stopwatch.StartNew();
            using HttpLoad load = await HttpLoad.Open(target.Url, target.Paths, target.Headers, AtOnce);
            await load.Once();
            cold.Add(watch.Elapsed.TotalMilliseconds);
            warm.Add(await load.Once());
        }
        return (warm.Order().ElementAt(2), cold.Order().ElementAt(2));
    }

    private static async Task<string> Key(string folder)
    {
        (int exit, string output) = await ServedGrid.Run("keys", "create", "--name", "benchmark", "--scopes", "read", "--folder", folder, "--json");
        return exit == 0 ? JsonDocument.Parse(output).RootElement.GetProperty("key").GetString()! : throw new IOException(output);
    }

    /// <summary>Of the decisions of all symbols, once the market has played its past and stands still.</summary>
    private static async Task<string[]> Paths(HttpClient http, CancellationToken cancel)
    {
        for (long before = -1, bars = 0; ; before = bars)
        {
            bars = JsonDocument.Parse(await http.GetStringAsync("/v1/status", cancel)).RootElement.GetProperty("bars").GetInt64();
            JsonElement page = JsonDocument.Parse(await http.GetStringAsync("/v1/symbols", cancel)).RootElement;
            string[] symbols = [.. page.GetProperty("symbols").EnumerateArray().Select(symbol => symbol.GetProperty("symbol").GetString()!)];
            if (bars > 0 && bars == before && symbols.Length == Symbols && (await http.GetAsync("/health/ready", cancel)).IsSuccessStatusCode)
                return [.. symbols.Select(symbol => $"/v1/symbols/{Uri.EscapeDataString(symbol)}/decision")];
            await Task.Delay(2_000, cancel);
        }
    }

    /// <summary>Another command of this program, in a process of its own.</summary>
    private static Process Started(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [typeof(ApiScenario).Assembly.Location, .. arguments]) { RedirectStandardOutput = true })!;

    private static void Print(Result result)
    {
        var invariant = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(invariant, $"{result.Runtime}, {result.Cores} cores (the load takes its part of them), {result.Connections} connections, median of {result.Rounds}"));
        foreach (Row row in result.Rows)
            Console.WriteLine(string.Create(invariant,
                $"{row.Endpoint,-30} {row.Bytes,7:N0} B {row.RequestsPerSecond,9:N0}/s  CPU {row.CpuMicroseconds,6:F1} µs  p50 {row.MedianMilliseconds,5:F2} ms  p99 {row.P99Milliseconds,6:F2} ms"));
        Console.WriteLine(string.Create(invariant, $"decision over bare with the same JSON: {result.Ratio:P0}; over bare with a small one: {result.RatioToSmall:P0}"));
        Console.WriteLine(string.Create(invariant, $"{AtOnce:N0} at once: {result.AtOnceMilliseconds:F0} ms on open connections, {result.AtOnceColdMilliseconds:F0} ms with connecting one after the other"));
    }
}
