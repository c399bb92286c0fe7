using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace GoldenSignals.Benchmarks.Silos;

/// <summary>A silo in a process of its own, on a core of its own where there are enough.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    /// <param name="core">To run on; null for any.</param>
    /// <param name="settings">Options of the grid, as <c>Section:Name</c>.</param>
    public SiloProcess(int? core, int siloPort, int gatewayPort, params IEnumerable<(string Name, string Value)> settings)
    {
        (SiloPort, GatewayPort) = (siloPort, gatewayPort);
        string[] pinned = core is { } one ? ["taskset", "-c", one.ToString(CultureInfo.InvariantCulture)] : [];
        string[] command = [.. pinned, Environment.ProcessPath!, .. Program(), SiloNode.Name,
            .. settings.Append(("Cluster:SiloPort", $"{siloPort}")).Append(("Cluster:GatewayPort", $"{gatewayPort}")).Append(("Cluster:AdvertisedAddress", "127.0.0.1"))
                .SelectMany(setting => new[] { "--set", $"{setting.Item1}={setting.Item2}" })];
        _process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
    }

    public int SiloPort { get; }

    public int GatewayPort { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>Whether a silo, as the universe names it, is this one.</summary>
    public bool Is(string silo) => silo.Contains($":{SiloPort}:", StringComparison.Ordinal);

    /// <summary>When it is in the cluster.</summary>
    public Task<NodeAnswer> Ready() => Answer();

    public async Task<NodeAnswer> Ask(NodeCommand command)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command));
        await _process.StandardInput.FlushAsync();
        return await Answer();
    }

    public Task<NodeAnswer> Ask(string command) => Ask(new NodeCommand(command));

    /// <summary>Lets it leave the cluster, and waits for its end.</summary>
    public async Task Leave()
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new NodeCommand("stop")));
        await _process.StandardInput.FlushAsync();
        await Gone(TimeSpan.FromMinutes(2));
    }

    /// <summary>SIGKILL: the process does nothing any more.</summary>
    public void Kill() => _process.Kill();

    /// <summary>SIGSTOP or SIGCONT.</summary>
    public async Task Signal(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Whether it came.</returns>
    public async Task<bool> Gone(TimeSpan within)
    {
        using var late = new CancellationTokenSource(within);
        await _process.WaitForExitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _process.HasExited;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private async Task<NodeAnswer> Answer()
    {
        if (await _process.StandardOutput.ReadLineAsync() is not { } line)
        {
            await _process.WaitForExitAsync();                       // then all that it wrote has been read
            throw new InvalidDataException($"a silo's process has ended: {Errors()}");
        }
        NodeAnswer answer = JsonSerializer.Deserialize<NodeAnswer>(line)!;
        return answer.Error is null ? answer : throw new InvalidDataException(answer.Error);
    }

    private string Errors()
    {
        lock (_errors)
            return _errors.ToString();
    }

    /// <summary>This program, when it runs by <c>dotnet</c>; nothing when it is a file of its own.</summary>
    private static string[] Program() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(SiloProcess).Assembly.Location] : [];
}
