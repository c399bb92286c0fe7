using Microsoft.AspNetCore.Http.HttpResults;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>For whoever starts, restarts or routes to this process.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder health = app.MapGroup("/health").WithTags("Health");
        health.MapGet("/live", Live).WithName("GetLive");
        health.MapGet("/ready", Ready).WithName("GetReady").ProducesProblem(503);
    }

    /// <summary>The process answers.</summary>
    internal static Ok<HealthDocument> Live() => TypedResults.Ok(new HealthDocument("live"));

    /// <summary>The grid works: since the start, a canary tick has come out as a decision, and the event stream is connected.</summary>
    internal static Results<Ok<HealthDocument>, ProblemHttpResult> Ready(CanaryProbe canary, StreamHub hub) =>
        !canary.IsReady ? Problems.NotReady.Answer($"No canary tick has come out as a decision yet; {canary.Attempts} tried.")
        : !hub.IsConnected ? Problems.NotReady.Answer("The event stream is not connected to the grid yet.")
        : TypedResults.Ok(new HealthDocument("ready"));
}

internal sealed record HealthDocument(string Status);
