using System.Runtime.CompilerServices;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace GoldenSignals.Fault.Tests.Support;

/// <summary>What becomes of a record that is to be written.</summary>
public enum Fate
{
    Written,

    /// <summary>Written with what comes after it, or a little later by itself.</summary>
    WrittenLater,

    /// <summary>Not written, nor is what came after it.</summary>
    Refused,

    /// <summary>Begun, and lost in a crash with all that was not acknowledged: the tail was torn.</summary>
    Torn,

    /// <summary>Written, but the writer is not told: the connection was cut after the commit.</summary>
    WrittenUntold,

    /// <summary>Refused, because a second owner has opened the shard meanwhile.</summary>
    Fenced,
}

/// <summary>Journals of many shards in memory, by bytes, as a store on disk or in a database behaves: in order, in groups, behind an epoch.</summary>
public sealed class SimulatedStore(int shards) : IJournalStore
{
    private readonly Shard[] _shards = [.. Enumerable.Range(0, shards).Select(_ => new Shard())];

    private sealed class Shard
    {
        public List<StoredRecord> Durable { get; } = [];
        public List<(StoredRecord Record, Fate Fate, TaskCompletionSource Done)> Group { get; } = [];
        public long Epoch { get; set; }
        public bool IsClosed { get; set; } = true;                   // until it is opened again
    }

    /// <summary>Says what becomes of each record.</summary>
    public Func<StoredRecord, Fate> FateOf { get; set; } = static _ => Fate.Written;

    public int Count(int shard)
    {
        lock (_shards[shard])
            return _shards[shard].Durable.Count;
    }

    public ValueTask<JournalTail> Open(int shard)
    {
        Shard its = _shards[shard];
        lock (its)
        {
            Fail(its.Group, new JournalFencedException($"shard {shard} has another owner"));
            (its.Epoch, its.IsClosed) = (its.Epoch + 1, false);
            return new(new JournalTail(its.Epoch, its.Durable.Count, 1));
        }
    }

    public ValueTask<JournalTail> Tail(int shard)
    {
        lock (_shards[shard])
            return new(new JournalTail(_shards[shard].Epoch, _shards[shard].Durable.Count, 1));
    }

    public ValueTask Append(StoredRecord record)
    {
        Shard its = _shards[record.Shard];
        lock (its)
        {
            Fate fate = FateOf(record);
            if (fate == Fate.Fenced)
                its.Epoch++;
            if (record.Epoch != its.Epoch)
                throw new JournalFencedException($"shard {record.Shard} has epoch {its.Epoch}; {record.Epoch} is over");
            if (its.IsClosed || record.Sequence != its.Durable.Count + its.Group.Count + 1)
                throw new JournalUnavailableException($"record {record.Sequence} does not follow");
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            its.Group.Add((record with { Body = record.Body.ToArray() }, fate, done));
            if (fate == Fate.WrittenLater)
                _ = Task.Run(() => Commit(its));
            else
                Commit(its);
            return new(done.Task);
        }
    }

    private static void Commit(Shard its)
    {
        lock (its)
        {
            while (its.Group.Count > 0)
            {
                (StoredRecord record, Fate fate, TaskCompletionSource done) = its.Group[0];
                if (fate is Fate.Written or Fate.WrittenLater or Fate.WrittenUntold)
                    its.Durable.Add(record);
                if (fate is Fate.Written or Fate.WrittenLater)
                {
                    its.Group.RemoveAt(0);
                    done.SetResult();
                    continue;
                }
                its.IsClosed = true;
                Fail(its.Group, new JournalUnavailableException($"record {record.Sequence}: {fate}"));
            }
        }
    }

    private static void Fail(List<(StoredRecord Record, Fate Fate, TaskCompletionSource Done)> group, Exception why)
    {
        foreach ((_, _, TaskCompletionSource done) in group)
            done.SetException(why);
        group.Clear();
    }

    public async IAsyncEnumerable<StoredRecord> Read(int shard, long after, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await Task.CompletedTask;
        StoredRecord[] records;
        lock (_shards[shard])
            records = [.. _shards[shard].Durable.Skip((int)after)];
        foreach (StoredRecord record in records)
            yield return record;
    }

    public ValueTask DisposeAsync() => default;
}

/// <summary>Grain storage in memory. What is in it can be damaged.</summary>
public sealed class SimulatedStorage : IGrainStorage
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string State, GrainId Grain), byte[]> _states = [];

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            grainState.RecordExists = _states.TryGetValue((stateName, grainId), out byte[]? bytes);
            grainState.State = (T)(object)new StoredSnapshot { Bytes = bytes?.ToArray() ?? [] };
        }
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
            _states[(stateName, grainId)] = ((StoredSnapshot)(object)grainState.State!).Bytes.ToArray();
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();

    /// <summary>Changes a byte of one of a grain's states, or cuts it off there.</summary>
    /// <returns>What was done; null when there is nothing to damage.</returns>
    public string? Damage(GrainId grain, Random random)
    {
        lock (_gate)
        {
            var its = _states.Where(state => state.Key.Grain == grain && state.Value.Length > 0).OrderBy(state => state.Key.State, StringComparer.Ordinal).ToArray();
            if (its.Length == 0)
                return null;
            ((string State, GrainId Grain) key, byte[] bytes) = its[random.Next(its.Length)];
            int place = random.Next(bytes.Length);
            bool cut = random.Next(3) == 0;
            if (cut)
                bytes = bytes[..place];
            else
                bytes[place] ^= (byte)(1 << random.Next(8));
            _states[key] = bytes;
            return $"{key.State} is {(cut ? "cut off" : "changed")} at {place}";
        }
    }
}
