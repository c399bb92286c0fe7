using System.Diagnostics;
using System.Runtime.CompilerServices;
using GoldenSignals.ApiClient.Commands;

namespace GoldenSignals.Grid.Tests.Support;

/// <summary>The command line, as <c>./run</c> starts it.</summary>
public static class Cli
{
    private static readonly SemaphoreSlim s_console = new(1);

    public sealed record Result(int ExitCode, string Output, string Errors);

    /// <summary>In this process, with the console's streams caught; one at a time.</summary>
    public static Task<Result> Run(params string[] arguments) => Run(arguments, CancellationToken.None);

    /// <inheritdoc cref="Run(string[])"/>
    /// <param name="cancel">As Ctrl-C.</param>
    public static async Task<Result> Run(string[] arguments, CancellationToken cancel)
    {
        await s_console.WaitAsync(CancellationToken.None);
        (TextWriter output, TextWriter errors) = (Console.Out, Console.Error);
        using StringWriter caught = new(), wrong = new();
        try
        {
            Console.SetOut(caught);
            Console.SetError(wrong);
            int code = await GridCommands.Run(arguments, cancel);
            return new(code, caught.ToString(), wrong.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
            s_console.Release();
        }
    }

    /// <summary>As a process of its own.</summary>
    public static async Task<Result> RunProcess(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return new(process.ExitCode, await output, await errors);
    }

    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Program());
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>Where the sources lie that these tests were built from.</summary>
    public static string Repository { get; } = Root();

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    /// <summary>The built command, of the same runtime and configuration as these tests: …/tests/Grid.Tests/bin/RUNTIME/CONFIGURATION/FRAMEWORK.</summary>
    private static string Program()
    {
        string[] built = [.. AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[^3..]];
        return Path.Combine([Repository, "ApiClient", "bin", .. built, "GoldenSignals.ApiClient.dll"]);
    }
}

/// <summary>A folder that is gone with the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("gs-").FullName;

    public string File(string name, string text)
    {
        string path = System.IO.Path.Combine(Path, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
