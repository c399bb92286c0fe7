using GoldenSignals.Domain.Market;
using Orleans;

namespace GoldenSignals.Grains;

/// <summary>One of N parts of the grid, by a stable hash of the symbol: takes its symbols' ticks to decisions. Key: 0…N−1.</summary>
[Alias("gs.IShardGrain")]
public interface IShardGrain : IGrainWithIntegerKey
{
    /// <summary>Takes a batch of ticks to decisions. The returned task is the back-pressure: await it before the next batch.</summary>
    [Alias("Ingest")]
    Task<IngestReceipt> Ingest(TickBatch batch);

    /// <summary>The bar that a symbol's ticks are building, with what its agents would see beside it; null while there is none.</summary>
    [Alias("Developing")]
    Task<DevelopingBar?> Developing(string symbol);

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

/// <summary>A bar that is not closed yet.</summary>
/// <param name="Gap">Whether ticks of it may be missing.</param>
/// <param name="Universe">The universe's columns as the bar would see them if it closed now; empty when nothing is known.</param>
/// <param name="Switches">What was changed of agents, as far as it holds at the bar.</param>
/// <param name="HeardUtc">Event time of the newest tick in it.</param>
[GenerateSerializer, Immutable, Alias("gs.DevelopingBar")]
public sealed record DevelopingBar(
    [property: Id(0)] TimeSpan Interval,
    [property: Id(1)] Bar Bar,
    [property: Id(2)] bool Gap,
    [property: Id(3)] double[] Universe,
    [property: Id(4)] AgentSwitch[] Switches,
    [property: Id(5)] DateTime HeardUtc);

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
