using System.Data;
using Dapper;
using GoldenSignals.Grains;
using Npgsql;

namespace GoldenSignals.Silo.Storage.Postgres;

/// <summary>The days that a table has partitions for.</summary>
internal static class DayPartitions
{
    private sealed record Day(DateTime DayUtc, string Partition, long Bytes);

    /// <summary>Newest first.</summary>
    public static async Task<DateTime[]> All(NpgsqlConnection connection, string table, CancellationToken cancel) =>
        [.. await connection.QueryAsync<DateTime>(new("SELECT day::timestamp AT TIME ZONE 'UTC' FROM goldensignals.days(@table) day ORDER BY day DESC", new { table }, cancellationToken: cancel))];

    /// <summary>Drops the oldest days, each as a whole and only when all of it is past; the first that must stay ends it.</summary>
    /// <param name="beforeUtc">Days that end by then are past.</param>
    /// <param name="mayGo">Asked of each partition that is past.</param>
    public static async Task<Pruned[]> Drop(
        PostgresDatabase database, string table, DateTime beforeUtc, bool dryRun, Func<NpgsqlConnection, string, Task<bool>> mayGo, CancellationToken cancel)
    {
        await using NpgsqlConnection connection = await database.Source.OpenConnectionAsync(cancel);
        if (!await connection.ExecuteScalarAsync<bool>(new("SELECT pg_try_advisory_lock(hashtext('goldensignals.drop'))", cancellationToken: cancel)))
            return [];                                                // another silo is at it
        try
        {
            return await Drop(connection, table, beforeUtc, dryRun, mayGo, cancel);
        }
        finally
        {
            // Not left to the pool, which gives it back only when the connection is used again.
            if (connection.State == ConnectionState.Open)
                await connection.ExecuteAsync("SELECT pg_advisory_unlock(hashtext('goldensignals.drop'))");
        }
    }

    /// <summary>Drops days of the journal of which no shard needs a record any more.</summary>
    /// <param name="keepFrom">For each shard, the sequence of the first record that must stay.</param>
    public static Task<Pruned[]> DropJournal(PostgresDatabase database, DateTime beforeUtc, IReadOnlyList<long> keepFrom, bool dryRun, CancellationToken cancel) =>
        Drop(database, "journal", beforeUtc, dryRun, async (connection, partition) =>
        {
            IEnumerable<(int Shard, long Last)> there = await connection.QueryAsync<(int, long)>(new($"""
                SELECT shard.shard, last.last FROM goldensignals.shard,
                LATERAL (SELECT sequence AS last FROM goldensignals.{partition} day WHERE day.shard = shard.shard ORDER BY sequence DESC LIMIT 1) last
                """, cancellationToken: cancel));
            return there.All(shard => shard.Shard < keepFrom.Count && shard.Last < keepFrom[shard.Shard]);
        }, cancel);

    private static async Task<Pruned[]> Drop(
        NpgsqlConnection connection, string table, DateTime beforeUtc, bool dryRun, Func<NpgsqlConnection, string, Task<bool>> mayGo, CancellationToken cancel)
    {
        // A day that cannot be dropped at once, as somebody reads it, waits for two seconds only: whoever appends waits behind it.
        await connection.ExecuteAsync(new("SET lock_timeout = '2s'", cancellationToken: cancel));
        IEnumerable<Day> past = await connection.QueryAsync<Day>(new("""
            SELECT day::timestamp AT TIME ZONE 'UTC' AS DayUtc, name AS Partition, pg_total_relation_size(('goldensignals.' || name)::regclass) AS Bytes
            FROM goldensignals.days(@table) day, LATERAL (SELECT @table || '_' || to_char(day, 'YYYYMMDD') AS name) named
            WHERE (day + 1)::timestamp AT TIME ZONE 'UTC' <= @beforeUtc
            ORDER BY day
            """, new { table, beforeUtc }, cancellationToken: cancel));
        var dropped = new List<Pruned>();
        foreach (Day day in past)
        {
            if (!await mayGo(connection, day.Partition))
                break;
            if (!dryRun)
                await connection.ExecuteAsync(new($"DROP TABLE goldensignals.{day.Partition}", cancellationToken: cancel));
            dropped.Add(new($"goldensignals.{day.Partition}", day.Bytes, day.DayUtc.AddDays(1)));
        }
        return [.. dropped];
    }
}
