using System.Diagnostics;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Telemetry;
using Microsoft.Extensions.Logging;

namespace GoldenSignals.Silo.Storage;

/// <summary>Takes records from many callers and has one thread write them in groups: one fsync serves all that came while the last one ran.</summary>
internal sealed partial class GroupCommit : IAsyncDisposable
{
    private sealed class Group
    {
        public List<StoredRecord> Records { get; } = [];
        public int Bytes { get; private set; }
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Add(in StoredRecord record)
        {
            Records.Add(record);
            Bytes += Frame.BytesOf(record);
        }
    }

    private readonly object _gate = new();
    private readonly Queue<Group> _groups = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SegmentWriter _writer;
    private readonly JournalOptions _options;
    private readonly ILogger _log;
    private readonly ShardHead[] _heads;                             // with what waits; the writer has those that are durable
    private Group? _open;                                            // the last one of the queue
    private bool _closing;
    private volatile bool _failing;

    public GroupCommit(SegmentWriter writer, JournalOptions options, ILogger log)
    {
        (_writer, _options, _log, _heads) = (writer, options, log, writer.Heads);
        new Thread(Run) { Name = "journal", IsBackground = true }.Start();
    }

    /// <summary>Whether the last group could not be written: nothing is accepted until one can.</summary>
    public bool IsFailing => _failing;

    /// <summary>Raises a shard's epoch.</summary>
    /// <returns>The shard as it is once the task has come to its end.</returns>
    public (ShardHead Head, Task Durable) Open(int shard)
    {
        lock (_gate)
        {
            ShardHead head = _heads[shard] = _heads[shard] with { Epoch = _heads[shard].Epoch + 1 };
            return (head, Enqueue(new(shard, head.Epoch, head.Last, Frame.Opened, default)));
        }
    }

    /// <returns>Ends when the record is durable.</returns>
    public Task Append(in StoredRecord record)
    {
        lock (_gate)
        {
            ShardHead head = _heads[record.Shard];
            if (record.Epoch != head.Epoch)
                return Task.FromException(new JournalFencedException($"shard {record.Shard} has epoch {head.Epoch}; {record.Epoch} is over"));
            if (record.Sequence != head.Last + 1)
                return Task.FromException(new JournalUnavailableException($"shard {record.Shard}: record {record.Sequence} does not follow {head.Last}"));
            Task durable = Enqueue(record);
            _heads[record.Shard] = head with { Last = record.Sequence };
            return durable;
        }
    }

    /// <summary>Writes what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.PulseAll(_gate);
        }
        await _ended.Task;
    }

    private Task Enqueue(in StoredRecord record)
    {
        if (_closing)
            return Task.FromException(new JournalUnavailableException("the journal is closed"));
        if (_open is null || (_open.Records.Count > 0 && _open.Bytes + (long)Frame.BytesOf(record) > _options.MaxPendingBytes))
        {
            _groups.Enqueue(_open = new());
            Monitor.PulseAll(_gate);
        }
        _open.Add(record);
        return _open.Done.Task;
    }

    private void Run()
    {
        long before = Stopwatch.GetTimestamp() - Stopwatch.Frequency;
        while (Take(before) is { } group)
        {
            before = Stopwatch.GetTimestamp();
            try
            {
                _writer.Commit(group.Records, group.Bytes);
                SiloMetrics.JournalCommit.Record(Stopwatch.GetElapsedTime(before).TotalSeconds);
                SiloMetrics.JournalRecords.Add(group.Records.Count);
                SiloMetrics.JournalBytes.Add(group.Bytes);
            }
#pragma warning disable CA1031                                        // whatever it was, the group is not durable, and the callers are told
            catch (Exception failed)
#pragma warning restore CA1031
            {
                Fail(group, failed);
                continue;
            }
            if (_failing)
                LogMended();
            _failing = false;
            group.Done.SetResult();
        }
        try
        {
            _writer.Dispose();
        }
#pragma warning disable CA1031                                        // all that was acknowledged is durable; a thread that throws ends the process
        catch (Exception failed)
#pragma warning restore CA1031
        {
            LogFailed(failed);
        }
        _ended.SetResult();
    }

    /// <summary>The next group, not before the interval is over; null at the end.</summary>
    private Group? Take(long before)
    {
        lock (_gate)
        {
            while (!_closing && _groups.Count == 0)
                Monitor.Wait(_gate);
            while (!_closing && _options.CommitInterval - Stopwatch.GetElapsedTime(before) is var early && early > TimeSpan.Zero)
                Monitor.Wait(_gate, (int)Math.Ceiling(early.TotalMilliseconds));
            if (!_groups.TryDequeue(out Group? group))
                return null;
            if (group == _open)
                _open = null;
            return group;
        }
    }

    /// <summary>Refuses a group and all that came after it, since it builds on it; the shards stand again where they stand on the disk.</summary>
    private void Fail(Group group, Exception failed)
    {
        SiloMetrics.JournalFailures.Add(1);
        if (!_failing)
            LogFailed(failed);
        _failing = true;
        Group[] refused;
        lock (_gate)
        {
            refused = [group, .. _groups];
            _groups.Clear();
            _open = null;
            _writer.Heads.CopyTo(_heads, 0);
        }
        foreach (Group one in refused)
            one.Done.SetException(new JournalUnavailableException($"the journal cannot be written: {failed.Message}", failed));
    }

    [LoggerMessage(LogLevel.Error, "The journal cannot be written; nothing is accepted until it can")]
    private partial void LogFailed(Exception failed);

    [LoggerMessage(LogLevel.Information, "The journal can be written again")]
    private partial void LogMended();
}
