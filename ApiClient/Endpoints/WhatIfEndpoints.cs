using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>What would have been decided otherwise.</summary>
internal static class WhatIfEndpoints
{
    public static void MapWhatIf(this IEndpointRouteBuilder app) =>
        app.MapPost("/v1/whatif/{symbol}", Post).WithTags("Decisions").WithName("WhatIf").Accepts<WhatIfDocument>(RequestBody.Json)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(410).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(503);

    /// <summary>Decides a symbol's last bar, or one of the past, anew under other thresholds, limits of risk, agents or weights, beside what was decided. Nothing is kept of it.</summary>
    /// <remarks>
    /// The bars before are as they were, and so is what was learnt from them; only this one is decided otherwise. Agents whose options are changed, or that are taken in,
    /// vote anew on the bar; all others as they did. An empty object changes nothing: then variant and base are the same, bit for bit.
    /// </remarks>
    /// <param name="symbol">The symbol; a slash in it is written %2F.</param>
    internal static async Task<Ok<WhatIfAnswer>> Post(
        string symbol, HttpRequest request, Grid grid, DecisionModel model, IOptions<ApiOptions> options, TimeProvider clock, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> body = await RequestBody.Read(request, options.Value.MaxRequestBodyBytes, cancellation);
        WhatIfDocument asked = JsonItems.ReadOne(body.Span, WhatIfDocument.Parse);
        WhatIf what = asked.Of(model);
        if (asked.At?.UtcDateTime > clock.GetUtcNow().UtcDateTime)
            throw Problems.InvalidOption.Because("at lies in the future.", ("field", "at"));
        await grid.Find(symbol);
        PastCase past = await grid.History.CaseAt(symbol, asked.At?.UtcDateTime);
        if (past.Case is not { } found)
            throw past.OldestUtc is { } oldest
                ? Problems.Gone.Because($"How {symbol} was then is no longer kept; the oldest time that works is {Rfc3339.Format(oldest)}.", ("oldest", JsonValues.Utc(oldest)))
                : Problems.NoDecision.Because(asked.At is { } at ? $"No bar of {symbol} had been decided by {Rfc3339.Format(at.UtcDateTime)}." : $"No bar of {symbol} has been decided.");

        var consensus = new SymbolConsensus(model);
        consensus.Restore(new StateReader(found.Consensus.Bytes));
        return TypedResults.Ok(WhatIfAnswer.From(consensus.Last!, model, consensus.Reconsider(found.View, what), what.Model));
    }
}

/// <summary>What was decided, and what would have been.</summary>
/// <param name="Time">Open time of the bar, UTC.</param>
/// <param name="Base">As it was decided; where the grid's options have changed since, as they have it now.</param>
/// <param name="Variant">As it would have been decided. Its configuration names the thresholds, limits of risk and options of agents that were asked for.</param>
/// <param name="Difference">What is different, in short.</param>
internal sealed record WhatIfAnswer(string Symbol, string Interval, DateTime Time, DecisionDocument Base, DecisionDocument Variant, WhatIfDifference Difference)
{
    public static WhatIfAnswer From(Decision before, DecisionModel model, Decision variant, DecisionModel other) => new(
        before.Symbol, BarInterval.Format(before.Interval), JsonValues.Utc(before.BarTimeUtc),
        DecisionDocument.From(before, model), DecisionDocument.From(variant, other),
        new(variant.Action != before.Action, variant.Score - before.Score, variant.Confidence - before.Confidence,
            [.. model.Panel.Descriptors.Where((_, i) => before.Votes[i] != variant.Votes[i] || before.Weights[i] != variant.Weights[i]).Select(agent => agent.Id)]));
}

/// <summary>What a change makes different.</summary>
/// <param name="Action">Whether the action is another.</param>
/// <param name="Score">Of the variant, minus that of the base.</param>
/// <param name="Confidence">Of the variant, minus that of the base.</param>
/// <param name="Agents">Whose vote or weight is another.</param>
internal sealed record WhatIfDifference(bool Action, double Score, double Confidence, string[] Agents);
