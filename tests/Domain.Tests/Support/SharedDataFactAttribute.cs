namespace GoldenSignals.Domain.Tests.Support;

/// <summary>A test over the real market data and independent reference values that the variable GS_SHARED_DATA points to; skipped without it.</summary>
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute() => Skip = SharedData.MissingMessage;
}

/// <summary>The same for a test with arguments.</summary>
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute() => Skip = SharedData.MissingMessage;
}

/// <summary>The folder of real market data, where there is one.</summary>
public static class SharedData
{
    private static readonly string? s_folder = Environment.GetEnvironmentVariable("GS_SHARED_DATA");

    public static string? MissingMessage =>
        Directory.Exists(s_folder) ? null : "GS_SHARED_DATA does not name a folder of market data";

    public static string PathOf(string relative) => Path.Combine(s_folder!, relative);
}
