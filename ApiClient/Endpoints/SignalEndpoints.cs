using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>Decisions that changed.</summary>
internal static class SignalEndpoints
{
    public static void MapSignals(this IEndpointRouteBuilder app) =>
        app.MapGet("/v1/signals", List).WithTags("Signals").WithName("ListSignals")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(422);

    /// <summary>The latest signals, newest first.</summary>
    /// <param name="symbol">Only of this symbol.</param>
    /// <param name="action">Only with this action.</param>
    /// <param name="limit">Most signals to answer with, 1…1,000.</param>
    internal static async Task<Ok<SignalPage>> List(
        Grid grid,
        string? symbol = null,
        [AllowedValues(null, "BUY", "SELL", "HOLD", ErrorMessage = "action is BUY, SELL or HOLD.")] string? action = null,
        [Range(1, 1_000), DefaultValue(100)] int limit = 100)
    {
        SignalAction? wanted = action switch
        {
            "BUY" => SignalAction.Buy,
            "SELL" => SignalAction.Sell,
            "HOLD" => SignalAction.Hold,
            _ => null,
        };
        if (symbol is not null)
            await grid.Find(SymbolRoute.Checked(symbol));
        DecisionBatch signals = await grid.Universe.Signals(symbol, wanted, limit);
        return TypedResults.Ok(new SignalPage([.. signals.Decisions.Select(DecisionSummary.From)]));
    }
}

/// <param name="Signals">Newest first.</param>
internal sealed record SignalPage(DecisionSummary[] Signals);
