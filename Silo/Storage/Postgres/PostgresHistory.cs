using Dapper;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;

namespace GoldenSignals.Silo.Storage.Postgres;

/// <summary>Bars, decisions and signals in tables with a partition for each day, written behind the journal.</summary>
public sealed partial class PostgresHistory : IHistory, IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);             // of someone who asks

    private readonly PostgresDatabase _database;
    private readonly HistoryQueue _queue;
    private readonly HistoryTables _tables;
    private readonly ResiliencePipeline _patient, _brief;
    private readonly CancellationTokenSource _stop = new();
    private bool _ended;
    private readonly PeriodicTimer _refresh;
    private readonly Task _writer, _refresher;

    public PostgresHistory(PostgresDatabase database)
    {
        _database = database;
        _queue = new(database.Options.HistoryBytes, database.Clock);
        _tables = new(database.Writing);
        _patient = PostgresFaults.Patient(database.Clock, Failed);
        _brief = PostgresFaults.Within(s_patience, database.Clock);
        _refresh = new(database.Options.InsightsEvery, database.Clock);
        _writer = Task.Run(WriteAll);
        _refresher = Task.Run(RefreshAll);
    }

    /// <summary>What waits to be written.</summary>
    public SpoolState Queue => _queue.State;

    /// <summary>Takes a record; waits while too much waits to be written.</summary>
    public ValueTask Add(int shard, DecidedBars record) => _queue.Add(new(shard, record, _database.Clock.GetTimestamp()));

    /// <summary>Completes when all that was added before is in the tables.</summary>
    public Task Flush(CancellationToken cancel = default) => _queue.Empty(cancel);

    public ValueTask<long> Position(int shard) => Brief(async cancel =>
    {
        await using NpgsqlConnection connection = await _database.Source.OpenConnectionAsync(cancel);
        return await connection.ExecuteScalarAsync<long>(new("SELECT coalesce(max(sequence), 0) FROM goldensignals.history_position WHERE shard = @shard", new { shard }, cancellationToken: cancel));
    });

    public Task<SymbolBar[]> Bars(HistoryQuery query, CancellationToken cancel = default) =>
        Page("bars", HistoryColumns.Bar, query, byAction: false, HistoryColumns.ReadBar, cancel);

    public Task<DecisionRow[]> Decisions(HistoryQuery query, CancellationToken cancel = default) =>
        Page("decisions", HistoryColumns.Decision, query, byAction: true, HistoryColumns.ReadDecision, cancel);

    public Task<DecisionRow[]> Signals(HistoryQuery query, CancellationToken cancel = default) =>
        Page("signals", HistoryColumns.Decision, query, byAction: true, HistoryColumns.ReadDecision, cancel);

    public async Task<SignalInsights> Insights(CancellationToken cancel = default)
    {
        SignalInsights insights = await Brief(async attempt => await SignalCounts.Read(_database.Source, attempt), cancel);
        if (insights.RefreshedUtc != DateTime.MinValue)
            return insights;
        await RefreshInsights(cancel);                                                 // the first ever
        return await Brief(async attempt => await SignalCounts.Read(_database.Source, attempt), cancel);
    }

    /// <summary>Counts the signals of the last day, unless that has just been done.</summary>
    public async Task RefreshInsights(CancellationToken cancel = default) => await Brief(async attempt =>
    {
        await SignalCounts.Refresh(_database.Source, _database.Clock.GetUtcNow().UtcDateTime, _database.Options.InsightsEvery, attempt);
        return true;
    }, cancel);

    /// <summary>Drops the days that are past retention.</summary>
    /// <returns>What went; in a dry run what would.</returns>
    public async Task<Pruned[]> Prune(RetentionOptions retention, bool dryRun, CancellationToken cancel = default)
    {
        DateTime nowUtc = _database.Clock.GetUtcNow().UtcDateTime;
        var gone = new List<Pruned>();
        foreach ((string table, TimeSpan kept) in new[] { ("bars", retention.RawBars), ("decisions", retention.Decisions), ("signals", retention.Signals) })
            gone.AddRange(await DayPartitions.Drop(_database, table, nowUtc - kept, dryRun, (_, _) => Task.FromResult(true), cancel));
        return [.. gone];
    }

    /// <summary>Writes what waits, if the server takes it in time, and ends. What is not written is told again after a restart.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, true))
            return;                                                  // a host knows it by two names
        _queue.Close();
        _refresh.Dispose();
        _stop.CancelAfter(_database.Options.SpoolTimeout);
        await _writer;
        await _stop.CancelAsync();
        await _refresher;
        await _tables.DisposeAsync();
        _queue.Dispose();
        _stop.Dispose();
    }

    private async Task WriteAll()
    {
        try
        {
            while (await _queue.Next(_stop.Token) is { Length: > 0 } batch)
            {
                await _patient.ExecuteAsync(async cancel => await Write(batch, cancel), _stop.Token);
                _queue.Written();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    /// <summary>One attempt. Nothing may be left out: an error that waiting does not mend stops the history here, and its state says so.</summary>
    private async ValueTask Write(HistoryRows[] batch, CancellationToken cancel)
    {
        try
        {
            await _tables.Write(batch, cancel);
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested && !PostgresFaults.Pass(fault))
        {
            throw new IOException(PostgresFaults.Reason(fault), fault);
        }
    }

    private async Task RefreshAll()
    {
        try
        {
            do
            {
                try
                {
                    await SignalCounts.Refresh(_database.Source, _database.Clock.GetUtcNow().UtcDateTime, _database.Options.InsightsEvery, _stop.Token);
                }
                catch (Exception fault) when (!_stop.IsCancellationRequested)
                {
                    LogStale(_database.Logger, PostgresFaults.Reason(fault));
                }
            }
            while (await _refresh.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    private async Task<T[]> Page<T>(string table, string columns, HistoryQuery query, bool byAction, Func<NpgsqlDataReader, T> row, CancellationToken cancel) =>
        await Brief(async attempt => await HistoryPages.Read(_database.Source, table, columns, query, byAction, row, attempt), cancel);

    private async ValueTask<T> Brief<T>(Func<CancellationToken, ValueTask<T>> work, CancellationToken cancel = default)
    {
        try
        {
            return await _brief.ExecuteAsync(work, cancel);
        }
        catch (Exception fault) when (PostgresFaults.IsUnavailable(fault))
        {
            throw PostgresFaults.Unavailable("the history cannot be read now", fault);
        }
    }

    private void Failed(Exception fault)
    {
        string reason = PostgresFaults.Reason(fault);
        if (!_queue.State.IsDegraded)
            LogBehind(_database.Logger, reason);
        _queue.Failed(reason);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The history cannot be written: {Reason}. It is tried again, and nothing of it is left out.")]
    private static partial void LogBehind(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The signals of the last day cannot be counted: {Reason}. Those counted before are shown.")]
    private static partial void LogStale(ILogger logger, string reason);
}
