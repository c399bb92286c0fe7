using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Risk;

namespace GoldenSignals.Domain.Tests.Consensus;

/// <summary>Models of a few agents, named a, b, c… in panel order, that vote as a test says.</summary>
internal static class SomeModel
{
    /// <summary>Agents of these kinds; the test hands their votes to the consensus itself.</summary>
    public static DecisionModel Of(AgentKind[] kinds, ConsensusOptions? consensus = null, RiskOptions? risk = null) =>
        DecisionModel.With(new(kinds.Select((kind, i) => Agent(i, kind, _ => Vote.Abstain("silent")))), consensus, risk);

    public static AgentPanel.Member Agent(int index, AgentKind kind, Func<MarketView, Vote> vote) =>
        new(new(((char)('a' + index)).ToString(), kind, "Test (2024)", typeof(Scripted), typeof(object), [], [], kind == AgentKind.Regime), new Scripted(vote), new object());

    private sealed class Scripted(Func<MarketView, Vote> vote) : IAgent
    {
        public Vote Evaluate(in MarketView view) => vote(view);
    }
}
