using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>The symbols that the grid knows.</summary>
internal static class SymbolEndpoints
{
    public static void MapSymbols(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder symbols = app.MapGroup("/v1/symbols").WithTags("Symbols");
        symbols.MapGet("", List).WithName("ListSymbols").ProducesProblem(400).ProducesProblem(422);
        symbols.MapGet("/{symbol}", Get).WithName("GetSymbol").ProducesProblem(404).ProducesProblem(422);
    }

    /// <summary>Every symbol with its latest decision in short, in ordinal order.</summary>
    /// <param name="limit">Most symbols to answer with, 1…10,000.</param>
    /// <param name="after">Start behind this symbol: the <c>next</c> of the page before.</param>
    internal static async Task<Ok<SymbolPage>> List(HttpContext context, Grid grid, [Range(1, 10_000), DefaultValue(1_000)] int limit = 1_000, string? after = null)
    {
        SymbolRow[] rows = context.Caller().Seen((await grid.Universe.Symbols()).Rows, row => row.Symbol);
        int start = after is null ? 0 : FirstAfter(rows, SymbolRoute.Checked(after, nameof(after)));
        SymbolRow[] page = rows[start..Math.Min(rows.Length, start + limit)];
        string? next = start + page.Length < rows.Length ? page[^1].Symbol : null;
        Ages ages = await grid.Ages();
        return TypedResults.Ok(new SymbolPage([.. page.Select(row => SymbolDocument.From(row, ages))], rows.Length, next));
    }

    /// <summary>One symbol with its latest decision in short.</summary>
    /// <param name="symbol">The symbol; a slash in it is written %2F.</param>
    internal static async Task<Ok<SymbolDocument>> Get(string symbol, Grid grid) =>
        TypedResults.Ok(SymbolDocument.From(await grid.Find(symbol), await grid.Ages()));

    private static int FirstAfter(SymbolRow[] rows, string after)
    {
        int low = 0, high = rows.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (string.CompareOrdinal(rows[middle].Symbol, after) <= 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}

/// <param name="Total">Symbols that the grid knows.</param>
/// <param name="Next">Ask for the next page with <c>after</c> set to this; null on the last page.</param>
internal sealed record SymbolPage(SymbolDocument[] Symbols, int Total, string? Next);

/// <summary>A symbol as of its last closed bar.</summary>
/// <param name="Time">The bar's open time, UTC.</param>
/// <param name="Price">The bar's close.</param>
/// <param name="Change">Close over the close of the bar before, minus 1; null at the first bar.</param>
/// <param name="Score">-1 (sell) … 1 (buy).</param>
/// <param name="Confidence">Probability that the direction of the score is right at the horizon, 0…1.</param>
/// <param name="Reason">Why this action.</param>
/// <param name="Stale">Whether nothing newer has come for too long: this is the last that was good, not the present.</param>
/// <param name="AgeSeconds">Since the newest tick or bar of the symbol, by the time that the feeds have come to; null when nothing tells the time.</param>
/// <param name="Gap">Whether ticks are missing: there is no signal until a bar has closed that is whole.</param>
internal sealed record SymbolDocument(
    string Symbol, string Interval, DateTime Time, double Price, double? Change, DecisionAction Action, double Score, double Confidence, string Reason,
    bool Stale, double? AgeSeconds, bool Gap)
{
    public static SymbolDocument From(in SymbolRow row, in Ages ages) => new(
        row.Symbol, BarInterval.Format(row.Interval), JsonValues.Utc(row.BarTimeUtc), row.Price, JsonValues.Finite(row.Change),
        row.Action.Named(), row.Score, row.Confidence, row.Reason, ages.IsStale(row), ages.Seconds(row), row.Gap);
}
