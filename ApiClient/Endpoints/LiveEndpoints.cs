using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>A symbol inside its bar.</summary>
internal static class LiveEndpoints
{
    public static void MapLive(this IEndpointRouteBuilder app) =>
        app.MapGet("/v1/symbols/{symbol}/live", Get).WithTags("Decisions").WithName("GetLiveDecision")
            .ProducesProblem(404).ProducesProblem(422).ProducesProblem(503);

    /// <summary>The bar that a symbol's ticks are building, and its decision if it closed now. Nothing of it is kept.</summary>
    /// <remarks>With the last tick before the close it is, bit for bit, what the close then decides; the id is the same. Until then it may change with every tick, and the track record, the stay in an action and all else that is learnt stand as of the last closed bar.</remarks>
    /// <param name="symbol">The symbol; a slash in it is written %2F.</param>
    internal static async Task<Ok<LiveDocument>> Get(string symbol, Grid grid, DecisionModel model)
    {
        await grid.Find(symbol);
        LiveDecision live = await grid.Live.Decide(symbol);
        return live is { Bar: { } bar, Decision: { } decision }
            ? TypedResults.Ok(LiveDocument.From(bar, DecisionDocument.From(decision, model)))
            : throw Problems.NoDevelopingBar.Because($"No tick of {symbol} has come since its last bar closed.");
    }
}

/// <summary>A bar that is not closed yet, and what would be decided of it.</summary>
/// <param name="Time">The bar's open time, UTC.</param>
/// <param name="Closes">When the bar ends, UTC.</param>
/// <param name="Heard">Time of the newest tick in the bar, UTC.</param>
/// <param name="Bar">As it stands.</param>
/// <param name="Gap">Whether ticks of the bar may be missing: then nothing new is said at its close.</param>
/// <param name="Decision">What would be decided if the bar closed now.</param>
internal sealed record LiveDocument(string Symbol, string Interval, DateTime Time, DateTime Closes, DateTime Heard, BarLine Bar, bool Gap, DecisionDocument Decision)
{
    public static LiveDocument From(DevelopingBar bar, DecisionDocument decision) => new(
        decision.Symbol, BarInterval.Format(bar.Interval), JsonValues.Utc(bar.Bar.OpenTimeUtc), JsonValues.Utc(bar.Bar.OpenTimeUtc + bar.Interval),
        JsonValues.Utc(bar.HeardUtc), BarLine.From(bar.Bar, bar.Interval), bar.Gap, decision);
}
