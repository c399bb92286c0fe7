using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>The bars that a symbol remembers.</summary>
internal static class BarEndpoints
{
    public static void MapBars(this IEndpointRouteBuilder app) =>
        app.MapGet("/v1/symbols/{symbol}/bars", List).WithTags("Bars").WithName("ListBars")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(422);

    /// <summary>Closed bars of a symbol, oldest first: the newest of them that fit the limit.</summary>
    /// <param name="symbol">The symbol; a slash in it is written %2F.</param>
    /// <param name="from">Bars that open at or after this time: RFC 3339 with its offset.</param>
    /// <param name="to">Bars that open before this time: RFC 3339 with its offset.</param>
    /// <param name="limit">Most bars to answer with, 1…10,000.</param>
    internal static async Task<Ok<BarPage>> List(
        string symbol, Grid grid, Rfc3339? from = null, Rfc3339? to = null, [Range(1, 10_000), DefaultValue(500)] int limit = 500)
    {
        if (from?.Utc > to?.Utc)
            throw Problems.InvalidParameter.Because("from lies after to.", ("parameter", nameof(from)));
        SymbolRow row = await grid.Find(symbol);
        BarSeries series = await grid.Symbol(symbol).Bars(from?.Utc ?? DateTime.MinValue, to?.Utc ?? DateTime.MaxValue, limit);
        return TypedResults.Ok(new BarPage(row.Symbol, BarInterval.Format(row.Interval), [.. series.Bars.Select(bar => BarLine.From(bar))]));
    }
}

/// <param name="Interval">Length of a bar, for instance 1m.</param>
/// <param name="Bars">Oldest first.</param>
internal sealed record BarPage(string Symbol, string Interval, BarLine[] Bars);

/// <param name="Time">The bar's open time, UTC.</param>
/// <param name="Volume">Base units; 0 where the venue reports none.</param>
internal sealed record BarLine(DateTime Time, double Open, double High, double Low, double Close, double Volume)
{
    public static BarLine From(in Bar bar) => new(JsonValues.Utc(bar.OpenTimeUtc), bar.Open, bar.High, bar.Low, bar.Close, bar.Volume);
}
