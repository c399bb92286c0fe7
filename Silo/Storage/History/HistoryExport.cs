using System.Globalization;
using System.Text;
using System.Text.Json;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;

namespace GoldenSignals.Silo.Storage.History;

public enum ExportFormat
{
    /// <summary>A table; bars in it can be replayed.</summary>
    Csv,

    /// <summary>One JSON object a line, as the API has them.</summary>
    Ndjson,
}

/// <summary>Which rows to export: those of bars that open from a time on and before another, of one symbol or all.</summary>
public sealed record ExportRequest(string Folder, HistoryKind Kind, ExportFormat Format, DateTime FromUtc, DateTime ToUtc, string? Symbol = null);

/// <summary>Writes rows of the history as text, oldest first. Holds a slice of each run of a day, however much there is.</summary>
public static class HistoryExport
{
    private const int ChunkChars = 1 << 16;

    /// <returns>The number of rows.</returns>
    /// <exception cref="HistoryDamagedException">A file is not what was written.</exception>
    public static Task<long> Write(ExportRequest request, TextWriter to, CancellationToken cancel) => Write(request, to, null, cancel);

    internal static Task<long> Write(ExportRequest request, TextWriter to, RunStore? store, CancellationToken cancel)
    {
        string folder = DataFolder.HistoryOf(request.Folder);
        store ??= new(folder, () => Manifest.Load(folder));
        return request.Kind == HistoryKind.Bars
            ? Write(request, store, BarFormat.Instance, "timestamp,symbol,interval,open,high,low,close,volume", Csv, row => Json(BarDocument.From(row)), to, cancel)
            : Write(request, store, DecisionFormat.Instance,
                "timestamp,symbol,interval,price,action,action_before,score,confidence,reason,side,stop,target,reward_risk,size_fraction,projected_loss_fraction,configuration,sequence",
                Csv, row => Json(DecisionSummary.From(row)), to, cancel);
    }

    private static async Task<long> Write<T>(
        ExportRequest request, RunStore store, RowFormat<T> format, string header, Func<T, string> csv, Func<T, string> json, TextWriter to, CancellationToken cancel)
    {
        var text = new StringBuilder();
        if (request.Format == ExportFormat.Csv)
            text.Append(header).Append('\n');
        Func<T, string> line = request.Format == ExportFormat.Csv ? csv : json;
        long rows = 0;
        foreach (T row in store.Rows(request.Kind, format, new(request.FromUtc, request.ToUtc, request.Symbol, NewestFirst: false), [], cancel))
        {
            text.Append(line(row)).Append('\n');
            rows++;
            if (text.Length < ChunkChars)
                continue;
            await to.WriteAsync(text, cancel);
            text.Clear();
        }
        await to.WriteAsync(text, cancel);
        await to.FlushAsync(cancel);
        return rows;
    }

    private static string Csv(SymbolBar row) => string.Create(CultureInfo.InvariantCulture,
        $"{Time(row.Bar.OpenTimeUtc)},{row.Symbol},{BarInterval.Format(row.Interval)},{row.Bar.Open},{row.Bar.High},{row.Bar.Low},{row.Bar.Close},{row.Bar.Volume}");

    private static string Csv(DecisionRow row) => string.Create(CultureInfo.InvariantCulture,
        $"{Time(row.BarTimeUtc)},{row.Symbol},{BarInterval.Format(row.Interval)},{row.Price},{row.Action.Named()},{row.ActionBefore.Named()},{row.Score},{row.Confidence},{row.Reason},"
        + $"{(row.Position is { } at ? string.Create(CultureInfo.InvariantCulture, $"{at.Side},{Known(at.Stop)},{Known(at.Target)},{Known(at.RewardRisk)},{at.SizeFraction},{at.ProjectedLossFraction}") : ",,,,,")},"
        + $"{row.Configuration},{row.Sequence}");

    private static string Json(BarDocument row) => JsonSerializer.Serialize(row, DecisionJson.Default.BarDocument);

    private static string Json(DecisionSummary row) => JsonSerializer.Serialize(row, DecisionJson.Default.DecisionSummary);

    private static string Time(DateTime timeUtc) => timeUtc.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static string Known(double value) => double.IsFinite(value) ? value.ToString(CultureInfo.InvariantCulture) : "";
}
