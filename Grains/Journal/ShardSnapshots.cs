using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Orleans.Storage;

namespace GoldenSignals.Grains;

/// <summary>How often the grid writes down what it remembers. Bound from <c>Snapshots:*</c>.</summary>
public sealed record SnapshotOptions
{
    /// <summary>Between two snapshots of a shard. 1 s…1 day, default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")] public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Snapshots kept of each shard. 2…1,000, default 4.</summary>
    [Range(2, 1_000)] public int Keep { get; init; } = 4;
}

/// <summary>The snapshots of shards: writes them, and finds the one to go on from.</summary>
public sealed partial class ShardSnapshots(
    IOptions<SnapshotOptions> options, IOptions<GridOptions> grid, IOptions<TickGate.Options> gate, DecisionModel model, IJournal journal,
    IServiceProvider services, ILogger<ShardSnapshots> log)
{
    /// <summary>Name of the grain storage.</summary>
    public const string Storage = "snapshots";

    private readonly string _layout = ShardSnapshot.LayoutOf(model, grid.Value);

    /// <summary>Between two snapshots; null when none are written, because no journal would go on from them.</summary>
    public TimeSpan? Interval => journal.Keeps ? options.Value.Interval : null;

    public SnapshotRing Of(GrainId shard) => new(services.GetRequiredKeyedService<IGrainStorage>(Storage), shard, options.Value.Keep, log);

    public byte[] ToBytes(ShardSnapshot snapshot) => snapshot.ToBytes(_layout);

    /// <summary>A fold that stands where the newest usable snapshot does that <paramref name="wanted"/> takes; at the beginning when there is none.</summary>
    /// <param name="only">Of this symbol alone.</param>
    public async Task<(ShardFold Fold, string[] Refused)> Newest(SnapshotRing ring, JournalTail tail, Func<SnapshotEntry, bool> wanted, string? only = null)
    {
        var refused = new List<string>();
        IReadOnlyList<SnapshotEntry> entries = await ring.Entries();
        if (ring.IndexDamage is { } damage)
            refused.Add($"the index of the snapshots: {damage}");
        foreach (SnapshotEntry entry in entries)
        {
            if (!wanted(entry))
                continue;
            if (await ring.Read(entry) is not { } bytes)
            {
                refused.Add($"snapshot {entry.Place} of record {entry.Sequence} is damaged");
                continue;
            }
            try
            {
                ShardSnapshot snapshot = ShardSnapshot.Of(bytes, _layout);
                if (snapshot.Sequence > tail.Last || snapshot.Sequence < tail.First - 1)
                    throw new InvalidDataException($"it is of record {snapshot.Sequence}, the journal has {tail.First} to {tail.Last}");
                ShardFold fold = Fresh(only);
                fold.Restore(snapshot);
                if (wanted(new(entry.Place, snapshot.Sequence, fold.Intake.AsOfUtc, entry.WrittenUtc)))     // the index may be older than it, or unreadable
                    return (fold, [.. refused]);
            }
            catch (InvalidDataException wrong)
            {
                refused.Add($"snapshot {entry.Place} of record {entry.Sequence}: {wrong.Message}");
                LogRefused(log, ring.Grain, entry.Place, wrong);
            }
        }
        return (Fresh(only), [.. refused]);
    }

    /// <summary>A fold that stands where the journal begins: at the beginning of all, or where the oldest usable snapshot does.</summary>
    /// <exception cref="InvalidDataException">No snapshot can be used, and the journal's beginning is no longer kept.</exception>
    public async Task<ShardFold> Oldest(GrainId shard, JournalTail tail)
    {
        if (tail.First <= 1)
            return Fresh(null);
        SnapshotRing ring = Of(shard);
        foreach (SnapshotEntry oldest in (await ring.Entries()).Where(entry => entry.Sequence >= tail.First - 1).OrderBy(entry => entry.Sequence))
            if (await Newest(ring, tail, entry => entry == oldest) is ({ Sequence: > 0 } fold, _))
                return fold;
        throw new InvalidDataException($"{shard}: no snapshot can be used, and the journal begins only at record {tail.First}");
    }

    private ShardFold Fresh(string? only) => new(grid.Value, gate.Value, model, only);

    [LoggerMessage(LogLevel.Error, "Snapshot {Place} of {Grain} cannot be used; the one before it is, or the journal alone")]
    private static partial void LogRefused(ILogger log, GrainId grain, int place, Exception error);
}
