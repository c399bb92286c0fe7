using Microsoft.Extensions.Logging;

namespace GoldenSignals.Silo.Storage.History;

/// <summary>How rows go from memory to runs, and runs to fewer.</summary>
public sealed partial class FileHistory
{
    private volatile string? _fault;

    /// <summary>Why the rows that wait could not be written the last time; null when they could.</summary>
    public string? Fault => _fault;

    /// <summary>Writes what waits.</summary>
    /// <exception cref="IOException">It cannot be written: it stays, and the next flush takes it too.</exception>
    public async Task Flush()
    {
        await Task.Run(WritePending);
        await BeginMerge();
    }

    /// <summary>Waits while too much waits.</summary>
    private async Task MakeRoom()
    {
        for (Task flush = BeginFlush(); IsFull(); flush = BeginFlush())
        {
            await flush;
            if (IsFull())
                await Task.Delay(s_pause, _clock);                           // the disk is full, or worse: nothing is dropped
        }
    }

    private bool IsFull()
    {
        lock (_lock)
            return !_ended && _active.Rows >= 2L * _options.FlushRows;
    }

    /// <summary>Begins to write what waits, unless that is under way. Never fails: what cannot be written now is tried again.</summary>
    private Task BeginFlush()
    {
        lock (_lock)
            return _ended || !_flush.IsCompleted ? _flush : _flush = Task.Run(() =>
            {
                try
                {
                    WritePending();
                    _fault = null;
                    _ = BeginMerge();
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    _fault = error.Message;
                    LogNotWritten(_log, _runs.Store.Folder, error);
                }
            });
    }

    private void WritePending()
    {
        lock (_writing)
        {
            for (bool isRest = true; isRest;)
            {
                PendingRows pending;
                lock (_lock)
                {
                    isRest = _flushing is not null;                          // of a flush that failed
                    if (!isRest && _active.Positions.Count == 0)
                        break;
                    if (!isRest)
                        (_flushing, _active) = (_active, new());
                    pending = _flushing!;
                }
                _runs.Write(pending);
                lock (_lock)
                    _flushing = null;
            }
        }
    }

    /// <summary>Begins to merge runs where there are too many, unless that is under way: beside flushes, since a large day takes its time. Never fails.</summary>
    private Task BeginMerge()
    {
        lock (_lock)
            return _ended || !_merge.IsCompleted ? _merge : _merge = Task.Run(() =>
            {
                try
                {
                    foreach (HistoryDamagedException damage in _runs.Compact(_stop.Token))
                        LogNotMerged(_log, damage);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException or OperationCanceledException)
                {
                    if (error is not OperationCanceledException)
                        LogNotMerged(_log, error);
                }
            });
    }

    [LoggerMessage(LogLevel.Error, "The history in {Folder} could not be written; it stays in memory and is tried again")]
    private static partial void LogNotWritten(ILogger log, string folder, Exception error);

    [LoggerMessage(LogLevel.Error, "Runs of the history could not be merged; they stay as they are")]
    private static partial void LogNotMerged(ILogger log, Exception error);
}
