using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Grid.Tests.Support;

/// <summary>An agent that does what a test says.</summary>
public sealed class HandAgent(Func<MarketView, Vote> rule) : IAgent
{
    public Vote Evaluate(in MarketView view) => rule(view);

    public static AgentPanel.Member Named(string id, AgentKind kind, Func<MarketView, Vote> rule) =>
        new(new AgentDescriptor(id, kind, "test", typeof(HandAgent), typeof(object), [], [], Scales: false), new HandAgent(rule), "");

    /// <summary>One that buys at every bar.</summary>
    public static AgentPanel.Member Buyer(string id, AgentKind kind) => Named(id, kind, _ => Vote.Buy(0.8, "always"));

    public static DecisionModel Model(params AgentPanel.Member[] members) => DecisionModel.With(new AgentPanel(members));
}
