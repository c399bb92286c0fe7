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

/// <summary>States of symbols at rest, one for each; an empty one where there is none.</summary>
[GenerateSerializer, Immutable, Alias("gs.SavedStates")]
public sealed record SavedStates([property: Id(0)] string[] Symbols, [property: Id(1)] byte[][] States);
