using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>A symbol's indicators.</summary>
internal static class IndicatorEndpoints
{
    private const string SeriesRoute = "/v1/symbols/{symbol}/indicators/series";
    private const int MostColumns = 50;

    /// <summary>Bars that a series is warmed up on before its first row: a mean of 200 bars by recurrence has forgotten what was before to the last digit.</summary>
    internal const int WarmUpBars = 4_096;

    public static void MapIndicators(this IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/symbols/{symbol}/indicators", Get).WithTags("Indicators").WithName("GetIndicators").Represents<IndicatorDocument>()
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(422);
        app.MapGet(SeriesRoute, List).WithTags("Indicators").WithName("ListIndicators").Represents<IndicatorPage>("rows").MayBeFinal()
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(422).ProducesProblem(503);
    }

    /// <summary>A symbol's indicators at its last closed bar.</summary>
    /// <param name="symbol">The symbol; a slash in it is written %2F.</param>
    /// <param name="names">Only these, separated by commas, for instance <c>rsi_14,atr_14</c>.</param>
    internal static async Task<Ok<IndicatorDocument>> Get(string symbol, Grid grid, string? names = null)
    {
        IReadOnlyList<Column> columns = names is null ? IndicatorCatalog.Columns : [.. names.Split(',').Select(Named)];
        await grid.Find(symbol);
        MarketView view = await grid.Symbol(symbol).Latest()
            ?? throw Problems.NoDecision.Because($"No bar of {symbol} is at hand.");
        var indicators = new Dictionary<string, double?>(columns.Count);
        foreach (Column column in columns)
            indicators[column.Name] = JsonValues.Finite(view[column]);
        return TypedResults.Ok(new IndicatorDocument(
            view.Symbol, BarInterval.Format(view.Interval), JsonValues.Utc(view.Bar.OpenTimeUtc), view.BarNumber, indicators));
    }

    /// <summary>Indicators of a symbol bar by bar, newest first: computed again from the bars as far back as they are kept.</summary>
    /// <remarks>
    /// A page is computed from 4,096 bars before its oldest row on, or from the first bar that is kept; computedFrom says which. From the symbol's very first bar the values are those
    /// that the grid had, to the bit. From a later one what forgets is the same to the last digits, and what only adds up (obv, adl) begins at 0 there. Columns of news, option chains
    /// and of the market as a whole do not come from bars: /v1/symbols/{symbol}/state tells them as they were.
    /// </remarks>
    /// <param name="symbol">The symbol; a slash in it is written %2F.</param>
    /// <param name="names">Which ones, separated by commas, up to 50, for instance <c>rsi_14,atr_14</c>.</param>
    /// <param name="from">At bars that open at or after this time: RFC 3339 with its offset.</param>
    /// <param name="to">At bars that open before this time: RFC 3339 with its offset.</param>
    /// <param name="limit">Most rows to answer with, 1…5,000.</param>
    /// <param name="page">The <c>next</c> of the page before; the other parameters, but for limit, stay as they were.</param>
    internal static async Task<Ok<IndicatorPage>> List(
        string symbol, string names, Grid grid, PageTokens pages, HttpContext context, Rfc3339? from = null, Rfc3339? to = null,
        [Range(1, 5_000), DefaultValue(500)] int limit = 500, string? page = null)
    {
        Column[] columns = [.. names.Split(',').Select(OfBars).Distinct()];
        if (columns.Length > MostColumns)
            throw Refused($"names names up to {MostColumns} indicators.");
        string route = $"{SeriesRoute}|{string.Join(',', columns.Select(column => column.Name))}";
        HistoryQuery query = pages.Query(route, symbol, null, from, to, limit, page);
        SymbolRow row = await grid.Find(symbol);
        context.IsFinal(query.IsClosed(row));
        (SymbolBar[] found, string? next) = pages.Page(route, query, await grid.Bars(row, query), PastRows.PlaceOf);
        SymbolBar[] bars = [.. found.Where(bar => bar.Interval == row.Interval)];          // not those of a time when the grid had other bars
        if (bars.Length == 0)
            return TypedResults.Ok(new IndicatorPage(row.Symbol, BarInterval.Format(row.Interval), null, [], next));

        SymbolBar[] before = await grid.Bars(row, new(symbol, null, JsonValues.Utc(DateTime.MinValue), bars[^1].Bar.OpenTimeUtc, WarmUpBars));
        Bar[] all = [.. bars.Concat(before).Where(bar => bar.Interval == row.Interval).Select(bar => bar.Bar).Reverse()];
        double[][] values = new IndicatorSeries(columns).Over(all, row.Interval, all.Length - bars.Length);
        return TypedResults.Ok(new IndicatorPage(
            row.Symbol, BarInterval.Format(row.Interval), JsonValues.Utc(all[0].OpenTimeUtc), [.. bars.Select((bar, i) => IndicatorRow.Of(bar.Bar, columns, values[^(i + 1)]))], next));
    }

    private static Column OfBars(string name) => Named(name) is var column && column.Index < IndicatorCatalog.FirstSideColumn ? column
        : throw Refused($"{column.Name} does not come from bars: there is no series of it.");

    private static Column Named(string name) => IndicatorCatalog.Find(name) ?? throw Refused("names holds a name that is no indicator.");

    private static ProblemException Refused(string detail) => Problems.InvalidParameter.Because(detail, ("parameter", "names"));
}

/// <summary>Indicators at one bar.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Interval">Length of the bar, for instance 1m.</param>
/// <param name="Time">Open time of the bar, UTC.</param>
/// <param name="BarNumber">1 for the symbol's first bar, then one more for each bar seen.</param>
/// <param name="Indicators">By name; null while it warms up.</param>
internal sealed record IndicatorDocument(string Symbol, string Interval, DateTime Time, long BarNumber, Dictionary<string, double?> Indicators);

/// <summary>A page of a series of indicators.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Interval">Length of the bars, for instance 1m.</param>
/// <param name="ComputedFrom">Open time of the first bar that the values rest on, UTC; null without rows.</param>
/// <param name="Rows">Newest first.</param>
/// <param name="Next">Ask for the next page with <c>page</c> set to this; null on the last page.</param>
internal sealed record IndicatorPage(string Symbol, string Interval, DateTime? ComputedFrom, IndicatorRow[] Rows, string? Next);

/// <summary>Indicators at one bar of a series.</summary>
/// <param name="Time">Open time of the bar, UTC.</param>
/// <param name="Close">The bar's close.</param>
/// <param name="Indicators">By name; null while it warms up.</param>
internal sealed record IndicatorRow(DateTime Time, double Close, Dictionary<string, double?> Indicators)
{
    public static IndicatorRow Of(in Bar bar, Column[] columns, double[] values)
    {
        var indicators = new Dictionary<string, double?>(columns.Length);
        for (int i = 0; i < columns.Length; i++)
            indicators[columns[i].Name] = JsonValues.Finite(values[i]);
        return new(JsonValues.Utc(bar.OpenTimeUtc), bar.Close, indicators);
    }
}
