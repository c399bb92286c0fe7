using System.Text.Json;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Scoring;

namespace GoldenSignals.Silo.Scoring;

/// <summary>Who is scored, in the order of the report. One line for each method of consensus, and for each baseline.</summary>
public static class Voters
{
    public static IReadOnlyList<Voter> Of(DecisionModel model) =>
    [
        .. Enum.GetValues<ScoringMethod>().Select(method => Voter.Consensus($"consensus-{JsonNamingPolicy.KebabCaseLower.ConvertName(method.ToString())}",
            DecisionModel.With(model.Panel, model.Consensus with { Method = method }, model.Risk))),
        Voter.Baseline("technical-rating", (in MarketView view) => TechnicalRating.Of(view).All, neutral: 0.1),
        .. Enumerable.Range(0, model.Panel.Count).Select(agent => Voter.Agent(model.Panel, agent)),
    ];
}
