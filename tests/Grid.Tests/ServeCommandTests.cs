using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using GoldenSignals.Grid.Tests.Support;

namespace GoldenSignals.Grid.Tests;

/// <summary><c>serve</c> as a user meets it: a process that becomes ready, decides, and ends when it is told to.</summary>
public class ServeCommandTests
{
    [Fact]
    public async Task Becomes_ready_decides_and_ends_with_130_when_interrupted()
    {
        using Process process = Cli.Start("serve", "--symbols", "20", "--interval", "1s", "--port", "0", "--history", "50", "--json");
        try
        {
            await BecomesReadyDecidesAndEnds(process);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static async Task BecomesReadyDecidesAndEnds(Process process)
    {
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string? started = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2));
        Assert.True(started is not null, started is null ? await errors : "");
        string url = JsonDocument.Parse(started!).RootElement.GetProperty("url").GetString()!;

        using var http = new HttpClient { BaseAddress = new(url) };
        await Until(async () => (await http.GetAsync("/health/ready")).StatusCode == HttpStatusCode.OK);
        await Until(async () => (await Json(http, "/v1/status")).GetProperty("bars").GetInt64() > 20 * 50);
        JsonElement symbols = (await Json(http, "/v1/symbols?limit=100")).GetProperty("symbols");
        string symbol = symbols[0].GetProperty("symbol").GetString()!;
        JsonElement decision = await Json(http, $"/v1/symbols/{symbol}/decision");

        Assert.Equal(20, symbols.GetArrayLength());
        Assert.Equal(decision.GetProperty("score").GetDouble(), decision.GetProperty("votes").EnumerateArray().Sum(vote => vote.GetProperty("contribution").GetDouble()), 12);
        if (IgnoresInterrupts(process))
            return;                                                 // a shell without job control starts what is in the background so
        using (Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await kill.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(130, process.ExitCode);
    }

    private static bool IgnoresInterrupts(Process process)
    {
        const int interrupt = 1 << 1;
        string status = $"/proc/{process.Id}/status";
        string? ignored = File.Exists(status) ? File.ReadLines(status).FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        return ignored is not null && (Convert.ToUInt64(ignored["SigIgn:".Length..].Trim(), 16) & interrupt) != 0;
    }

    [Fact]
    public async Task Serves_in_this_process_until_it_is_cancelled()
    {
        using var free = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        free.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)free.LocalEndPoint!).Port;
        free.Close();
        using var stop = new CancellationTokenSource();
        Task<Cli.Result> serving = Cli.Run(["serve", "--symbols", "10", "--port", $"{port}", "--history", "30"], stop.Token);

        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        await Until(async () => serving.IsCompleted || await Ready(http));
        await Until(async () => (await Json(http, "/v1/status")).GetProperty("bars").GetInt64() >= 10 * 29);
        await stop.CancelAsync();

        Cli.Result result = await serving.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(130, result.ExitCode);
        Assert.Contains($"http://127.0.0.1:{port}/docs", result.Output, StringComparison.Ordinal);
    }

    private static async Task<bool> Ready(HttpClient http)
    {
        try
        {
            return (await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;                                            // it does not listen yet
        }
    }

    [Fact]
    public async Task A_port_that_is_taken_is_one_clear_error()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        int port = ((IPEndPoint)taken.LocalEndPoint!).Port;

        Cli.Result result = await Cli.Run("serve", "--symbols", "5", "--port", $"{port}");

        Assert.Equal(1, result.ExitCode);
        string[] lines = result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains($"{port}", Assert.Single(lines), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--symbols", "-1")]
    [InlineData("--port", "99999")]
    [InlineData("--port", "80x")]
    [InlineData("--bind", "everywhere")]
    [InlineData("--set", "Api:MaxStreams=0")]
    [InlineData("--set", "Api:MaxStream=1")]
    [InlineData("--set", "Consenus:EnterScore=0.2")]
    [InlineData("--set", "Grid:Interval=never")]
    public async Task Wrong_values_exit_with_2(string option, string value)
    {
        Cli.Result result = await Cli.Run(option == "--port" ? ["serve", option, value] : ["serve", "--port", "0", option, value]);

        Assert.True(result.ExitCode == 2, result.Errors);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> Json(HttpClient http, string path) => JsonDocument.Parse(await http.GetStringAsync(new Uri(path, UriKind.Relative))).RootElement;

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var period = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
            await period.WaitForNextTickAsync(limit.Token);
    }
}
