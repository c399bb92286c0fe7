namespace GoldenSignals.Silo.Storage.Postgres;

/// <summary>Rows that wait to be written, in order. When they are too many, whoever adds waits.</summary>
internal sealed class HistoryQueue(long capacity, TimeProvider clock) : IDisposable
{
    private const long MaxBatchBytes = 8 << 20;

    private readonly Lock _gate = new();
    private readonly Queue<HistoryRows> _waiting = new();
    private readonly SemaphoreSlim _turn = new(1);                    // of those who add: first come, first served
    private readonly List<HistoryRows> _writing = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _bytes;
    private long _added, _written;
    private string? _fault;
    private bool _closed;

    public SpoolState State
    {
        get
        {
            lock (_gate)
            {
                HistoryRows? oldest = _writing.FirstOrDefault() ?? (_waiting.TryPeek(out HistoryRows? first) ? first : null);
                return new(_fault is not null, _writing.Count + _waiting.Count, _bytes, oldest is null ? TimeSpan.Zero : clock.GetElapsedTime(oldest.Since), _fault);
            }
        }
    }

    public async ValueTask Add(HistoryRows rows)
    {
        await _turn.WaitAsync();
        try
        {
            while (!TryAdd(rows, out Task changed))
                await changed;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The next rows to write; none when the queue has been closed and is empty.</summary>
    public async Task<HistoryRows[]> Next(CancellationToken cancel)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                for (long bytes = 0; _waiting.TryPeek(out HistoryRows? next) && (bytes == 0 || bytes + next.Bytes <= MaxBatchBytes); bytes += next.Bytes)
                    _writing.Add(_waiting.Dequeue());
                if (_writing.Count > 0 || _closed)
                    return [.. _writing];
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancel);
        }
    }

    /// <summary>What <see cref="Next"/> gave is in the tables.</summary>
    public void Written()
    {
        lock (_gate)
        {
            _fault = null;
            _written += _writing.Count;
            _bytes -= _writing.Sum(rows => rows.Bytes);
            _writing.Clear();
            Change();
        }
    }

    public void Failed(string fault)
    {
        lock (_gate)
            _fault = fault;
    }

    /// <summary>Completes when all that was added before has been written.</summary>
    public async Task Empty(CancellationToken cancel)
    {
        long added;
        lock (_gate)
            added = _added;
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_written >= added)
                    return;
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancel);
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Change();
        }
    }

    public void Dispose() => _turn.Dispose();

    private bool TryAdd(HistoryRows rows, out Task changed)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            changed = _changed.Task;
            if (_bytes > 0 && _bytes + rows.Bytes > capacity)
                return false;
            _bytes += rows.Bytes;
            _added++;
            _waiting.Enqueue(rows);
            Change();
            return true;
        }
    }

    private void Change()
    {
        _changed.TrySetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
