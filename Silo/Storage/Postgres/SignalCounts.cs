using Dapper;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Grains;
using Npgsql;

namespace GoldenSignals.Silo.Storage.Postgres;

/// <summary>Signals of the last 24 hours by symbol and action: a materialized view that one silo after the other refreshes.</summary>
internal static class SignalCounts
{
    private sealed record Row(string Symbol, short Action, long Count, double MeanConfidence, DateTime LastTime, short LastRest);

    /// <summary>Counts anew, unless another silo is at it or has done it since.</summary>
    public static async Task Refresh(NpgsqlDataSource source, DateTime nowUtc, TimeSpan every, CancellationToken cancel)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancel);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
        if (!await connection.ExecuteScalarAsync<bool>(new("SELECT pg_try_advisory_xact_lock(hashtext('goldensignals.insights'))", transaction: transaction, cancellationToken: cancel)))
            return;
        int due = await connection.ExecuteAsync(new("UPDATE goldensignals.insights_refresh SET refreshed_at = @now WHERE refreshed_at <= @before OR refreshed_at > @now",
            new { now = nowUtc, before = nowUtc - every }, transaction, cancellationToken: cancel));
        if (due == 0)
            return;
        await connection.ExecuteAsync(new("REFRESH MATERIALIZED VIEW CONCURRENTLY goldensignals.signal_insights", transaction: transaction, commandTimeout: 0, cancellationToken: cancel));
        await transaction.CommitAsync(cancel);
    }

    public static async Task<SignalInsights> Read(NpgsqlDataSource source, CancellationToken cancel)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancel);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);      // both of one refresh
        DateTime refreshed = await connection.ExecuteScalarAsync<DateTime>(new("SELECT refreshed_at FROM goldensignals.insights_refresh", transaction: transaction, cancellationToken: cancel));
        IEnumerable<Row> rows = await connection.QueryAsync<Row>(new("""
            SELECT symbol, action, count, mean_confidence AS MeanConfidence, last_time AS LastTime, last_rest AS LastRest
            FROM goldensignals.signal_insights ORDER BY symbol, action
            """, transaction: transaction, cancellationToken: cancel));
        return new(refreshed, [.. rows.Select(row => new SignalInsight(row.Symbol, (SignalAction)row.Action, row.Count, row.MeanConfidence, row.LastTime.AddTicks(row.LastRest)))]);
    }
}
