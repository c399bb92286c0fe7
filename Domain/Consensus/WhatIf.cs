using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Consensus;

/// <summary>A change to what decides, to see what it would have made of one bar (<see cref="SymbolConsensus.Reconsider"/>).</summary>
/// <param name="Model">Other thresholds, limits of risk, options of agents. What is learnt must be learnt as before: <see cref="Suits"/>.</param>
/// <param name="Agents">Agents that take part otherwise, by id.</param>
/// <remarks>An agent that is taken in, or whose options differ, votes anew on the bar as it was; all others as they did. Weights are those learnt so far.</remarks>
public sealed record WhatIf(DecisionModel Model, IReadOnlyDictionary<string, AgentPart> Agents)
{
    /// <summary>The reason of the abstentions of agents that are taken out.</summary>
    public const string TakenOut = "taken-out";

    /// <summary>Nothing is changed.</summary>
    public static WhatIf Nothing(DecisionModel model) => new(model, new Dictionary<string, AgentPart>());

    /// <summary>Whether what a consensus of this model has learnt is what one of the changed model would have learnt from the same votes.</summary>
    public bool Suits(DecisionModel model)
    {
        (ConsensusOptions now, ConsensusOptions then) = (Model.Consensus, model.Consensus);
        return Model.Panel.Count == model.Panel.Count && now == then with
        {
            QuorumVoters = now.QuorumVoters,
            QuorumKinds = now.QuorumKinds,
            EnterScore = now.EnterScore,
            LeaveScore = now.LeaveScore,
            MinBarsInState = now.MinBarsInState,
            ConfidenceThreshold = now.ConfidenceThreshold,
            MaxDisagreement = now.MaxDisagreement,
        };
    }

    /// <summary>The votes and the factors of the weights as they would have been.</summary>
    /// <param name="factors">As they were; empty when nobody had set any.</param>
    /// <param name="before">What decided.</param>
    internal (Vote[] Votes, double[] Factors) Cast(in MarketView view, ReadOnlySpan<Vote> votes, double[] factors, DecisionModel before)
    {
        Vote[] cast = [.. votes];
        double[] weighed = factors;
        for (int i = 0; i < cast.Length; i++)
        {
            AgentPart part = Agents.GetValueOrDefault(Model.Panel.Descriptors[i].Id);
            if (part.Votes == false)
                cast[i] = Vote.Abstain(TakenOut);
            else if (part.Votes == true || !Model.Panel.OptionsOf(i).Equals(before.Panel.OptionsOf(i)))
                cast[i] = Model.Panel.Evaluate(i, view);
            if (part.Weight is not { } weight)
                continue;
            if (ReferenceEquals(weighed, factors))
                weighed = factors.Length == 0 ? [.. Enumerable.Repeat(1.0, cast.Length)] : [.. factors];
            weighed[i] = weight;
        }
        return (cast, weighed);
    }
}

/// <summary>How an agent takes part; what is null is as it was.</summary>
/// <param name="Votes">Whether it votes. One that was switched off and is taken in again votes on the bar as it was.</param>
/// <param name="Weight">What its learnt weight is multiplied by, 0 or more.</param>
public readonly record struct AgentPart(bool? Votes = null, double? Weight = null);
