namespace GoldenSignals.Silo.Storage.Postgres;

/// <summary>A record on its way to the database, with a copy of its body: whoever appended may stop waiting while it is being sent.</summary>
internal sealed class PendingAppend(StoredRecord record, long since)
{
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Shard { get; } = record.Shard;
    public long Epoch { get; } = record.Epoch;
    public long Sequence { get; } = record.Sequence;
    public byte Kind { get; } = record.Kind;
    public byte[] Body { get; } = record.Body.ToArray();
    public int Checksum { get; } = JournalChecksum.Of(record);

    /// <summary>When it was appended, as a timestamp of the clock.</summary>
    public long Since { get; } = since;

    public long Bytes => Body.Length + 128;                           // with what surrounds it

    public Task Written => _written.Task;

    public bool IsDone => _written.Task.IsCompleted;

    public void Done() => _written.TrySetResult();

    public void Fail(Exception why) => _written.TrySetException(why);
}
