using GoldenSignals.Grains;

namespace GoldenSignals.Silo.Storage.Postgres;

/// <summary>Records that wait to be written: in order, bounded in bytes and in time.</summary>
/// <remarks>
/// A shard's records are written in order or not at all: when one of them fails, those behind it fail with it, and so does
/// whatever is appended until the shard is opened again.
/// </remarks>
internal sealed class JournalSpool(PostgresOptions options, TimeProvider clock)
{
    private const int MaxBatchRecords = 4096;
    private const long MaxBatchBytes = 4 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, Line> _lines = [];
    private readonly List<PendingAppend> _writing = [];
    private Queue<PendingAppend> _waiting = new();
    private TaskCompletionSource _filled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _bytes;
    private string? _fault;
    private bool _closed;

    /// <summary>A shard that is open here.</summary>
    private sealed class Line(long epoch, long last)
    {
        public readonly long Epoch = epoch;
        public long Last = last;                                      // appended
        public string? Broken;
    }

    public SpoolState State
    {
        get
        {
            lock (_gate)
            {
                PendingAppend? oldest = Oldest();
                return new(_fault is not null, _writing.Count + _waiting.Count, _bytes, oldest is null ? TimeSpan.Zero : clock.GetElapsedTime(oldest.Since), _fault);
            }
        }
    }

    /// <summary>A shard was opened here. What still waits of its owner before is of no use.</summary>
    public void Open(int shard, long epoch, long last)
    {
        lock (_gate)
        {
            if (_lines.TryGetValue(shard, out Line? before))
            {
                if (before.Epoch > epoch)
                    return;
                Break(shard, before, "it was opened again", () => Fenced(shard, before.Epoch));
            }
            _lines[shard] = new(epoch, last);
            _fault = null;                                            // the server has just answered
        }
    }

    public PendingAppend Add(in StoredRecord record)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (!_lines.TryGetValue(record.Shard, out Line? line) || record.Epoch > line.Epoch)
                throw new JournalUnavailableException($"shard {record.Shard} is not open under epoch {record.Epoch}");
            if (record.Epoch < line.Epoch)
                throw Fenced(record.Shard, record.Epoch);
            if (line.Broken is { } broken)
                throw new JournalUnavailableException($"shard {record.Shard} must be opened again: {broken}");
            if (record.Sequence != line.Last + 1)
                throw new JournalUnavailableException($"record {record.Sequence} of shard {record.Shard} does not follow {line.Last}");

            var pending = new PendingAppend(record, clock.GetTimestamp());
            if (_bytes > 0 && _bytes + pending.Bytes > options.SpoolBytes)
            {
                string full = $"{_bytes:N0} bytes wait to be written and {options.SpoolBytes:N0} may{(_fault is null ? "" : $": {_fault}")}";
                line.Broken = full;
                throw new JournalUnavailableException(full);
            }
            line.Last++;
            _bytes += pending.Bytes;
            _waiting.Enqueue(pending);
            _filled.TrySetResult();
            return pending;
        }
    }

    /// <summary>The next records to write, in order; none when the spool has been closed and is empty.</summary>
    public async Task<PendingAppend[]> Next(CancellationToken cancel)
    {
        while (true)
        {
            Task filled;
            lock (_gate)
            {
                _writing.Clear();
                for (long bytes = 0; _writing.Count < MaxBatchRecords && _waiting.TryPeek(out PendingAppend? next) && (bytes == 0 || bytes + next.Bytes <= MaxBatchBytes); bytes += next.Bytes)
                    _writing.Add(_waiting.Dequeue());
                if (_writing.Count > 0 || _closed)
                    return [.. _writing];
                if (_filled.Task.IsCompleted)
                    _filled = new(TaskCreationOptions.RunContinuationsAsynchronously);
                filled = _filled.Task;
            }
            await filled.WaitAsync(cancel);
        }
    }

    public void Written(IEnumerable<PendingAppend> records)
    {
        lock (_gate)
        {
            _fault = null;
            foreach (PendingAppend record in records)
                Settle(record, static record => record.Done());
        }
    }

    /// <summary>A record cannot be written, and so nothing behind it.</summary>
    public void Fail(PendingAppend record, string why, Func<Exception> fault)
    {
        lock (_gate)
        {
            if (_lines.TryGetValue(record.Shard, out Line? line) && line.Epoch == record.Epoch)
                Break(record.Shard, line, why, fault);
            Settle(record, record => record.Fail(fault()));            // of an owner before
        }
    }

    /// <summary>An attempt failed; it is made again.</summary>
    public void Failed(string fault)
    {
        lock (_gate)
            _fault = fault;
    }

    /// <summary>Gives up what has waited too long.</summary>
    public void Expire()
    {
        lock (_gate)
        {
            while (Oldest() is { } oldest && clock.GetElapsedTime(oldest.Since) >= options.SpoolTimeout)
            {
                string why = $"PostgreSQL has not taken record {oldest.Sequence} of shard {oldest.Shard} within {options.SpoolTimeout.TotalSeconds:0.###} s{(_fault is null ? "" : $": {_fault}")}";
                _fault ??= why;
                if (_lines.TryGetValue(oldest.Shard, out Line? line) && line.Epoch == oldest.Epoch)
                    Break(oldest.Shard, line, why, () => new JournalUnavailableException(why));
                Settle(oldest, record => record.Fail(new JournalUnavailableException(why)));
            }
        }
    }

    /// <summary>Takes nothing more. What waits is still written.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _filled.TrySetResult();
        }
    }

    public static JournalFencedException Fenced(int shard, long epoch) => new($"shard {shard} has another owner than that of epoch {epoch}");

    private PendingAppend? Oldest() => _writing.Find(record => !record.IsDone) ?? (_waiting.TryPeek(out PendingAppend? first) ? first : null);

    private void Break(int shard, Line line, string why, Func<Exception> fault)
    {
        line.Broken ??= why;
        foreach (PendingAppend record in _writing)
            if (record.Shard == shard && record.Epoch == line.Epoch)
                Settle(record, record => record.Fail(fault()));
        bool any = false;
        foreach (PendingAppend record in _waiting)
            if (record.Shard == shard && record.Epoch == line.Epoch)
            {
                any = true;
                Settle(record, record => record.Fail(fault()));
            }
        if (any)
            _waiting = new(_waiting.Where(record => !record.IsDone));
    }

    private void Settle(PendingAppend record, Action<PendingAppend> settle)
    {
        if (record.IsDone)
            return;
        _bytes -= record.Bytes;
        settle(record);
    }
}
