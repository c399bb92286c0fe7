using System.Reflection;

namespace GoldenSignals.Grains;

/// <summary>Which implementation of the Orleans API this build runs on.</summary>
public static class GridRuntime
{
#if ORLEANS_PACKAGES
    public const string Name = "Orleans";
#else
    public const string Name = "Orleans.Local";
#endif

    /// <summary>For instance <c>Orleans 10.4.2</c>.</summary>
    public static string Description { get; } = $"{Name} {Version}";

    private static string Version => typeof(Orleans.IGrain).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+', ' ')[0].TrimEnd('.');
}
