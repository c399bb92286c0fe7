using GoldenSignals.Domain.Storage;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace GoldenSignals.Grains;

/// <summary>The last snapshots of one grain, in grain storage: each replaces the oldest, and an index says which are there.</summary>
public sealed partial class SnapshotRing(IGrainStorage storage, GrainId grain, int keep, ILogger log)
{
    public GrainId Grain => grain;

    private readonly string _prefix = $"{grain.ToString().Split('/')[0]}-";       // the type: some storages tell grains apart by their keys alone
    private const string Index = "snapshots";
    private const byte FormatVersion = 1;

    private List<SnapshotEntry>? _entries;                            // oldest first
    private readonly Dictionary<string, GrainState<StoredSnapshot>> _states = [];

    /// <summary>What is wrong with the index; null when nothing is.</summary>
    public string? IndexDamage { get; private set; }

    /// <summary>What is there by the index, newest first.</summary>
    public async Task<IReadOnlyList<SnapshotEntry>> Entries()
    {
        _entries ??= await ReadIndex();
        return [.. Enumerable.Reverse(_entries)];
    }

    /// <summary>The bytes of a snapshot; null when they cannot be read, which is logged.</summary>
    public async Task<ReadOnlyMemory<byte>?> Read(SnapshotEntry entry)
    {
        try
        {
            GrainState<StoredSnapshot> state = await Read(Name(entry.Place));
            return state.RecordExists ? SnapshotFrame.Open(state.State!.Bytes) : throw new InvalidDataException("it is not there");
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException)
        {
            LogRefused(log, grain, entry.Place, entry.Sequence, damage);
            return null;
        }
    }

    /// <summary>Keeps a snapshot in the place of the oldest.</summary>
    public async Task Write(long sequence, DateTime asOfUtc, DateTime writtenUtc, ReadOnlyMemory<byte> bytes)
    {
        _entries ??= await ReadIndex();
        int place = _entries.Count < keep ? Enumerable.Range(0, keep).First(free => !_entries.Exists(entry => entry.Place == free)) : _entries[0].Place;
        await Write(Name(place), SnapshotFrame.Close(bytes.Span));
        _entries = [.. _entries.Where(entry => entry.Place != place), new(place, sequence, asOfUtc, writtenUtc)];
        var index = new StateWriter();
        index.Byte(FormatVersion);
        index.Int(_entries.Count);
        foreach (SnapshotEntry entry in _entries)
            entry.Write(index);
        await Write(_prefix + Index, SnapshotFrame.Close(index.Written.Span));
    }

    private async Task<List<SnapshotEntry>> ReadIndex()
    {
        try
        {
            GrainState<StoredSnapshot> state = await Read(_prefix + Index);
            if (!state.RecordExists)
                return [];
            var from = new StateReader(SnapshotFrame.Open(state.State!.Bytes));
            if (from.Byte() != FormatVersion)
                throw from.Wrong("it is of another format version");
            var entries = new List<SnapshotEntry>();
            for (int left = from.Count(); left > 0; left--)
                entries.Add(SnapshotEntry.Read(from));
            from.End();
            return entries;
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException)
        {
            IndexDamage = damage.Message;
            LogNoIndex(log, grain, damage);
            return await Unknown();
        }
    }

    /// <summary>What is there without an index: each says itself what it is.</summary>
    private async Task<List<SnapshotEntry>> Unknown()
    {
        var entries = new List<SnapshotEntry>();
        for (int place = 0; place < keep; place++)
            if ((await Read(Name(place))).RecordExists)
                entries.Add(new(place, -1, DateTime.MinValue, DateTime.MinValue));
        return entries;
    }

    private string Name(int place) => $"{_prefix}snapshot-{place}";

    private async Task<GrainState<StoredSnapshot>> Read(string name)
    {
        GrainState<StoredSnapshot> state = _states[name] = new(new());
        await storage.ReadStateAsync(name, grain, state);
        return state;
    }

    private async Task Write(string name, byte[] bytes)
    {
        if (!_states.TryGetValue(name, out GrainState<StoredSnapshot>? state))
            state = await Read(name);                                // for its ETag: two writers do not overwrite each other
        state.State = new() { Bytes = bytes };
        await storage.WriteStateAsync(name, grain, state);
        state.State = new();
    }

    [LoggerMessage(LogLevel.Error, "The index of {Grain}'s snapshots cannot be used; each is looked at")]
    private static partial void LogNoIndex(ILogger log, GrainId grain, Exception error);

    [LoggerMessage(LogLevel.Error, "Snapshot {Place} of {Grain} (record {Sequence}) cannot be used; the one before it is")]
    private static partial void LogRefused(ILogger log, GrainId grain, int place, long sequence, Exception error);
}

/// <param name="Place">In the ring.</param>
/// <param name="Sequence">Of the journal's last record that is in it; −1 when the index does not know.</param>
/// <param name="AsOfUtc">No bar in it ends later.</param>
public sealed record SnapshotEntry(int Place, long Sequence, DateTime AsOfUtc, DateTime WrittenUtc)
{
    public void Write(StateWriter to)
    {
        to.Int(Place);
        to.Int(Sequence);
        to.Time(AsOfUtc);
        to.Time(WrittenUtc);
    }

    public static SnapshotEntry Read(StateReader from) => new(from.Int32(), from.Int(), from.Time(), from.Time());
}

/// <summary>Bytes in grain storage.</summary>
[GenerateSerializer, Alias("gs.StoredSnapshot")]
public sealed class StoredSnapshot
{
    [Id(0)] public byte[] Bytes { get; set; } = [];
}
