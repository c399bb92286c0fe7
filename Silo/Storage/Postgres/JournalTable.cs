using Npgsql;

namespace GoldenSignals.Silo.Storage.Postgres;

/// <summary>The journal's statements.</summary>
internal static class JournalTable
{
    // Locked in one order by all, so that no two writers wait for each other. What is read is what the next statement finds.
    private const string LockShards = "SELECT shard, epoch, last FROM goldensignals.shard WHERE shard = ANY ($1) ORDER BY shard FOR NO KEY UPDATE";

    // Of each shard what follows its last record, if all that is given of it has the shard's epoch and leaves no gap.
    private const string AppendRecords = """
        WITH given AS (
          SELECT * FROM unnest($1, $2, $3, $4, $5, $6) AS given (shard, epoch, sequence, kind, checksum, body)
        ), fits AS (
          SELECT shard.shard, shard.last
          FROM goldensignals.shard
          JOIN (SELECT shard, min(epoch) AS epoch, min(sequence) AS first FROM given GROUP BY shard) first USING (shard)
          WHERE shard.epoch = first.epoch AND first.first <= shard.last + 1
        ), written AS (
          INSERT INTO goldensignals.journal (shard, sequence, epoch, written_at, checksum, kind, body)
          SELECT shard, sequence, epoch, now(), checksum, kind, body
          FROM given JOIN fits USING (shard)
          WHERE given.sequence > fits.last
          RETURNING shard, sequence
        )
        UPDATE goldensignals.shard SET last = written.last
        FROM (SELECT shard, max(sequence) AS last FROM written GROUP BY shard) written
        WHERE shard.shard = written.shard
        """;

    /// <summary>Who had a shard, and its last record, before an append.</summary>
    public readonly record struct Owned(long Epoch, long Last);

    /// <summary>Appends records, of each shard in order, in one transaction and one round trip; those that are there already change nothing.</summary>
    /// <returns>Each shard as it was before: its records have been written where the epoch is theirs and they follow the last.</returns>
    public static async Task<Dictionary<int, Owned>> Append(NpgsqlDataSource source, IReadOnlyList<PendingAppend> records, CancellationToken cancel)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancel);
        await using NpgsqlBatch batch = connection.CreateBatch();
        batch.BatchCommands.Add(new(LockShards) { Parameters = { Column(records.Select(record => record.Shard).Distinct()) } });
        batch.BatchCommands.Add(new(AppendRecords)
        {
            Parameters =
            {
                Column(records.Select(record => record.Shard)), Column(records.Select(record => record.Epoch)), Column(records.Select(record => record.Sequence)),
                Column(records.Select(record => (short)record.Kind)), Column(records.Select(record => record.Checksum)), Column(records.Select(record => record.Body)),
            },
        });
        await batch.PrepareAsync(cancel);
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancel);
        var before = new Dictionary<int, Owned>();
        while (await reader.ReadAsync(cancel))
            before.Add(reader.GetInt32(0), new(reader.GetInt64(1), reader.GetInt64(2)));
        while (await reader.NextResultAsync(cancel)) { }              // to the end: only then is it committed
        return before;
    }

    /// <summary>Whether records are in the journal exactly as they are here.</summary>
    public static async Task<bool> Holds(NpgsqlDataSource source, IReadOnlyList<PendingAppend> records, CancellationToken cancel)
    {
        await using NpgsqlCommand command = source.CreateCommand("""
            SELECT count(*)
            FROM unnest($1, $2, $3, $4, $5, $6) AS given (shard, epoch, sequence, kind, checksum, body)
            JOIN goldensignals.journal there ON there.shard = given.shard AND there.sequence = given.sequence AND there.epoch = given.epoch
              AND there.kind = given.kind AND there.checksum = given.checksum AND there.body = given.body
            """);
        command.Parameters.AddRange((NpgsqlParameter[])[
            Column(records.Select(record => record.Shard)), Column(records.Select(record => record.Epoch)), Column(records.Select(record => record.Sequence)),
            Column(records.Select(record => (short)record.Kind)), Column(records.Select(record => record.Checksum)), Column(records.Select(record => record.Body))]);
        return (long)(await command.ExecuteScalarAsync(cancel))! == records.Count;
    }

    public static NpgsqlParameter Column<T>(IEnumerable<T> values) => new NpgsqlParameter<T[]> { TypedValue = [.. values] };
}
