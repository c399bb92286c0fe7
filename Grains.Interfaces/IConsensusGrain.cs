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

    /// <summary>Each agent's track record on the symbol, in the panel's order; null for a symbol without decisions.</summary>
    [Alias("Records")]
    Task<TrackRecords?> Records(string symbol);
}

/// <summary>Each agent's track record on one symbol, in the panel's order.</summary>
[GenerateSerializer, Immutable, Alias("gs.TrackRecords")]
public sealed record TrackRecords([property: Id(0)] string Symbol, [property: Id(1)] AgentRecord[] Agents);
