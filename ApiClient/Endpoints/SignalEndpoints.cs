using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>Decisions that changed the action.</summary>
internal static class SignalEndpoints
{
    private const string Route = "/v1/signals";

    public static void MapSignals(this IEndpointRouteBuilder app)
    {
        app.MapGet(Route, List).WithTags("Signals").WithName("ListSignals").Represents<SignalPage>("signals").MayBeFinal()
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(422).ProducesProblem(503);
        app.MapGet($"{Route}/{{id}}", Get).WithTags("Signals").WithName("GetSignal").Represents<DecisionDocument>().MayBeFinal()
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(410).ProducesProblem(503);
    }

    /// <summary>Signals, newest first, as far back as they are kept. One of all symbols may come after a page that it belongs on: its bar is older than others that were decided sooner.</summary>
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
            context.IsFinal(query.IsClosed(await grid.Find(symbol)));
        (DecisionRow[] signals, string? next) = pages.Page(Route, query, await grid.Signals(query, context.Caller()), signal => signal.Place);
        return TypedResults.Ok(new SignalPage([.. signals.Select(DecisionSummary.From)], next));
    }

    /// <summary>One signal, explained: every agent's contribution, the indicators that it rests on, the risk, and what would have flipped it; computed again from what is written down.</summary>
    /// <param name="id">The signal's id, for instance MSFT:1m:20240102T143000Z:0123abcd; a slash in the symbol is written %2F.</param>
    internal static async Task<Ok<DecisionDocument>> Get(string id, Grid grid, DecisionModel model, HttpContext context)
    {
        if (DecisionId.Parse(SymbolRoute.Decoded(context, id)) is not { } wanted || !context.Caller().MaySee(wanted.Symbol))
            throw Problems.UnknownSignal.Because("There is no signal of that id.");
        var query = new HistoryQuery(wanted.Symbol, null, wanted.BarTimeUtc, wanted.BarTimeUtc.AddTicks(1), 100);
        DecisionRow signal = (await grid.Signals(query)).FirstOrDefault(row => row.Interval == wanted.Interval && row.Configuration == wanted.Configuration)
            ?? throw Problems.UnknownSignal.Because("There is no signal of that id.");
        context.IsFinal();
        if (await grid.ConsensusOf(wanted.Symbol).Latest(wanted.Symbol) is { } last && IsIt(last))
            return TypedResults.Ok(DecisionDocument.From(last, model));
        PastState past = await grid.History.StateAt(wanted.Symbol, wanted.EndUtc);
        return past.State is { } state && IsIt(state.Decision)
            ? TypedResults.Ok(DecisionDocument.From(state.Decision, model))
            : throw Problems.Gone.Because("What the signal rested on is no longer kept; how it came out is.",
                ("oldest", past.OldestUtc is { } oldest ? JsonValues.Utc(oldest) : null), ("signal", DecisionSummary.From(signal)));

        bool IsIt(Decision decision) =>
            decision.BarTimeUtc == wanted.BarTimeUtc && decision.Interval == wanted.Interval && decision.Configuration == wanted.Configuration;
    }
}

/// <summary>A page of signals.</summary>
/// <param name="Signals">Newest first.</param>
/// <param name="Next">Ask for the next page with <c>page</c> set to this; null on the last page.</param>
internal sealed record SignalPage(DecisionSummary[] Signals, string? Next);
