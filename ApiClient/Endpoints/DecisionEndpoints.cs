using GoldenSignals.Domain.Consensus;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>What the grid says of a symbol, and why.</summary>
internal static class DecisionEndpoints
{
    public static void MapDecisions(this IEndpointRouteBuilder app) =>
        app.MapGet("/v1/symbols/{symbol}/decision", GetLatest).WithTags("Decisions").WithName("GetDecision")
            .ProducesProblem(404).ProducesProblem(422);

    /// <summary>The latest decision of a symbol, explained: every agent's contribution, the risk, and what would flip it.</summary>
    /// <param name="symbol">The symbol; a slash in it is written %2F.</param>
    internal static async Task<Ok<DecisionDocument>> GetLatest(string symbol, Grid grid, DecisionModel model)
    {
        await grid.Find(symbol);
        Decision decision = await grid.ConsensusOf(symbol).Latest(symbol)
            ?? throw Problems.NoDecision.Because($"No bar of {symbol} has been decided.");
        return TypedResults.Ok(DecisionDocument.From(decision, model));
    }
}
