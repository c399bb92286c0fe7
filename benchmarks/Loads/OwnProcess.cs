using System.Diagnostics;
using System.Text.Json;

namespace GoldenSignals.Benchmarks.Loads;

/// <summary>Another command of this program in a process of its own, whose memory nothing else has touched.</summary>
public static class OwnProcess
{
    private const string Marker = "GOLDENSIGNALS_BENCHMARK_CHILD";

    /// <summary>Whether this process is such a one.</summary>
    public static bool IsThis => Environment.GetEnvironmentVariable(Marker) is not null;

    /// <summary>The collector as <c>./run</c> sets it, and as the served program's project does.</summary>
    public static readonly (string Name, string Value)[] AsServe = [("DOTNET_GCgen0size", "0x4000000"), ("DOTNET_GCConserveMemory", "7")];

    /// <summary>The collector as <c>./run replay</c> sets it.</summary>
    public static readonly (string Name, string Value)[] AsReplay =
    [
        .. AsServe, ("DOTNET_gcServer", "1"), ("DOTNET_gcConcurrent", "0"), ("DOTNET_GCHeapCount", $"{Math.Min(4, Environment.ProcessorCount):X}"),
    ];

    /// <summary>What the command wrote as JSON; its stderr is this process's own.</summary>
    /// <param name="collector">Environment of its runtime.</param>
    public static async Task<T> Run<T>((string Name, string Value)[] collector, CancellationToken cancel, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(OwnProcess).Assembly.Location, .. arguments]) { RedirectStandardOutput = true };
        start.Environment[Marker] = "1";
        foreach ((string name, string value) in collector)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        try
        {
            string output = await process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return process.ExitCode == 0 ? JsonSerializer.Deserialize<T>(output, JsonSerializerOptions.Web)! : throw new IOException($"'{string.Join(' ', arguments)}' ended with {process.ExitCode}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
