using System.Diagnostics;
using System.Text.Json;
using GoldenSignals.Benchmarks.Faults;
using GoldenSignals.Benchmarks.Http;

namespace GoldenSignals.Benchmarks.Loads;

/// <summary>One start of a program.</summary>
/// <param name="ListenSeconds">From the start of the process until it listens.</param>
/// <param name="ReadySeconds">Until it says that it is ready: a tick has come out as a decision.</param>
/// <param name="CpuSeconds">That the process had taken by then.</param>
/// <param name="ResidentBytes">Working set then.</param>
/// <param name="Symbols">That it knows then.</param>
public sealed record StartRun(double ListenSeconds, double ReadySeconds, double CpuSeconds, long ResidentBytes, int Symbols)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(10);

    /// <summary>The served program.</summary>
    /// <param name="symbols">Of a simulated market; 0 without one.</param>
    public static async Task<StartRun> OfGrid(string folder, int symbols, string interval, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        using var grid = new ServedGrid(folder, symbols, interval);
        using var http = new HttpClient { BaseAddress = await grid.Url ?? throw new IOException($"the grid did not start: {grid.Errors}") };
        double listen = grid.StartTime.TotalSeconds;
        while (!await IsReady(http, cancel))
            await Task.Delay(s_poll, cancel);
        double ready = watch.Elapsed.TotalSeconds;
        using Process process = Process.GetProcessById(grid.Id);
        (double cpu, long resident) = (process.TotalProcessorTime.TotalSeconds, process.WorkingSet64);
        JsonElement status = JsonDocument.Parse(await http.GetStringAsync("/v1/status", cancel)).RootElement;
        return new(listen, ready, cpu, resident, status.GetProperty("symbols").GetInt32());
    }

    private static async Task<bool> IsReady(HttpClient http, CancellationToken cancel)
    {
        using HttpResponseMessage answer = await http.GetAsync("/health/ready", cancel);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>A server that has one route and nothing else: ready when it listens.</summary>
    /// <param name="document">File of what it would answer.</param>
    public static async Task<StartRun> OfBareServer(string document, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [typeof(StartRun).Assembly.Location, BareServer.Name, document]) { RedirectStandardOutput = true })!;
        try
        {
            if (await process.StandardOutput.ReadLineAsync(cancel) is null)
                throw new IOException("the bare server did not start");
            double seconds = watch.Elapsed.TotalSeconds;
            process.Refresh();
            return new(seconds, seconds, process.TotalProcessorTime.TotalSeconds, process.WorkingSet64, 0);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }
}
