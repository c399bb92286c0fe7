using System.Text.Json.Serialization;
using GoldenSignals.ApiClient.Live;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Grains;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>For whoever starts, restarts or routes to this process.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder health = app.MapGroup("/health").WithTags("Health").Needs(Scopes.None);
        health.MapGet("/live", Live).WithName("GetLive");
        health.MapGet("/ready", Ready).WithName("GetReady").ProducesProblem(503);
    }

    /// <summary>The process answers.</summary>
    internal static Ok<HealthDocument> Live() => TypedResults.Ok(new HealthDocument("live"));

    /// <summary>The grid works: since the start, a canary tick has come out as a decision, and the event stream is connected. Degraded: it works, but not all of it, and the detail says what.</summary>
    internal static async Task<Results<Ok<HealthDocument>, ProblemHttpResult>> Ready(CanaryProbe canary, StreamHub hub, Grid grid, [FromServices] IStorageHealth? storage = null) =>
        !canary.IsReady ? Problems.NotReady.Answer($"No canary tick has come out as a decision yet; {canary.Attempts} tried.")
        : !hub.IsConnected ? Problems.NotReady.Answer("The event stream is not connected to the grid yet.")
        : (storage?.Degraded ?? await Degraded(grid)) is { } degraded ? TypedResults.Ok(new HealthDocument("degraded", degraded))
        : TypedResults.Ok(new HealthDocument("ready"));

    /// <summary>As the grid says it: decisions that come late, storage in another process, or no answer.</summary>
    private static async Task<string?> Degraded(Grid grid)
    {
        try
        {
            return await grid.Universe.Degraded().WaitAsync(s_patience);
        }
#pragma warning disable CA1031                                        // whatever it is, that is the answer
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return $"the grid does not answer: {fault.Message}";
        }
    }
}

/// <param name="Status">live, ready or degraded.</param>
/// <param name="Detail">What is degraded.</param>
internal sealed record HealthDocument(string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail = null);
