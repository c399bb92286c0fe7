using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>Decisions that changed.</summary>
internal static class SignalEndpoints
{
    private const string Route = "/v1/signals";

    public static void MapSignals(this IEndpointRouteBuilder app) =>
        app.MapGet(Route, List).WithTags("Signals").WithName("ListSignals")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(422).ProducesProblem(503);

    /// <summary>Signals of all symbols or of one, newest first by bar time, as far back as they are kept.</summary>
    /// <remarks>Symbols are decided each by itself: a signal that comes late has its place among the pages that are behind you, and is not on the next.</remarks>
    /// <param name="symbol">Only of this symbol.</param>
    /// <param name="action">Only with this action.</param>
    /// <param name="from">Of bars that open at or after this time: RFC 3339 with its offset.</param>
    /// <param name="to">Of bars that open before this time: RFC 3339 with its offset.</param>
    /// <param name="limit">Most signals to answer with, 1…1,000.</param>
    /// <param name="page">The <c>next</c> of the page before; the other parameters, but for limit, stay as they were.</param>
    internal static async Task<Ok<SignalPage>> List(
        HttpContext context, Grid grid, PageTokens pages,
        string? symbol = null,
        [AllowedValues(null, "BUY", "SELL", "HOLD", ErrorMessage = "action is BUY, SELL or HOLD.")] string? action = null,
        Rfc3339? from = null, Rfc3339? to = null,
        [Range(1, 1_000), DefaultValue(100)] int limit = 100, string? page = null)
    {
        if (symbol is not null)
            SymbolRoute.Checked(symbol);
        HistoryQuery query = pages.Query(Route, symbol, DecisionActions.Parse(action), from, to, limit, page);
        if (symbol is not null)
            await grid.Find(symbol);
        (DecisionRow[] signals, string? next) = pages.Page(Route, query, await grid.Signals(query, context.Caller()), signal => signal.Place);
        return TypedResults.Ok(new SignalPage([.. signals.Select(DecisionSummary.From)], next));
    }
}

/// <param name="Signals">Newest first.</param>
/// <param name="Next">Ask for the next page with <c>page</c> set to this; null on the last page.</param>
internal sealed record SignalPage(DecisionSummary[] Signals, string? Next);
