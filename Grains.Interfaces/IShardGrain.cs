using Orleans;

namespace GoldenSignals.Grains;

/// <summary>One of N parts of the grid, by a stable hash of the symbol: takes its symbols' ticks to decisions. Key: 0…N−1.</summary>
[Alias("gs.IShardGrain")]
public interface IShardGrain : IGrainWithIntegerKey
{
    /// <summary>Takes a batch of ticks to decisions. The returned task is the back-pressure: await it before the next batch.</summary>
    [Alias("Ingest")]
    Task<IngestReceipt> Ingest(TickBatch batch);
}
