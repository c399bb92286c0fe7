using System.Globalization;

namespace GoldenSignals.Silo.Feeds;

/// <summary>The simulator's symbols: a sector's three letters and a number, <c>TEC001</c>. Dealt to the sectors in turn.</summary>
public static class SimulatedSymbols
{
    private static readonly (string Code, string Name)[] s_sectors =
    [
        ("TEC", "Information Technology"), ("FIN", "Financials"), ("HLT", "Health Care"), ("IND", "Industrials"),
        ("ENE", "Energy"), ("CDS", "Consumer Discretionary"), ("CST", "Consumer Staples"), ("COM", "Communication Services"),
        ("MAT", "Materials"), ("UTL", "Utilities"), ("REA", "Real Estate"),
    ];

    /// <summary>Names of the sectors, as in the Global Industry Classification Standard.</summary>
    public static IReadOnlyList<string> Sectors { get; } = [.. s_sectors.Select(sector => sector.Name)];

    /// <summary>The symbol of a number from 0 up.</summary>
    public static string At(int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{s_sectors[index % s_sectors.Length].Code}{index / s_sectors.Length + 1:D3}");

    /// <summary>The sector of a simulated symbol; null for any other.</summary>
    public static string? SectorOf(string symbol)
    {
        if (symbol.Length < 6 || symbol.AsSpan(3).ContainsAnyExceptInRange('0', '9'))
            return null;
        foreach (var (code, name) in s_sectors)
            if (symbol.StartsWith(code, StringComparison.Ordinal))
                return name;
        return null;
    }
}
