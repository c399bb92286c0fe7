using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Scoring;

namespace GoldenSignals.Silo.Scoring;

/// <summary>Who is scored, in the order of the report. One line for each method of consensus, and for each baseline.</summary>
public static class Voters
{
    public static IReadOnlyList<Voter> Of(DecisionModel model) =>
    [
        Voter.Consensus("consensus-weighted", model),
        Voter.Baseline("always-buy", (in MarketView view) => 1, neutral: 0.1),
        .. Enumerable.Range(0, model.Panel.Count).Select(agent => Voter.Agent(model.Panel, agent)),
    ];
}
