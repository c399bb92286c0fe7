using System.ComponentModel.DataAnnotations;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>The signals of a day at a glance.</summary>
internal static class InsightEndpoints
{
    public static void MapInsights(this IEndpointRouteBuilder app) =>
        app.MapGet("/v1/signals/insights", Get).WithTags("Signals").WithName("GetSignalInsights")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(422).ProducesProblem(503);

    /// <summary>Signals of the last 24 hours, counted by symbol and action; counted anew every 5 minutes.</summary>
    /// <param name="symbol">Only of this symbol.</param>
    /// <param name="action">Only with this action.</param>
    internal static async Task<Ok<InsightDocument>> Get(
        HttpContext context, Grid grid,
        string? symbol = null,
        [AllowedValues(null, "BUY", "SELL", "HOLD", ErrorMessage = "action is BUY, SELL or HOLD.")] string? action = null)
    {
        SignalAction? wanted = DecisionActions.Parse(action);
        if (symbol is not null)
            await grid.Find(SymbolRoute.Checked(symbol));
        SignalInsights insights = await grid.Insights();
        return TypedResults.Ok(new InsightDocument(
            JsonValues.Utc(insights.RefreshedUtc),
            [
                .. context.Caller().Seen(insights.Rows, row => row.Symbol).Where(row => (symbol is null || row.Symbol == symbol) && (wanted is null || row.Action == wanted))
                    .OrderBy(row => row.Symbol, StringComparer.Ordinal).ThenBy(row => row.Action).Select(InsightLine.From),
            ]));
    }
}

/// <summary>Signals of a day, counted.</summary>
/// <param name="Refreshed">When they were counted: the 24 hours end then.</param>
/// <param name="Insights">By symbol, then by action.</param>
internal sealed record InsightDocument(DateTime Refreshed, InsightLine[] Insights);

/// <summary>Signals of a symbol with one action, counted.</summary>
/// <param name="Count">Signals of the symbol with the action.</param>
/// <param name="MeanConfidence">Mean of their confidence, 0…1.</param>
/// <param name="Last">Bar time of the newest, UTC.</param>
internal sealed record InsightLine(string Symbol, DecisionAction Action, long Count, double MeanConfidence, DateTime Last)
{
    public static InsightLine From(SignalInsight row) => new(row.Symbol, row.Action.Named(), row.Count, row.MeanConfidence, JsonValues.Utc(row.LastUtc));
}
