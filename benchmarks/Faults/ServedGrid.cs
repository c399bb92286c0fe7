using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace GoldenSignals.Benchmarks.Faults;

/// <summary>A grid in a process of its own that keeps everything in a folder: what can be killed.</summary>
public sealed class ServedGrid : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource<Uri?> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _killed;

    /// <param name="symbols">Symbols of a simulated market; 0 without one.</param>
    /// <param name="settings">Options of the grid, as <c>Section:Name</c>.</param>
    public ServedGrid(string folder, int symbols, string interval, params (string Name, string Value)[] settings)
    {
        ProcessStartInfo start = Command("serve", "--symbols", $"{symbols}", "--interval", interval, "--port", "0", "--json");
        start.Environment["Journal__Durability"] = "Durable";
        start.Environment["Journal__Folder"] = folder;
        foreach ((string name, string value) in settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Heard(line.Data);
        _process.ErrorDataReceived += (_, line) => Wrote(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it listens; null when it ended before.</summary>
    public Task<Uri?> Url => _url.Task;

    public int Id => _process.Id;

    /// <summary>From its start until it listened.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>Whether it was killed, or ended by itself.</summary>
    public bool WasKilled => Volatile.Read(ref _killed) == 1;

    /// <summary>What it wrote to stderr.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }

    /// <summary>SIGKILL: the process does nothing any more.</summary>
    public void Kill()
    {
        Volatile.Write(ref _killed, 1);
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    public async Task Gone()
    {
        await _process.WaitForExitAsync();
        _url.TrySetResult(null);
    }

    public void Dispose()
    {
        Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Heard(string? line)
    {
        if (line is null)
        {
            _url.TrySetResult(null);
            return;
        }
        StartTime = _watch.Elapsed;
        _url.TrySetResult(new(JsonDocument.Parse(line).RootElement.GetProperty("url").GetString()!));
    }

    private void Wrote(string? line)
    {
        if (line is null)
            return;
        lock (_errors)
            _errors.AppendLine(line);
    }

    /// <summary>Runs another command to its end.</summary>
    public static async Task<(int ExitCode, string Output)> Run(params string[] arguments)
    {
        using Process process = Process.Start(Command(arguments))!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private static ProcessStartInfo Command(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Program());
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return start;
    }

    /// <summary>The built command, of the same runtime and configuration as this one: …/bin/RUNTIME/CONFIGURATION/FRAMEWORK.</summary>
    private static string Program([CallerFilePath] string here = "")
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
        string[] built = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[^3..];
        return Path.Combine([root, "ApiClient", "bin", .. built, "GoldenSignals.ApiClient.dll"]);
    }
}
