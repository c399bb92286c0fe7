using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>A symbol's bars.</summary>
internal static class BarEndpoints
{
    private const string Route = "/v1/symbols/{symbol}/bars";

    public static void MapBars(this IEndpointRouteBuilder app) =>
        app.MapGet(Route, List).WithTags("Bars").WithName("ListBars").Represents<BarPage>("bars").MayBeFinal()
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(422).ProducesProblem(503);

    /// <summary>Closed bars of a symbol, newest first, as far back as they are kept; as they are, or put together to longer ones.</summary>
    /// <remarks>
    /// Longer bars begin at whole multiples of their interval since Monday, 0001-01-01 UTC; one that has not ended by the symbol's last bar is not among them. A page of them may
    /// be shorter than its limit and still have a next one, where it would take more than 200,000 bars.
    /// </remarks>
    /// <param name="symbol">The symbol; a slash in it is written %2F.</param>
    /// <param name="interval">Length of the bars, a multiple of the symbol's own, for instance 5m or 1d; as they are when it is left out.</param>
    /// <param name="from">Bars that open at or after this time: RFC 3339 with its offset.</param>
    /// <param name="to">Bars that open before this time: RFC 3339 with its offset.</param>
    /// <param name="limit">Most bars to answer with, 1…10,000.</param>
    /// <param name="page">The <c>next</c> of the page before; the other parameters, but for limit, stay as they were.</param>
    internal static async Task<Ok<BarPage>> List(
        string symbol, Grid grid, PageTokens pages, HttpContext context, string? interval = null, Rfc3339? from = null, Rfc3339? to = null,
        [Range(1, 10_000), DefaultValue(500)] int limit = 500, string? page = null)
    {
        string route = interval is null ? Route : $"{Route}|{(BarInterval.TryParse(interval, out TimeSpan length) ? length : null)}";
        HistoryQuery query = pages.Query(route, symbol, null, from, to, limit, page);
        SymbolRow row = await grid.Find(symbol);
        context.IsFinal(query.IsClosed(row));
        return TypedResults.Ok(interval is null ? await Stored(grid, pages, row, query) : await Aggregated(grid, pages, row, query, route, BarAggregation.IntervalOf(interval, row)));
    }

    private static async Task<BarPage> Stored(Grid grid, PageTokens pages, SymbolRow row, HistoryQuery query)
    {
        (SymbolBar[] bars, string? next) = pages.Page(Route, query, await grid.Bars(row, query), PastRows.PlaceOf);
        return BarPage.Of(row.Symbol, row.Interval, bars, next);
    }

    private static async Task<BarPage> Aggregated(Grid grid, PageTokens pages, SymbolRow row, HistoryQuery query, string route, TimeSpan interval)
    {
        (SymbolBar[] rows, bool more) = await grid.Bars(row, query, interval);
        if (more)
            return BarPage.Of(row.Symbol, interval, rows, pages.Next(route, query, PastRows.PlaceOf(rows[^1])));
        (SymbolBar[] bars, string? next) = pages.Page(route, query, rows, PastRows.PlaceOf);
        return BarPage.Of(row.Symbol, interval, bars, next);
    }
}

/// <summary>A page of bars.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Interval">Length of the symbol's bars now, or the one asked for, for instance 1m.</param>
/// <param name="Bars">Newest first.</param>
/// <param name="Next">Ask for the next page with <c>page</c> set to this; null on the last page.</param>
internal sealed record BarPage(string Symbol, string Interval, BarLine[] Bars, string? Next)
{
    public static BarPage Of(string symbol, TimeSpan interval, SymbolBar[] bars, string? next) =>
        new(symbol, BarInterval.Format(interval), [.. bars.Select(bar => BarLine.From(bar.Bar, bar.Interval))], next);
}

/// <summary>A bar that has closed.</summary>
/// <param name="Time">The bar's open time, UTC.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Base units; 0 where the venue reports none.</param>
/// <param name="Interval">Length of this bar.</param>
internal sealed record BarLine(DateTime Time, double Open, double High, double Low, double Close, double Volume, string Interval)
{
    public static BarLine From(in Bar bar, TimeSpan interval) =>
        new(JsonValues.Utc(bar.OpenTimeUtc), bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, BarInterval.Format(interval));
}
