using System.Diagnostics;

namespace GoldenSignals.Storage.Tests.Support;

/// <summary>A file system of 1 MB in memory, mounted for one test.</summary>
internal sealed class SmallDisk : IDisposable
{
    public SmallDisk()
    {
        if (Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", Path) is { } error)
            throw new IOException(error);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("gs-disk").FullName;

    public string Journal => System.IO.Path.Combine(Path, "journal");

    public void Dispose()
    {
        Run("umount", Path);
        Directory.Delete(Path);
    }

    /// <returns>What went wrong; null when nothing did.</returns>
    private static string? Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : error;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return missing.Message;
        }
    }
}

/// <summary>A test on a small disk; skipped where this process may not mount one.</summary>
public sealed class TmpfsFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> s_missing = new(() =>
    {
        try
        {
            new SmallDisk().Dispose();
            return null;
        }
        catch (IOException)
        {
            return "a tmpfs of 1 MB cannot be mounted by this user";
        }
    });

    public TmpfsFactAttribute() => Skip = OperatingSystem.IsLinux() ? s_missing.Value : "needs Linux";
}
