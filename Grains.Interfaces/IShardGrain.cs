using Orleans;

namespace GoldenSignals.Grains;

/// <summary>One of N parts of the grid, by a stable hash of the symbol: takes its symbols' ticks to decisions. Key: 0…N−1.</summary>
[Alias("gs.IShardGrain")]
public interface IShardGrain : IGrainWithIntegerKey
{
    /// <summary>Takes a batch of ticks to decisions. The returned task is the back-pressure: await it before the next batch.</summary>
    [Alias("Ingest")]
    Task<IngestReceipt> Ingest(TickBatch batch);

    /// <summary>Brings the shard back to where its journal ends. The first call of a shard does so anyway; a grid that starts asks all before any goes on.</summary>
    [Alias("Recover")]
    Task<ShardRecovery> Recover();

    /// <summary>Decides what was accepted but not decided before a fault.</summary>
    [Alias("Resume")]
    Task Resume();

    /// <summary>Writes a snapshot, if there is anything that the last one does not have.</summary>
    [Alias("Save")]
    Task Save();
}

/// <summary>How a shard came back.</summary>
/// <param name="Snapshot">Sequence of the snapshot that it went on from; 0 without one.</param>
/// <param name="Last">Sequence of the journal's last record.</param>
/// <param name="Different">Decisions that came out otherwise than the journal has them.</param>
/// <param name="Refused">Snapshots that could not be used, and why.</param>
[GenerateSerializer, Immutable, Alias("gs.ShardRecovery")]
public sealed record ShardRecovery(
    [property: Id(0)] int Symbols,
    [property: Id(1)] long Snapshot,
    [property: Id(2)] long Last,
    [property: Id(3)] long Different,
    [property: Id(4)] string[] Refused);
