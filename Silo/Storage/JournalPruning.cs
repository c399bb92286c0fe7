using GoldenSignals.Grains;
using Microsoft.Extensions.Options;
using Orleans;

namespace GoldenSignals.Silo.Storage;

/// <summary>Drops what a journal in files need not keep: what is older than asked, and neither behind a kept snapshot nor missing in the history.</summary>
public sealed class JournalPruning(
    FileJournalStore journal, ShardSnapshots snapshots, IHistory history, IGrainFactory grains, IOptions<GridOptions> options) : IJournalPruning
{
    public async Task<Pruned[]> Prune(DateTime beforeUtc, bool dryRun, CancellationToken cancel = default)
    {
        long[]? keepFrom = Array.Find(journal.Segments(), segment => segment.LastWriteUtc >= beforeUtc)?.FirstSequences;
        if (keepFrom is null)
            return [];                                               // all of it is old, and the last file stays in any case
        for (int shard = 0; shard < options.Value.Shards; shard++)
        {
            IReadOnlyList<SnapshotEntry> kept = await snapshots.Of(grains.GetGrain<IShardGrain>(shard).GetGrainId()).Entries();
            long oldest = kept.Count == 0 ? 0 : kept.Min(entry => entry.Sequence), told = await history.Position(shard);
            keepFrom[shard] = Math.Min(keepFrom[shard], 1 + Math.Min(oldest, told));
        }
        return [.. journal.Prune(keepFrom, dryRun).Select(segment => new Pruned(segment.Name, segment.Bytes, segment.LastWriteUtc))];
    }
}
