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
        app.MapGet(Route, List).WithTags("Bars").WithName("ListBars")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(422).ProducesProblem(503);

    /// <summary>Closed bars of a symbol, newest first, as far back as they are kept.</summary>
    /// <param name="symbol">The symbol; a slash in it is written %2F.</param>
    /// <param name="from">Bars that open at or after this time: RFC 3339 with its offset.</param>
    /// <param name="to">Bars that open before this time: RFC 3339 with its offset.</param>
    /// <param name="limit">Most bars to answer with, 1…10,000.</param>
    /// <param name="page">The <c>next</c> of the page before; the other parameters, but for limit, stay as they were.</param>
    internal static async Task<Ok<BarPage>> List(
        string symbol, Grid grid, PageTokens pages, Rfc3339? from = null, Rfc3339? to = null,
        [Range(1, 10_000), DefaultValue(500)] int limit = 500, string? page = null)
    {
        HistoryQuery query = pages.Query(Route, symbol, null, from, to, limit, page);
        SymbolRow row = await grid.Find(symbol);
        (SymbolBar[] bars, string? next) = pages.Page(Route, query, await grid.Bars(row, query), PastRows.PlaceOf);
        return TypedResults.Ok(new BarPage(row.Symbol, BarInterval.Format(row.Interval), [.. bars.Select(bar => BarLine.From(bar.Bar, bar.Interval))], next));
    }
}

/// <param name="Interval">Length of the symbol's bars now, for instance 1m.</param>
/// <param name="Bars">Newest first.</param>
/// <param name="Next">Ask for the next page with <c>page</c> set to this; null on the last page.</param>
internal sealed record BarPage(string Symbol, string Interval, BarLine[] Bars, string? Next);

/// <param name="Time">The bar's open time, UTC.</param>
/// <param name="Volume">Base units; 0 where the venue reports none.</param>
/// <param name="Interval">Length of this bar.</param>
internal sealed record BarLine(DateTime Time, double Open, double High, double Low, double Close, double Volume, string Interval)
{
    public static BarLine From(in Bar bar, TimeSpan interval) =>
        new(JsonValues.Utc(bar.OpenTimeUtc), bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, BarInterval.Format(interval));
}
