using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>What the grid says of a symbol, and why.</summary>
internal static class DecisionEndpoints
{
    private const string Route = "/v1/symbols/{symbol}/decisions";

    public static void MapDecisions(this IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/symbols/{symbol}/decision", GetLatest).WithTags("Decisions").WithName("GetDecision").Represents<DecisionDocument>()
            .Produces<DecisionDocument>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(422);
        app.MapGet(Route, List).WithTags("Decisions").WithName("ListDecisions").Represents<DecisionPage>("decisions").MayBeFinal()
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(422).ProducesProblem(503);
    }

    /// <summary>The latest decision of a symbol, explained: every agent's contribution, the risk, and what would flip it.</summary>
    /// <param name="symbol">The symbol; a slash in it is written %2F.</param>
    internal static async Task<DecisionAnswer> GetLatest(string symbol, Grid grid, DecisionTexts texts)
    {
        Task<SymbolNow> looking = grid.Universe.Look(symbol);
        Decision? decision = await grid.ConsensusOf(symbol).Latest(symbol);
        SymbolNow now = await looking;
        if (now.Row is not { } row)
            throw Grid.Unknown(symbol);
        if (decision is null)
            throw Problems.NoDecision.Because($"No bar of {symbol} has been decided.");
        Ages ages = grid.AgesAt(now.NowUtc);
        return texts.Of(decision, new(ages.IsStale(row), ages.Seconds(row), row.Gap));
    }

    /// <summary>Decisions of a symbol in short, newest first, as far back as they are kept.</summary>
    /// <param name="symbol">The symbol; a slash in it is written %2F.</param>
    /// <param name="from">Of bars that open at or after this time: RFC 3339 with its offset.</param>
    /// <param name="to">Of bars that open before this time: RFC 3339 with its offset.</param>
    /// <param name="action">Only with this action.</param>
    /// <param name="limit">Most decisions to answer with, 1…1,000.</param>
    /// <param name="page">The <c>next</c> of the page before; the other parameters, but for limit, stay as they were.</param>
    internal static async Task<Ok<DecisionPage>> List(
        string symbol, Grid grid, PageTokens pages, HttpContext context, Rfc3339? from = null, Rfc3339? to = null,
        [AllowedValues(null, "BUY", "SELL", "HOLD", ErrorMessage = "action is BUY, SELL or HOLD.")] string? action = null,
        [Range(1, 1_000), DefaultValue(100)] int limit = 100, string? page = null)
    {
        HistoryQuery query = pages.Query(Route, symbol, DecisionActions.Parse(action), from, to, limit, page);
        SymbolRow row = await grid.Find(symbol);
        context.IsFinal(query.IsClosed(row));
        (DecisionRow[] decisions, string? next) = pages.Page(Route, query, await grid.Decisions(row, query), decision => decision.Place);
        return TypedResults.Ok(new DecisionPage([.. decisions.Select(DecisionSummary.From)], next));
    }
}

/// <summary>A page of decisions.</summary>
/// <param name="Decisions">Newest first.</param>
/// <param name="Next">Ask for the next page with <c>page</c> set to this; null on the last page.</param>
internal sealed record DecisionPage(DecisionSummary[] Decisions, string? Next);
