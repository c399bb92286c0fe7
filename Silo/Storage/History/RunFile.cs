using System.Globalization;

namespace GoldenSignals.Silo.Storage.History;

/// <summary>A run as the manifest lists it: an immutable file of the rows of one kind and one UTC day.</summary>
/// <param name="Number">No other run has or had it.</param>
internal sealed record RunFile(HistoryKind Kind, DateOnly Day, long Number, long Rows, long Bytes, DateTime FirstUtc, DateTime LastUtc)
{
    public const string Extension = ".run", Unfinished = ".part";

    public string Name => string.Create(CultureInfo.InvariantCulture, $"{KindName(Kind)}-{Day:yyyyMMdd}-{Number:D8}{Extension}");

    public static string KindName(HistoryKind kind) => kind switch
    {
        HistoryKind.Bars => "bars",
        HistoryKind.Decisions => "decisions",
        _ => "signals",
    };
}
