using System.Runtime.CompilerServices;
using GoldenSignals.Grains;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;

namespace GoldenSignals.Silo.Storage.Postgres;

/// <summary>The journal in PostgreSQL: one row for each record, written for all shards of the process in one transaction at a time.</summary>
/// <remarks>
/// While the server cannot be reached, records wait in a spool and are tried again in order: trying again is safe, as a record
/// is written only behind the shard's last. An append fails when the spool is full or it has waited for too long.
/// </remarks>
public sealed partial class PostgresJournalStore : IJournalStore
{
    private const int ReadAtOnce = 256;
    private const int DaysAhead = 3;

    private readonly PostgresDatabase _database;
    private readonly JournalSpool _spool;
    private readonly ResiliencePipeline _patient, _brief;
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _expiry;
    private readonly Task _writer;
    private DateTime _partitionsUntilUtc;

    public PostgresJournalStore(PostgresDatabase database)
    {
        _database = database;
        _spool = new(database.Options, database.Clock);
        _patient = PostgresFaults.Patient(database.Clock, Failed);
        _brief = PostgresFaults.Within(database.Options.SpoolTimeout, database.Clock);
        TimeSpan often = database.Options.SpoolTimeout / 20;
        _expiry = database.Clock.CreateTimer(_ => _spool.Expire(), null, often, often);
        _writer = Task.Run(WriteAll);
    }

    /// <summary>What waits to be written.</summary>
    public SpoolState Spool => _spool.State;

    public async ValueTask<JournalTail> Open(int shard)
    {
        JournalTail tail = await Brief($"shard {shard} cannot be opened", async cancel => (await OneTail("""
            WITH shard AS (
              INSERT INTO goldensignals.shard AS shard (shard, epoch) VALUES ($1, 1)
              ON CONFLICT (shard) DO UPDATE SET epoch = shard.epoch + 1, opened_at = now()
              RETURNING shard, epoch, last
            )
            """, shard, cancel))!.Value);
        _spool.Open(shard, tail.Epoch, tail.Last);
        return tail;
    }

    public ValueTask<JournalTail> Tail(int shard) => Tail(shard, default);

    public ValueTask Append(StoredRecord record)
    {
        try
        {
            return new(_spool.Add(record).Written);
        }
        catch (Exception refused) when (refused is JournalUnavailableException or JournalFencedException or ObjectDisposedException)
        {
            return ValueTask.FromException(refused);
        }
    }

    public async IAsyncEnumerable<StoredRecord> Read(int shard, long after, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        long last = (await Tail(shard, cancel)).Last;
        bool first = true;
        while (after < last)
        {
            List<(StoredRecord Record, int Checksum)> some = await Brief($"shard {shard} cannot be read", async attempt => await ReadSome(shard, after, last, attempt), cancel);
            if (some.Count == 0)
            {
                if (!first)
                    throw Damaged(shard, after + 1, $"missing; there must be records up to {last}");
                yield break;                                          // none of them is kept
            }
            foreach ((StoredRecord record, int checksum) in some)
            {
                if (!first && record.Sequence != after + 1)
                    throw Damaged(shard, after + 1, "missing");
                if (JournalChecksum.Of(record) != checksum)
                    throw Damaged(shard, record.Sequence, "its checksum is another");
                first = false;
                after = record.Sequence;
                yield return record;
            }
        }
    }

    /// <summary>Drops days from before a time of which no shard needs a record any more: the oldest first, so that none is missing between two.</summary>
    /// <param name="keepFrom">For each shard, the sequence of the first record that must stay.</param>
    /// <returns>What went; in a dry run what would.</returns>
    public Task<Pruned[]> Prune(DateTime beforeUtc, IReadOnlyList<long> keepFrom, bool dryRun, CancellationToken cancel = default) =>
        DayPartitions.DropJournal(_database, beforeUtc, keepFrom, dryRun, cancel);

    /// <summary>Writes what waits, as far as the server takes it in time, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _spool.Close();
        await _writer;
        await _expiry.DisposeAsync();
        if (!_stop.IsCancellationRequested)                          // not when it comes again
        {
            await _stop.CancelAsync();
            _stop.Dispose();
        }
    }

    private async Task WriteAll()
    {
        while (await _spool.Next(_stop.Token) is { Length: > 0 } batch)
        {
            try
            {
                await _patient.ExecuteAsync(async cancel => await Write(batch, cancel), _stop.Token);
            }
            catch (Exception fault)                                   // nothing that passes by waiting; the shards may try
            {
                Failed(fault);
                foreach (PendingAppend record in batch)
                    _spool.Fail(record, PostgresFaults.Reason(fault), () => PostgresFaults.Unavailable("the journal cannot be written", fault));
            }
        }
    }

    /// <summary>One attempt at what has not been given up meanwhile.</summary>
    private async ValueTask Write(PendingAppend[] batch, CancellationToken cancel)
    {
        PendingAppend[] records = [.. batch.Where(record => !record.IsDone)];
        if (records.Length == 0)
            return;
        await MakePartitions(cancel);
        Dictionary<int, JournalTable.Owned> before;
        try
        {
            before = await JournalTable.Append(_database.Writing, records, cancel);
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.CheckViolation)      // no partition: the server's clock is far ahead of this one
        {
            _partitionsUntilUtc = default;
            await MakePartitions(cancel);
            before = await JournalTable.Append(_database.Writing, records, cancel);
        }
        foreach (IGrouping<(int Shard, long Epoch), PendingAppend> shard in records.GroupBy(record => (record.Shard, record.Epoch)))
            await Settle([.. shard], before.GetValueOrDefault(shard.Key.Shard), cancel);
    }

    private async ValueTask Settle(PendingAppend[] records, JournalTable.Owned before, CancellationToken cancel)
    {
        PendingAppend first = records[0];
        PendingAppend[] there = [.. records.Where(record => record.Sequence <= before.Last)];
        if (before.Epoch != first.Epoch)
            _spool.Fail(first, "it has another owner", () => JournalSpool.Fenced(first.Shard, first.Epoch));
        else if (first.Sequence > before.Last + 1)
            _spool.Fail(first, "records are missing before it", () => new JournalUnavailableException($"record {first.Sequence} of shard {first.Shard} does not follow {before.Last}, the last in the database"));
        else if (there.Length > 0 && !await JournalTable.Holds(_database.Writing, there, cancel))              // an attempt before did it, or ought to have
            _spool.Fail(first, "the journal is damaged", () => Damaged(first.Shard, first.Sequence, "another record is there than was written"));
        else
            _spool.Written(records);
    }

    /// <summary>Partitions for the days to come, by the server's clock.</summary>
    private async ValueTask MakePartitions(CancellationToken cancel)
    {
        DateTime nowUtc = _database.Clock.GetUtcNow().UtcDateTime;
        if (nowUtc < _partitionsUntilUtc)
            return;
        await using NpgsqlCommand command = _database.Writing.CreateCommand(
            $"SELECT goldensignals.make_day('journal', (now() AT TIME ZONE 'UTC')::date + ahead) FROM generate_series(0, {DaysAhead}) ahead");
        await command.ExecuteNonQueryAsync(cancel);
        _partitionsUntilUtc = nowUtc + TimeSpan.FromDays(DaysAhead - 1);
    }

    private ValueTask<JournalTail> Tail(int shard, CancellationToken cancel) =>
        Brief($"shard {shard} cannot be read", async attempt => await OneTail("", shard, attempt) ?? new JournalTail(Epoch: 0, Last: 0, First: 1), cancel);

    /// <param name="prefix">What the shard's row comes from, when it is not the table.</param>
    private async ValueTask<JournalTail?> OneTail(string prefix, int shard, CancellationToken cancel)
    {
        await using NpgsqlCommand command = _database.Source.CreateCommand($"""
            {prefix} SELECT epoch, last, coalesce((SELECT min(sequence) FROM goldensignals.journal WHERE shard = $1), last + 1)
            FROM {(prefix.Length > 0 ? "shard" : "goldensignals.shard")} WHERE shard = $1
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = shard });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)) : null;
    }

    private async Task<List<(StoredRecord, int)>> ReadSome(int shard, long after, long last, CancellationToken cancel)
    {
        await using NpgsqlCommand command = _database.Source.CreateCommand($"""
            SELECT epoch, sequence, kind, body, checksum FROM goldensignals.journal
            WHERE shard = $1 AND sequence > $2 AND sequence <= $3 ORDER BY sequence LIMIT {ReadAtOnce}
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = shard });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = last });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
        var some = new List<(StoredRecord, int)>();
        while (await reader.ReadAsync(cancel))
            some.Add((new(shard, reader.GetInt64(0), reader.GetInt64(1), (byte)reader.GetInt16(2), reader.GetFieldValue<byte[]>(3)), reader.GetInt32(4)));
        return some;
    }

    private async ValueTask<T> Brief<T>(string what, Func<CancellationToken, ValueTask<T>> work, CancellationToken cancel = default)
    {
        try
        {
            return await _brief.ExecuteAsync(work, cancel);
        }
        catch (Exception fault) when (PostgresFaults.IsUnavailable(fault))
        {
            throw PostgresFaults.Unavailable(what, fault);
        }
    }

    private void Failed(Exception fault)
    {
        string reason = PostgresFaults.Reason(fault);
        if (!_spool.State.IsDegraded)
            LogDegraded(_database.Logger, reason);
        _spool.Failed(reason);
    }

    private static JournalDamagedException Damaged(int shard, long sequence, string what) => new($"goldensignals.journal, shard {shard}", sequence, what);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal cannot be written: {Reason}. Records wait and are tried again.")]
    private static partial void LogDegraded(ILogger logger, string reason);
}
