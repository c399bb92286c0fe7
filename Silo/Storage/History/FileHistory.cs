using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using Microsoft.Extensions.Logging;

namespace GoldenSignals.Silo.Storage.History;

/// <summary>The history in files, for a grid in one process: what comes waits in memory, where queries see it, and goes to immutable sorted runs.</summary>
/// <remarks>
/// A crash costs nothing: what was not written is told again from the journal, by <see cref="Position"/>. A folder that is damaged or
/// gone is built again the same way from all that the journal keeps.
/// </remarks>
public sealed partial class FileHistory : IHistory, IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly HistoryOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly RunLog _runs;
    private readonly SignalWindow _window;
    private readonly Dictionary<int, long> _told;
    private readonly ITimer _timer;
    private readonly Lock _writing = new();
    private PendingRows _active = new();
    private PendingRows? _flushing;                                   // read by queries until its runs are there
    private Task _flush = Task.CompletedTask, _merge = Task.CompletedTask;
    private readonly CancellationTokenSource _stop = new();
    private bool _ended;

    /// <param name="folder">Of the history alone. Nobody else may write to it.</param>
    /// <exception cref="HistoryDamagedException">The manifest is not what was written.</exception>
    public FileHistory(string folder, HistoryOptions options, TimeProvider clock, ILogger<FileHistory> log)
        : this(new HistoryFolder(folder), options, clock, log)
    {
    }

    internal FileHistory(HistoryFolder folder, HistoryOptions options, TimeProvider clock, ILogger log, RunShape? shape = null)
    {
        (_options, _clock, _log, _window) = (options, clock, log, new(clock));
        _runs = new(folder, shape);
        _told = new(_runs.Current.Positions);
        Remember(clock.GetUtcNow().UtcDateTime - SignalWindow.Length);
        _timer = clock.CreateTimer(_ => BeginFlush(), null, options.FlushAge, options.FlushAge);
    }

    internal RunLog Runs => _runs;

    public async ValueTask Add(int shard, DecidedBars record)
    {
        int waiting;
        lock (_lock)
        {
            if (record.Sequence <= _told.GetValueOrDefault(shard))
                return;
            _told[shard] = record.Sequence;
            foreach (DecisionRow signal in _active.Add(shard, record))
                _window.Add(signal);
            waiting = _active.Rows;
        }
        if (waiting >= _options.FlushRows)
            await MakeRoom();
    }

    public ValueTask<long> Position(int shard) => new(_runs.Current.Positions.GetValueOrDefault(shard));

    public Task<SymbolBar[]> Bars(HistoryQuery query, CancellationToken cancel = default) =>
        Query(query, HistoryKind.Bars, BarFormat.Instance, pending => pending.Bars, _ => true, cancel);

    public Task<DecisionRow[]> Decisions(HistoryQuery query, CancellationToken cancel = default) =>
        Query(query, HistoryKind.Decisions, DecisionFormat.Instance, pending => pending.Decisions, row => query.Action is null || row.Action == query.Action, cancel);

    public Task<DecisionRow[]> Signals(HistoryQuery query, CancellationToken cancel = default) =>
        Query(query, HistoryKind.Signals, DecisionFormat.Instance, pending => pending.Signals, row => query.Action is null || row.Action == query.Action, cancel);

    public Task<SignalInsights> Insights(CancellationToken cancel = default)
    {
        lock (_lock)
            return Task.FromResult(_window.Insights());
    }

    /// <summary>Reads all files through. Damage is told, not thrown.</summary>
    public Task<HistoryDamagedException[]> Verify(CancellationToken cancel = default) =>
        Task.Run(() => _runs.Store.Verify(cancel).Select(run => run.Damage).OfType<HistoryDamagedException>().ToArray(), cancel);

    /// <summary>Drops the days that are past retention.</summary>
    /// <returns>What went; in a dry run what would.</returns>
    public Task<Pruned[]> Prune(RetentionOptions retention, bool dryRun) =>
        Task.Run(() => _runs.Drop(HistoryRetention.Past(retention, _clock.GetUtcNow().UtcDateTime), dryRun));

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_ended)
                return;
            _ended = true;
        }
        await _timer.DisposeAsync();
        await _stop.CancelAsync();
        await Task.WhenAll(_flush, _merge);
        _stop.Dispose();
        try
        {
            await Task.Run(WritePending);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotWritten(_log, _runs.Store.Folder, error);
        }
    }
    private Task<T[]> Query<T>(HistoryQuery query, HistoryKind kind, RowFormat<T> format, Func<PendingRows, RowBuffer<T>> rowsOf, Func<T, bool> isWanted, CancellationToken cancel)
    {
        RowRange range = RowRange.Of(query);
        return Task.Run(() =>
        {
            T[] flushing = [], active;
            lock (_lock)                                                     // the manifest is looked at later: what is written meanwhile is seen twice, not never
            {
                active = rowsOf(_active).Newest(range, isWanted, query.Limit);
                if (_flushing is not null)
                    flushing = rowsOf(_flushing).Newest(range, isWanted, query.Limit);
            }
            T[] memory = flushing.Length == 0 ? active : [.. RowMerge.Merge([flushing, active], format.NewestFirst)];
            return _runs.Store.Rows(kind, format, range, memory, cancel).Where(isWanted).Take(query.Limit).ToArray();
        }, cancel);
    }

    /// <summary>The signals that the insights count.</summary>
    private void Remember(DateTime fromUtc)
    {
        try
        {
            foreach (DecisionRow signal in _runs.Store.Rows(HistoryKind.Signals, DecisionFormat.Instance, new(fromUtc, DateTime.MaxValue, NewestFirst: false), [], CancellationToken.None))
                _window.Add(signal);
        }
        catch (HistoryDamagedException damage)
        {
            LogInsightsPartial(_log, damage);
        }
    }

    [LoggerMessage(LogLevel.Error, "The insights lack signals, because a run of the history is damaged")]
    private static partial void LogInsightsPartial(ILogger log, Exception error);
}
