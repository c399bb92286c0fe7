using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>A symbol as it was.</summary>
internal static class StateEndpoints
{
    public static void MapStates(this IEndpointRouteBuilder app) =>
        app.MapGet("/v1/symbols/{symbol}/state", Get).WithTags("Symbols").WithName("GetState").Represents<StateDocument>().MayBeFinal()
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(410).ProducesProblem(422).ProducesProblem(503);

    /// <summary>A symbol as it was at a time: its window, its indicators, and the decision with every vote and weight; computed again from what is written down.</summary>
    /// <param name="symbol">The symbol; a slash in it is written %2F.</param>
    /// <param name="at">A time that has been: RFC 3339 with its offset. What counts is the last bar that had ended by then.</param>
    /// <param name="limit">Most bars of the window to answer with, 1…4,096.</param>
    internal static async Task<Ok<StateDocument>> Get(
        string symbol, Rfc3339 at, Grid grid, DecisionModel model, TimeProvider clock, HttpContext context, [Range(1, BarWindow.MaxCapacity), DefaultValue(500)] int limit = 500)
    {
        if (at.Utc > clock.GetUtcNow().UtcDateTime)
            throw Problems.InvalidParameter.Because("at lies in the future.", ("parameter", nameof(at)));
        SymbolRow row = await grid.Find(symbol);
        context.IsFinal(at.Utc <= row.BarTimeUtc + row.Interval);
        PastState past = await grid.History.StateAt(symbol, at.Utc);
        if (past.State is { } state)
            return TypedResults.Ok(StateDocument.From(state, at.Utc, limit, model));
        throw past.OldestUtc is { } oldest
            ? Problems.Gone.Because($"How {symbol} was then is no longer kept; the oldest time that works is {Rfc3339.Format(oldest)}.", ("oldest", JsonValues.Utc(oldest)))
            : Problems.NoDecision.Because($"No bar of {symbol} had been decided by {Rfc3339.Format(at.Utc)}.");
    }
}

/// <summary>A symbol as it was.</summary>
/// <param name="At">The time that was asked for.</param>
/// <param name="Time">Open time of the last bar that had ended by then, UTC.</param>
/// <param name="Bars">The window, newest first.</param>
/// <param name="Indicators">By name, at that bar; null while it warms up.</param>
/// <param name="Decision">Of that bar, as it was published.</param>
internal sealed record StateDocument(
    string Symbol, string Interval, DateTime At, DateTime Time, BarLine[] Bars, Dictionary<string, double?> Indicators, DecisionDocument Decision)
{
    public static StateDocument From(SymbolAt state, DateTime atUtc, int limit, DecisionModel model)
    {
        Decision decision = state.Decision;
        var indicators = new Dictionary<string, double?>(decision.Indicators.Length);
        foreach (Column column in IndicatorCatalog.Columns)
            indicators[column.Name] = JsonValues.Finite(decision.Indicators[column.Index]);
        return new(
            decision.Symbol, BarInterval.Format(state.Interval), JsonValues.Utc(atUtc), JsonValues.Utc(decision.BarTimeUtc),
            [.. state.Bars.Reverse().Take(limit).Select(bar => BarLine.From(bar, state.Interval))], indicators, DecisionDocument.From(decision, model));
    }
}
