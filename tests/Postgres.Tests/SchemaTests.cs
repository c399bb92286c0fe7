using Dapper;
using GoldenSignals.Grains;
using GoldenSignals.Postgres.Tests.Support;
using GoldenSignals.Silo.Storage.Postgres;
using GoldenSignals.Tests;
using Npgsql;

namespace GoldenSignals.Postgres.Tests;

[Collection(PostgresCollection.Name)]
public class SchemaTests(OneServer one)
{
    private readonly PostgresServer _server = one.Server;
    [PostgresFact]
    public async Task Several_that_start_at_once_apply_each_step_once()
    {
        string connection = await _server.CreateDatabase();
        PostgresDatabase[] databases = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SomeRecords.Open(connection)));
        await using var direct = new NpgsqlConnection(connection);
        string[] steps = [.. await direct.QueryAsync<string>("SELECT name FROM goldensignals.gs_schema ORDER BY version")];
        Assert.Equal(["0001_journal.sql", "0002_history.sql", "0003_insights.sql", "0004_facts.sql", "0005_api_keys.sql"], steps);
        Assert.Equal(0, await direct.ExecuteScalarAsync<long>("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
        foreach (PostgresDatabase database in databases)
            await database.DisposeAsync();
    }

    [PostgresFact]
    public async Task A_database_that_is_newer_than_the_program_is_refused()
    {
        string connection = await _server.CreateDatabase();
        await (await SomeRecords.Open(connection)).DisposeAsync();
        await using var direct = new NpgsqlConnection(connection);
        await direct.ExecuteAsync("INSERT INTO goldensignals.gs_schema (version, name) VALUES (9999, '9999_future.sql')");
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => SomeRecords.Open(connection));
        Assert.Contains("9999", refused.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Another_number_of_shards_is_refused_with_both_numbers()
    {
        string connection = await _server.CreateDatabase();
        await (await SomeRecords.Open(connection, shards: 64)).DisposeAsync();
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => SomeRecords.Open(connection, shards: 32));
        Assert.Matches("64.*32", refused.Message);
        await (await SomeRecords.Open(connection, shards: 64)).DisposeAsync();
    }

    [PostgresFact]
    public async Task A_server_that_flushes_nothing_is_refused()
    {
        string connection = await _server.CreateDatabase();
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => SomeRecords.Open(connection + ";Options=-c synchronous_commit=off"));
        Assert.Contains("synchronous_commit", refused.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_database_that_cannot_be_used_is_named()
    {
        string connection = await _server.CreateDatabase();
        var builder = new NpgsqlConnectionStringBuilder(connection) { Database = "nowhere" };
        var missing = await Assert.ThrowsAsync<JournalUnavailableException>(() => SomeRecords.Open(builder.ConnectionString));
        Assert.Contains("nowhere", missing.Message, StringComparison.Ordinal);
        builder = new(connection) { Port = 1 };
        missing = await Assert.ThrowsAsync<JournalUnavailableException>(() => SomeRecords.Open(builder.ConnectionString, options => options with { SpoolTimeout = TimeSpan.FromMilliseconds(300) }));
        Assert.Contains("127.0.0.1:1", missing.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Whoever_only_reads_finds_a_grid_and_makes_none()
    {
        string connection = await _server.CreateDatabase();
        var options = new PostgresOptions { ConnectionString = connection };
        var none = await Assert.ThrowsAsync<InvalidDataException>(() => PostgresDatabase.OpenToRead(options, TimeProvider.System));
        Assert.Contains("no grid", none.Message, StringComparison.Ordinal);
        await using var direct = new NpgsqlConnection(connection);
        Assert.Equal(0, await direct.ExecuteScalarAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname = 'goldensignals'"));

        await (await SomeRecords.Open(connection, shards: 5)).DisposeAsync();
        await using (PostgresDatabase there = await PostgresDatabase.OpenToRead(options, TimeProvider.System))
            Assert.Equal(5, there.Shards);
        await direct.ExecuteAsync("DELETE FROM goldensignals.gs_schema WHERE version > 1");
        await Assert.ThrowsAsync<InvalidDataException>(() => PostgresDatabase.OpenToRead(options, TimeProvider.System));
    }
}
