using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Feeds;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>The symbols that the grid knows.</summary>
internal static class SymbolEndpoints
{
    public static void MapSymbols(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder symbols = app.MapGroup("/v1/symbols").WithTags("Symbols");
        symbols.MapGet("", List).WithName("ListSymbols").Represents<SymbolPage>("symbols").ProducesProblem(400);
        symbols.MapGet("/{symbol}", Get).WithName("GetSymbol").Represents<SymbolDocument>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(422);
    }

    /// <summary>Symbols with their latest decision in short: all of them, or those that are searched for.</summary>
    /// <remarks>A page goes on behind the last row of the one before, by the order as it is then: a symbol whose score or price moves across that row between two pages may come twice or not at all.</remarks>
    /// <param name="search">Only symbols with this in their name, in any letter case.</param>
    /// <param name="sector">Only of this sector, in any letter case; the grid knows those of the simulated market.</param>
    /// <param name="action">Only with this action.</param>
    /// <param name="minScore">Only with this score or a higher one, -1…1.</param>
    /// <param name="maxScore">Only with this score or a lower one, -1…1.</param>
    /// <param name="minConfidence">Only with this confidence or a higher one, 0…1.</param>
    /// <param name="sort">What the symbols are ordered by, with - in front from the highest down; equal ones, and those without a value at the end, by symbol.</param>
    /// <param name="limit">Most symbols to answer with, 1…10,000.</param>
    /// <param name="page">The <c>next</c> of the page before; the other parameters, but for limit, stay as they were.</param>
    internal static async Task<Ok<SymbolPage>> List(
        Grid grid, PageTokens pages, HttpContext context,
        [StringLength(16, MinimumLength = 1, ErrorMessage = "search has 1 to 16 characters.")] string? search = null,
        [StringLength(64, MinimumLength = 1, ErrorMessage = "sector has 1 to 64 characters.")] string? sector = null,
        [AllowedValues(null, "BUY", "SELL", "HOLD", ErrorMessage = "action is BUY, SELL or HOLD.")] string? action = null,
        [Range(-1.0, 1.0)] double? minScore = null, [Range(-1.0, 1.0)] double? maxScore = null, [Range(0.0, 1.0)] double? minConfidence = null,
        [AllowedValues("symbol", "-symbol", "price", "-price", "change", "-change", "score", "-score", "confidence", "-confidence",
            ErrorMessage = "sort is symbol, price, change, score or confidence, with - in front from the highest down."), DefaultValue("symbol")] string sort = "symbol",
        [Range(1, 10_000), DefaultValue(1_000)] int limit = 1_000, string? page = null)
    {
        SignalAction? wanted = DecisionActions.Parse(action);
        Caller caller = context.Caller();
        var order = new SymbolOrder(sort);
        string query = FormattableString.Invariant($"/v1/symbols|{Uri.EscapeDataString(search ?? "")}|{Uri.EscapeDataString(sector ?? "")}|{action}|{minScore:R}|{maxScore:R}|{minConfidence:R}|{sort}|{caller.Symbols is not null}");
        SymbolPlace? behind = page is null ? null : SymbolPlace.Of(pages.Read(page, query));

        SymbolRow[] matching =
        [
            .. (await grid.Universe.Symbols()).Rows.Where(row => caller.MaySee(row.Symbol)
                && (search is null || row.Symbol.Contains(search, StringComparison.OrdinalIgnoreCase))
                && (sector is null || string.Equals(SimulatedSymbols.SectorOf(row.Symbol), sector, StringComparison.OrdinalIgnoreCase))
                && (wanted is null || row.Action == wanted)
                && !(row.Score < minScore) && !(row.Score > maxScore) && !(row.Confidence < minConfidence)),
        ];
        SymbolRow[] rows = [.. order.Sorted(matching).SkipWhile(row => behind is { } place && order.Compare(order.PlaceOf(row), place) <= 0).Take(limit + 1)];
        string? next = rows.Length > limit ? pages.Write(order.PlaceOf(rows[limit - 1]).ToBytes(), query) : null;
        Ages ages = await grid.Ages();
        return TypedResults.Ok(new SymbolPage([.. rows.Take(limit).Select(row => SymbolDocument.From(row, ages))], matching.Length, next));
    }

    /// <summary>One symbol with its latest decision in short.</summary>
    /// <param name="symbol">The symbol; a slash in it is written %2F.</param>
    internal static async Task<Ok<SymbolDocument>> Get(string symbol, Grid grid) =>
        TypedResults.Ok(SymbolDocument.From(await grid.Find(symbol), await grid.Ages()));
}

/// <summary>A page of symbols.</summary>
/// <param name="Total">Symbols that were searched for, on all pages.</param>
/// <param name="Next">Ask for the next page with <c>page</c> set to this; null on the last page.</param>
internal sealed record SymbolPage(SymbolDocument[] Symbols, int Total, string? Next);

/// <summary>A symbol as of its last closed bar.</summary>
/// <param name="Symbol">Its name.</param>
/// <param name="Interval">Length of its bars, for instance 1m.</param>
/// <param name="Time">The bar's open time, UTC.</param>
/// <param name="Price">The bar's close.</param>
/// <param name="Change">Close over the close of the bar before, minus 1; null at the first bar.</param>
/// <param name="Action">What the grid says.</param>
/// <param name="Score">-1 (sell) … 1 (buy).</param>
/// <param name="Confidence">Probability that the direction of the score is right at the horizon, 0…1.</param>
/// <param name="Reason">Why this action.</param>
/// <param name="Stale">Whether nothing newer has come for too long: this is the last that was good, not the present.</param>
/// <param name="AgeSeconds">Since the newest tick or bar of the symbol, by the time that the feeds have come to; null when nothing tells the time.</param>
/// <param name="Gap">Whether ticks are missing: there is no signal until a bar has closed that is whole.</param>
/// <param name="Sector">Name of its sector; null where the grid does not know it.</param>
internal sealed record SymbolDocument(
    string Symbol, string Interval, DateTime Time, double Price, double? Change, DecisionAction Action, double Score, double Confidence, string Reason,
    bool Stale, double? AgeSeconds, bool Gap, string? Sector)
{
    public static SymbolDocument From(in SymbolRow row, in Ages ages) => new(
        row.Symbol, BarInterval.Format(row.Interval), JsonValues.Utc(row.BarTimeUtc), row.Price, JsonValues.Finite(row.Change),
        row.Action.Named(), row.Score, row.Confidence, row.Reason, ages.IsStale(row), ages.Seconds(row), row.Gap, SimulatedSymbols.SectorOf(row.Symbol));
}
