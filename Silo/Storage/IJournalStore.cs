using GoldenSignals.Grains;

namespace GoldenSignals.Silo.Storage;

/// <summary>Keeps records of bytes by shard and sequence. Files for one process, PostgreSQL for a cluster.</summary>
public interface IJournalStore : IAsyncDisposable
{
    /// <summary>Takes a shard over under a new epoch, higher than all before.</summary>
    ValueTask<JournalTail> Open(int shard);

    /// <summary>How far a shard's records go; its epoch is that of the last owner.</summary>
    ValueTask<JournalTail> Tail(int shard);

    /// <summary>Appends a shard's next record; completes when it is durable. May be called for many shards at once; the body is the store's until then.</summary>
    /// <exception cref="JournalFencedException">The epoch is not the shard's last.</exception>
    /// <exception cref="JournalUnavailableException">It cannot be written now, or its sequence does not follow the shard's last. What was not acknowledged may be there or not.</exception>
    ValueTask Append(StoredRecord record);

    /// <summary>A shard's records behind a sequence, in order; from the oldest kept when that is later.</summary>
    /// <exception cref="JournalDamagedException">A record cannot be read as it was written.</exception>
    IAsyncEnumerable<StoredRecord> Read(int shard, long after, CancellationToken cancel = default);
}

/// <param name="Kind">What the body is, for whoever reads it.</param>
public readonly record struct StoredRecord(int Shard, long Epoch, long Sequence, byte Kind, ReadOnlyMemory<byte> Body);

/// <summary>The journal is not what was written: where, and what is wrong.</summary>
public sealed class JournalDamagedException : Exception
{
    /// <param name="place">The file, or the table.</param>
    /// <param name="offset">Byte in the file, or sequence in the table.</param>
    public JournalDamagedException(string place, long offset, string message) : base($"{place}, at {offset}: {message}") =>
        (Place, Offset) = (place, offset);

    public string Place { get; }
    public long Offset { get; }
}
