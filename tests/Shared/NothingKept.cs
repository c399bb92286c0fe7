using System.Runtime.CompilerServices;

namespace GoldenSignals.Tests;

/// <summary>Grids of tests, and of the processes that tests start, keep nothing on disk unless a test says so.</summary>
internal static class NothingKept
{
    [ModuleInitializer]
    internal static void ByDefault() => Environment.SetEnvironmentVariable("Journal__Durability", "Memory");
}
