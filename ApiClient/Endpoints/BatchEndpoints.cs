using GoldenSignals.ApiClient.Security;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>The latest decisions of many symbols in one answer.</summary>
internal static class BatchEndpoints
{
    private const int MostSymbols = 1_000;

    public static void MapBatches(this IEndpointRouteBuilder app) =>
        app.MapGet("/v1/decisions", Get).WithTags("Decisions").WithName("GetDecisions").Represents<LatestDecisions>("decisions")
            .ProducesProblem(400).ProducesProblem(422);

    /// <summary>The latest decisions of up to 1,000 symbols, in the order in which they are named; explained they are one by one.</summary>
    /// <param name="symbols">The symbols, separated by commas; one that comes again is answered once.</param>
    internal static async Task<Ok<LatestDecisions>> Get(string symbols, Grid grid, HttpContext context)
    {
        string[] names = [.. symbols.Split(',').Select(symbol => SymbolRoute.Checked(symbol, nameof(symbols))).Distinct()];
        if (names.Length > MostSymbols)
            throw Problems.InvalidParameter.Because($"symbols names up to {MostSymbols} symbols.", ("parameter", nameof(symbols)));
        Caller caller = context.Caller();
        Dictionary<string, SymbolRow> rows = (await grid.Universe.FindAll([.. names.Where(caller.MaySee)])).Rows.ToDictionary(row => row.Symbol);
        DecisionRows[] shards = await Task.WhenAll(rows.Keys.GroupBy(grid.ShardOf).Select(shard => grid.Consensus(shard.Key).LatestOf([.. shard])));
        Dictionary<string, DecisionRow> decisions = shards.SelectMany(shard => shard.Rows).ToDictionary(decision => decision.Symbol);
        Ages ages = await grid.Ages();
        return TypedResults.Ok(new LatestDecisions(
            [.. names.Where(decisions.ContainsKey).Select(name => LatestDecision.From(decisions[name], rows[name], ages))],
            [
                .. names.Where(name => !decisions.ContainsKey(name))
                    .Select(name => new MissingSymbol(name, rows.ContainsKey(name) ? Problems.NoDecision.Code : Problems.UnknownSymbol.Code)),
            ]));
    }
}

/// <summary>The last decisions of some symbols.</summary>
/// <param name="Decisions">In the order of the symbols.</param>
/// <param name="Missing">The symbols of which there is no decision, and why.</param>
internal sealed record LatestDecisions(LatestDecision[] Decisions, MissingSymbol[] Missing);

/// <summary>A symbol without a decision.</summary>
/// <param name="Symbol">As it was named.</param>
/// <param name="Code">Of the problem that it would be alone: unknown-symbol or no-decision.</param>
internal sealed record MissingSymbol(string Symbol, string Code);

/// <summary>A symbol's last decision, without the votes.</summary>
/// <param name="Id">The same for the same symbol, interval, bar time and configuration, wherever and whenever it is computed.</param>
/// <param name="Symbol">The symbol.</param>
/// <param name="Interval">Length of the bar, for instance 1m.</param>
/// <param name="Time">The bar's open time, UTC.</param>
/// <param name="Price">The bar's close.</param>
/// <param name="Action">What the grid says.</param>
/// <param name="ActionBefore">The action of the bar before; where it differs, the decision is a signal.</param>
/// <param name="Score">-1 (sell) … 1 (buy).</param>
/// <param name="Confidence">Estimate of the probability that the direction of the score is right at the horizon, 0…1.</param>
/// <param name="Reason">Why this action.</param>
/// <param name="Risk">The position proposed; null on HOLD.</param>
/// <param name="Configuration">Version of the agents, options and rules that decided.</param>
/// <param name="Stale">Whether nothing newer has come for too long: this is the last that was good, not the present.</param>
/// <param name="AgeSeconds">Since the newest tick or bar of the symbol, by the time that the feeds have come to; null when nothing tells the time.</param>
/// <param name="Gap">Whether ticks are missing: there is no signal until a bar has closed that is whole.</param>
internal sealed record LatestDecision(
    string Id, string Symbol, string Interval, DateTime Time, double Price, DecisionAction Action, DecisionAction ActionBefore, double Score, double Confidence,
    string Reason, RiskDocument? Risk, string Configuration, bool Stale, double? AgeSeconds, bool Gap)
{
    public static LatestDecision From(DecisionRow decision, in SymbolRow row, in Ages ages)
    {
        DecisionSummary it = DecisionSummary.From(decision);
        return new(
            it.Id, it.Symbol, it.Interval, it.Time, it.Price, it.Action, it.ActionBefore, it.Score, it.Confidence, it.Reason, it.Risk, it.Configuration,
            ages.IsStale(row), ages.Seconds(row), row.Gap);
    }
}
