using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace GoldenSignals.Domain.Consensus;

/// <summary>How votes become a decision. Bound from <c>Consensus:*</c>.</summary>
public sealed record ConsensusOptions : IValidatableObject
{
    /// <summary>How votes become a score: Weighted, LogOddsPool or Hedge, default Weighted.</summary>
    [EnumDataType(typeof(ScoringMethod))] public ScoringMethod Method { get; init; } = ScoringMethod.Weighted;

    /// <summary>Fewer voters than this, and the decision is HOLD. Agents, 1…50, default 3.</summary>
    [Range(1, 50)] public int QuorumVoters { get; init; } = 3;

    /// <summary>Voters of fewer kinds than this, and the decision is HOLD. Kinds, 1…9, default 2.</summary>
    [Range(1, 9)] public int QuorumKinds { get; init; } = 2;

    /// <summary>A position is entered at this |score| or above. 0.01…1, default 0.15.</summary>
    [Range(0.01, 1.0)] public double EnterScore { get; init; } = 0.15;

    /// <summary>A position is left when the score falls below this, on its side. 0…1, below <see cref="EnterScore"/>, default 0.05.</summary>
    [Range(0.0, 1.0)] public double LeaveScore { get; init; } = 0.05;

    /// <summary>Shortest stay in a state, HOLD after a position included. Bars, 1…100, default 3.</summary>
    [Range(1, 100)] public int MinBarsInState { get; init; } = 3;

    /// <summary>A position is entered at this confidence or above. Probability, 0.3…1, default 0.45: what is not clearly worse than a coin.</summary>
    [Range(0.3, 1.0)] public double ConfidenceThreshold { get; init; } = 0.45;

    /// <summary>A vote resolves this many bars later. Bars, 1…250, default 10.</summary>
    [Range(1, 250)] public int HorizonBars { get; init; } = 10;

    /// <summary>Effective votes at which a track record counts half. 1…10,000, default 50.</summary>
    [Range(1.0, 10_000.0)] public double ShrinkageVotes { get; init; } = 50;

    /// <summary>Before this many resolved scores the confidence is the uncalibrated one. 1…100,000, default 200.</summary>
    [Range(1, 100_000)] public int CalibrateAfter { get; init; } = 200;

    /// <summary>Resolved votes after which an old one counts 1/e in a track record. 10…1,000,000, default 1,000.</summary>
    [Range(10.0, 1_000_000.0)] public double MemoryVotes { get; init; } = 1_000;

    /// <summary>Above this <see cref="Disagreement"/> the decision is HOLD; 1 never vetoes. Standard error of the mean direction, 0.1…1, default 0.7.</summary>
    [Range(0.1, 1.0)] public double MaxDisagreement { get; init; } = 0.7;

    /// <summary>Accuracy that the log-odds pool takes an agent to have before it has any record. Probability, 0.5…0.9, default 0.6.</summary>
    [Range(0.5, 0.9)] public double PoolPriorAccuracy { get; init; } = 0.6;

    /// <summary>Learning rate of the Hedge weights on log loss; at 1 they are Bayes' posterior of each agent. 0.01…20, default 1.</summary>
    [Range(0.01, 20.0)] public double HedgeRate { get; init; } = 1;

    /// <summary>Share of the Hedge weights spread evenly over the voters at each resolved bar: the floor. 0…0.1, default 0.001.</summary>
    [Range(0.0, 0.1)] public double HedgeShare { get; init; } = 0.001;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (LeaveScore >= EnterScore)
            yield return new(string.Create(CultureInfo.InvariantCulture, $"must be below EnterScore ({EnterScore}), but is {LeaveScore}"), [nameof(LeaveScore)]);
    }
}
