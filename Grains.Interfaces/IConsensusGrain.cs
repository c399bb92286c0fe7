using GoldenSignals.Domain.Consensus;
using Orleans;

namespace GoldenSignals.Grains;

/// <summary>Turns votes into decisions for the symbols of one shard, and remembers how each agent's votes turned out. Key: the shard.</summary>
[Alias("gs.IConsensusGrain")]
public interface IConsensusGrain : IGrainWithIntegerKey
{
    [Alias("Decide")]
    Task<DecisionBatch> Decide(ViewBatch views, VoteSet votes);

    /// <summary>The symbol's last decision; null when there is none.</summary>
    [Alias("Latest")]
    Task<Decision?> Latest(string symbol);

    /// <summary>The outcomes of the last decisions of some symbols; those without one are left out.</summary>
    [Alias("LatestOf")]
    Task<DecisionRows> LatestOf([Immutable] string[] symbols);

    /// <summary>Each agent's track record on the symbol, in the panel's order; null for a symbol without decisions.</summary>
    [Alias("Records")]
    Task<TrackRecords?> Records(string symbol);

    /// <summary>Each agent's track record over the shard's symbols, and what its votes took, in the panel's order.</summary>
    /// <param name="only">The records of these symbols only.</param>
    [Alias("Agents")]
    Task<AgentTotals> Agents(SymbolNames? only);

    /// <summary>All that it remembers of some symbols, for a snapshot.</summary>
    /// <param name="symbols">Those wanted; their states are not looked at.</param>
    [Alias("Save")]
    Task<SavedStates> Save(SavedStates symbols);

    /// <summary>Forgets everything and goes on from a snapshot.</summary>
    [Alias("Restore")]
    Task Restore(SavedStates saved);
}

/// <summary>Each agent's track record on one symbol, in the panel's order.</summary>
[GenerateSerializer, Immutable, Alias("gs.TrackRecords")]
public sealed record TrackRecords([property: Id(0)] string Symbol, [property: Id(1)] AgentRecord[] Agents);

/// <summary>Each agent over many symbols, in the panel's order.</summary>
[GenerateSerializer, Immutable, Alias("gs.AgentTotals")]
public sealed record AgentTotals([property: Id(0)] AgentTotal[] Agents)
{
    /// <summary>Both together.</summary>
    public AgentTotals Plus(AgentTotals other) => new([.. Agents.Zip(other.Agents, (one, more) => one.Plus(more))]);
}

/// <summary>An agent over many symbols.</summary>
/// <param name="Resolved">Resolved votes, old ones forgotten exponentially.</param>
/// <param name="Gains">Sum of winning payoffs, in ATR.</param>
/// <param name="Losses">Sum of losing payoffs, in ATR.</param>
/// <param name="Evaluations">Since the shards' activation, and so <paramref name="Time"/> and <paramref name="Faults"/>.</param>
/// <param name="Faults">Evaluations that failed: the agent threw, or voted out of range.</param>
[GenerateSerializer, Immutable, Alias("gs.AgentTotal")]
public readonly record struct AgentTotal(
    [property: Id(0)] double Resolved,
    [property: Id(1)] double Gains,
    [property: Id(2)] double Losses,
    [property: Id(3)] long Evaluations,
    [property: Id(4)] TimeSpan Time,
    [property: Id(5)] long Faults)
{
    public AgentTotal Plus(in AgentTotal other) => new(
        Resolved + other.Resolved, Gains + other.Gains, Losses + other.Losses, Evaluations + other.Evaluations, Time + other.Time, Faults + other.Faults);
}

[GenerateSerializer, Immutable, Alias("gs.SymbolNames")]
public sealed record SymbolNames([property: Id(0)] string[] Symbols);

/// <summary>States of symbols at rest, one for each; an empty one where there is none.</summary>
[GenerateSerializer, Immutable, Alias("gs.SavedStates")]
public sealed record SavedStates([property: Id(0)] string[] Symbols, [property: Id(1)] byte[][] States);
