using Orleans;

namespace GoldenSignals.Grains;

/// <summary>All agents of one kind as a pure, parallel function over batches. Key: the kind's name.</summary>
[Alias("gs.IAgentGrain")]
public interface IAgentGrain : IGrainWithStringKey
{
    [Alias("Vote")]
    Task<VoteBatch> Vote(ViewBatch views);
}
