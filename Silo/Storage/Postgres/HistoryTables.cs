using System.Globalization;
using Dapper;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using Npgsql;

namespace GoldenSignals.Silo.Storage.Postgres;

/// <summary>Writes rows of the history: copied into tables of the session, and from there what is new into the history, with the positions that it stands for.</summary>
internal sealed class HistoryTables(NpgsqlDataSource source) : IAsyncDisposable
{
    private const int DaysAtOnce = 64;                                // each partition that a transaction touches takes locks

    // Tables of the session: unlogged, nobody else's, and empty after each transaction.
    private const string Stage = """
        CREATE TEMPORARY TABLE staged_bars (LIKE goldensignals.bars) ON COMMIT DELETE ROWS;
        CREATE TEMPORARY TABLE staged_decisions (LIKE goldensignals.decisions) ON COMMIT DELETE ROWS;
        """;

    private const string TakeOver = $"""
        INSERT INTO goldensignals.bars ({HistoryColumns.Bar})
        SELECT {HistoryColumns.Bar} FROM staged_bars ORDER BY bar_time DESC, bar_rest DESC, symbol, interval_ticks
        ON CONFLICT (bar_time, bar_rest, symbol, interval_ticks) DO NOTHING;
        INSERT INTO goldensignals.decisions ({HistoryColumns.Decision})
        SELECT {HistoryColumns.Decision} FROM staged_decisions ORDER BY bar_time DESC, bar_rest DESC, symbol, interval_ticks
        ON CONFLICT (bar_time, bar_rest, symbol, interval_ticks) DO NOTHING;
        INSERT INTO goldensignals.signals ({HistoryColumns.Decision})
        SELECT {HistoryColumns.Decision} FROM staged_decisions WHERE action <> action_before ORDER BY bar_time DESC, bar_rest DESC, symbol, interval_ticks
        ON CONFLICT (bar_time, bar_rest, symbol, interval_ticks) DO NOTHING;
        """;

    private readonly HashSet<DateTime> _days = [];
    private NpgsqlConnection? _connection;

    /// <summary>Writes all of it; whatever is there already stays as it is. May be done again when it fails.</summary>
    public async Task Write(IReadOnlyList<HistoryRows> batch, CancellationToken cancel)
    {
        try
        {
            _connection ??= await Connect(cancel);
            DateTime[] days = [.. batch.SelectMany(rows => rows.Days).Distinct().Order()];
            await MakePartitions(_connection, days, cancel);
            var positions = batch.GroupBy(rows => rows.Shard).ToDictionary(shard => shard.Key, shard => shard.Max(rows => rows.Sequence));
            for (int first = 0; first == 0 || first < days.Length; first += DaysAtOnce)
            {
                bool last = first + DaysAtOnce >= days.Length;
                HashSet<DateTime>? only = days.Length <= DaysAtOnce ? null : [.. days.Skip(first).Take(DaysAtOnce)];
                await WriteDays(_connection, batch, only, last ? positions : [], cancel);
            }
        }
        catch
        {
            await DisposeAsync();
            _days.Clear();                                             // a partition may have been dropped as too old
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
            await connection.DisposeAsync();
    }

    private async Task<NpgsqlConnection> Connect(CancellationToken cancel)
    {
        NpgsqlConnection connection = await source.OpenConnectionAsync(cancel);
        try
        {
            await connection.ExecuteAsync(new(Stage, cancellationToken: cancel));
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <param name="only">Rows of these days; null for all.</param>
    private static async Task WriteDays(NpgsqlConnection connection, IReadOnlyList<HistoryRows> batch, HashSet<DateTime>? only, Dictionary<int, long> positions, CancellationToken cancel)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
        await using (NpgsqlBinaryImporter rows = await connection.BeginBinaryImportAsync($"COPY staged_bars ({HistoryColumns.Bar}) FROM STDIN (FORMAT BINARY)", cancel))
        {
            foreach (HistoryRows record in batch)
                foreach (SymbolBar bar in record.Bars)
                    if (only is null || only.Contains(bar.Bar.OpenTimeUtc.Date))
                        await HistoryColumns.Write(rows, bar, cancel);
            await rows.CompleteAsync(cancel);
        }
        await using (NpgsqlBinaryImporter rows = await connection.BeginBinaryImportAsync($"COPY staged_decisions ({HistoryColumns.Decision}) FROM STDIN (FORMAT BINARY)", cancel))
        {
            foreach (HistoryRows record in batch)
                foreach (DecisionRow decision in record.Decisions)
                    if (only is null || only.Contains(decision.BarTimeUtc.Date))
                        await HistoryColumns.Write(rows, decision, cancel);
            await rows.CompleteAsync(cancel);
        }
        await connection.ExecuteAsync(new(TakeOver, transaction: transaction, cancellationToken: cancel));
        await connection.ExecuteAsync(new("""
            INSERT INTO goldensignals.history_position AS position (shard, sequence)
            SELECT * FROM unnest(@shards, @sequences) ORDER BY 1
            ON CONFLICT (shard) DO UPDATE SET sequence = greatest(position.sequence, excluded.sequence)
            """, new { shards = positions.Keys.ToArray(), sequences = positions.Values.ToArray() }, transaction, cancellationToken: cancel));
        await transaction.CommitAsync(cancel);
    }

    private async Task MakePartitions(NpgsqlConnection connection, DateTime[] days, CancellationToken cancel)
    {
        foreach (DateTime[] missing in days.Where(day => !_days.Contains(day)).Chunk(DaysAtOnce))
        {
            await connection.ExecuteAsync(new("""
                SELECT goldensignals.make_day(name, day::date)
                FROM unnest(@missing) day, unnest(ARRAY['bars', 'decisions', 'signals']) name
                """, new { missing = missing.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).ToArray() }, cancellationToken: cancel));
            _days.UnionWith(missing);
        }
    }
}
