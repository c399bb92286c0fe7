using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Feeds;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>The market as a whole.</summary>
internal static class UniverseEndpoints
{
    public static void MapUniverse(this IEndpointRouteBuilder app) =>
        app.MapGet("/v1/universe", Get).WithTags("Symbols").WithName("GetUniverse").Represents<UniverseDocument>().ProducesProblem(400);

    /// <summary>The market at a glance: breadth, movers, symbols by action and by sector, each symbol as of its last closed bar.</summary>
    /// <param name="sector">Only symbols of this sector, in any letter case; the grid knows those of the simulated market.</param>
    /// <param name="movers">Most symbols in each list of movers, 1…100.</param>
    internal static async Task<Ok<UniverseDocument>> Get(
        Grid grid, HttpContext context,
        [StringLength(64, MinimumLength = 1, ErrorMessage = "sector has 1 to 64 characters.")] string? sector = null,
        [Range(1, 100), DefaultValue(10)] int movers = 10)
    {
        Caller caller = context.Caller();
        SymbolRow[] rows =
        [
            .. (await grid.Universe.Symbols()).Rows.Where(row => caller.MaySee(row.Symbol)
                && (sector is null || string.Equals(SimulatedSymbols.SectorOf(row.Symbol), sector, StringComparison.OrdinalIgnoreCase))),
        ];
        return TypedResults.Ok(UniverseDocument.Of(rows, await grid.Ages(), movers));
    }
}

/// <summary>The market at a glance.</summary>
/// <param name="Symbols">How many there are.</param>
/// <param name="Time">Open time of the newest bar of all, UTC; null without symbols.</param>
/// <param name="Stale">Symbols of which nothing newer has come for too long.</param>
/// <param name="Gaps">Symbols with ticks missing.</param>
/// <param name="Actions">Symbols by what the grid says of them.</param>
/// <param name="Breadth">How many go which way.</param>
/// <param name="Movers">Who goes furthest.</param>
/// <param name="Sectors">The same by sector, in order of the name; empty where the grid knows none.</param>
internal sealed record UniverseDocument(
    int Symbols, DateTime? Time, int Stale, int Gaps, ActionCounts Actions, BreadthDocument Breadth, MoversDocument Movers, SectorDocument[] Sectors)
{
    public static UniverseDocument Of(SymbolRow[] rows, Ages ages, int movers) => new(
        rows.Length,
        rows.Length == 0 ? null : JsonValues.Utc(rows.Max(row => row.BarTimeUtc)),
        rows.Count(row => ages.IsStale(row)),
        rows.Count(row => row.Gap),
        ActionCounts.Of(rows),
        BreadthDocument.Of(rows),
        MoversDocument.Of(rows, movers),
        [
            .. rows.GroupBy(row => SimulatedSymbols.SectorOf(row.Symbol)).Where(sector => sector.Key is not null).OrderBy(sector => sector.Key, StringComparer.Ordinal)
                .Select(sector => SectorDocument.Of(sector.Key!, [.. sector])),
        ]);
}

/// <summary>Symbols by action.</summary>
/// <param name="Buy">Those to buy.</param>
/// <param name="Sell">Those to sell.</param>
/// <param name="Hold">Those to leave as they are.</param>
internal sealed record ActionCounts(int Buy, int Sell, int Hold)
{
    public static ActionCounts Of(SymbolRow[] rows) =>
        new(rows.Count(row => row.Action == SignalAction.Buy), rows.Count(row => row.Action == SignalAction.Sell), rows.Count(row => row.Action == SignalAction.Hold));
}

/// <summary>How many symbols go which way, from the close before to the last. A symbol with one bar only goes nowhere.</summary>
/// <param name="Advancing">Closed higher.</param>
/// <param name="Declining">Closed lower.</param>
/// <param name="Unchanged">Closed where they had.</param>
/// <param name="AdvanceDeclineRatio">Advancing over declining; null without any that declines.</param>
/// <param name="MeanChange">Mean of the changes, a fraction; null when nothing has changed yet.</param>
/// <param name="AboveSma50">Share of symbols that closed above the mean of their last 50 closes, 0…1; null while no symbol has 50.</param>
/// <param name="MeanScore">Mean score, -1 (sell)…1 (buy); null without symbols.</param>
internal sealed record BreadthDocument(
    int Advancing, int Declining, int Unchanged, double? AdvanceDeclineRatio, double? MeanChange, double? AboveSma50, double? MeanScore)
{
    public static BreadthDocument Of(SymbolRow[] rows)
    {
        double[] changes = [.. rows.Select(row => row.Change).Where(double.IsFinite)], above = [.. rows.Select(row => row.AboveSma50).Where(double.IsFinite)];
        int advancing = changes.Count(change => change > 0), declining = changes.Count(change => change < 0);
        return new(
            advancing, declining, changes.Length - advancing - declining, declining == 0 ? null : (double)advancing / declining,
            changes.Length == 0 ? null : changes.Average(), above.Length == 0 ? null : (double)above.Count(share => share > 0) / above.Length,
            rows.Length == 0 ? null : rows.Average(row => row.Score));
    }
}

/// <summary>Who goes furthest.</summary>
/// <param name="Gainers">Highest change first.</param>
/// <param name="Losers">Lowest change first.</param>
/// <param name="Buys">Those to buy, highest score first.</param>
/// <param name="Sells">Those to sell, lowest score first.</param>
internal sealed record MoversDocument(MoverLine[] Gainers, MoverLine[] Losers, MoverLine[] Buys, MoverLine[] Sells)
{
    public static MoversDocument Of(SymbolRow[] rows, int most) => new(
        Lines(rows.Where(row => row.Change > 0).OrderByDescending(row => row.Change), most),
        Lines(rows.Where(row => row.Change < 0).OrderBy(row => row.Change), most),
        Lines(rows.Where(row => row.Action == SignalAction.Buy).OrderByDescending(row => row.Score), most),
        Lines(rows.Where(row => row.Action == SignalAction.Sell).OrderBy(row => row.Score), most));

    private static MoverLine[] Lines(IOrderedEnumerable<SymbolRow> rows, int most) => [.. rows.ThenBy(row => row.Symbol, StringComparer.Ordinal).Take(most).Select(MoverLine.From)];
}

/// <summary>A symbol among the movers.</summary>
/// <param name="Symbol">Its name.</param>
/// <param name="Price">The last close.</param>
/// <param name="Change">Close over the close before, minus 1; null at the first bar.</param>
/// <param name="Action">What the grid says.</param>
/// <param name="Score">-1 (sell) … 1 (buy).</param>
/// <param name="Confidence">Probability that the direction of the score is right at the horizon, 0…1.</param>
internal sealed record MoverLine(string Symbol, double Price, double? Change, DecisionAction Action, double Score, double Confidence)
{
    public static MoverLine From(SymbolRow row) => new(row.Symbol, row.Price, JsonValues.Finite(row.Change), row.Action.Named(), row.Score, row.Confidence);
}

/// <summary>The symbols of a sector.</summary>
/// <param name="Sector">Its name.</param>
/// <param name="Symbols">How many it has.</param>
/// <param name="Actions">Its symbols by what the grid says of them.</param>
/// <param name="MeanChange">Mean of their changes, a fraction; null when nothing has changed yet.</param>
/// <param name="MeanScore">Mean of their scores, -1 (sell)…1 (buy).</param>
internal sealed record SectorDocument(string Sector, int Symbols, ActionCounts Actions, double? MeanChange, double MeanScore)
{
    public static SectorDocument Of(string sector, SymbolRow[] rows) =>
        new(sector, rows.Length, ActionCounts.Of(rows), BreadthDocument.Of(rows).MeanChange, rows.Average(row => row.Score));
}
