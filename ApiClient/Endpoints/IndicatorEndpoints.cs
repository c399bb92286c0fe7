using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>A symbol's indicators.</summary>
internal static class IndicatorEndpoints
{
    public static void MapIndicators(this IEndpointRouteBuilder app) =>
        app.MapGet("/v1/symbols/{symbol}/indicators", Get).WithTags("Indicators").WithName("GetIndicators")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(422);

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

    private static Column Named(string name) => IndicatorCatalog.Find(name)
        ?? throw Problems.InvalidParameter.Because("names holds a name that is no indicator.", ("parameter", "names"));
}

/// <param name="Time">Open time of the bar, UTC.</param>
/// <param name="BarNumber">1 for the symbol's first bar, then one more for each bar seen.</param>
/// <param name="Indicators">By name; null while it warms up.</param>
internal sealed record IndicatorDocument(string Symbol, string Interval, DateTime Time, long BarNumber, Dictionary<string, double?> Indicators);
