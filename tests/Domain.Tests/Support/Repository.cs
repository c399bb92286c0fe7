using System.Runtime.CompilerServices;

namespace GoldenSignals.Domain.Tests.Support;

/// <summary>Where the sources lie that these tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
