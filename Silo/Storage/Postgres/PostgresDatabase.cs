using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace GoldenSignals.Silo.Storage.Postgres;

/// <summary>The database of a grid, its schema brought up to date: the journal and the history lie in it.</summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    private const int UsualConnections = 100, Connections = 20;       // to ask with: several silos share what a server takes, by default 100

    private PostgresDatabase(NpgsqlConnectionStringBuilder connection, PostgresOptions options, TimeProvider clock, ILogger logger)
    {
        (Options, Clock, Logger) = (options, clock, logger);
        Source = NpgsqlDataSource.Create(connection);
        Writing = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection.ConnectionString) { MaxPoolSize = 4 });
    }

    public PostgresOptions Options { get; }

    /// <summary>Of the grid.</summary>
    public int Shards { get; private set; }

    /// <summary>To read, open and maintain.</summary>
    internal NpgsqlDataSource Source { get; }

    /// <summary>For those who write: nobody who asks takes their connections.</summary>
    internal NpgsqlDataSource Writing { get; }

    internal TimeProvider Clock { get; }

    internal ILogger Logger { get; }

    /// <summary>Opens a grid's database, or makes an empty one that of a new grid.</summary>
    /// <param name="shards">Of the grid: fixed when it is created.</param>
    /// <exception cref="Grains.JournalUnavailableException">There is no such database, or it does not answer.</exception>
    /// <exception cref="InvalidDataException">The database is newer than the program, belongs to a grid of another number of shards, or promises nothing.</exception>
    public static Task<PostgresDatabase> Open(PostgresOptions options, int shards, TimeProvider clock, ILogger? logger = null, CancellationToken cancel = default) =>
        Open(options, clock, logger, async (database, attempt) =>
        {
            await PostgresSchema.Apply(database.Source, attempt);
            await RequireDurable(database.Source, attempt);
            await using NpgsqlConnection connection = await database.Source.OpenConnectionAsync(attempt);
            await connection.ExecuteAsync(new("INSERT INTO goldensignals.grid (shards) VALUES (@shards) ON CONFLICT DO NOTHING", new { shards }, cancellationToken: attempt));
            await ReadShards(database, attempt);
            if (database.Shards != shards)
                throw new InvalidDataException($"the database belongs to a grid of {database.Shards} shards, this one has {shards}: the number is fixed when a grid is created");
        }, cancel);

    /// <summary>Opens the database of a grid that there is, to read it.</summary>
    /// <exception cref="Grains.JournalUnavailableException">There is no such database, or it does not answer.</exception>
    /// <exception cref="InvalidDataException">There is no grid in it, or one of another version.</exception>
    public static Task<PostgresDatabase> OpenToRead(PostgresOptions options, TimeProvider clock, CancellationToken cancel = default) =>
        Open(options, clock, logger: null, async (database, attempt) =>
        {
            await PostgresSchema.Require(database.Source, attempt);
            await ReadShards(database, attempt);
        }, cancel);

    /// <summary>Says what the grid cannot change, or finds it said before.</summary>
    /// <exception cref="InvalidDataException">The database is of a grid with other facts.</exception>
    public async Task Agree(GridFacts mine, CancellationToken cancel = default)
    {
        await using NpgsqlConnection connection = await Source.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(new("UPDATE goldensignals.grid SET facts = @facts::jsonb WHERE facts IS NULL",
            new { facts = JsonSerializer.Serialize(mine, GridFactsJson.Default.GridFacts) }, cancellationToken: cancel));
        if ((await Facts(cancel))?.Difference(mine) is { } difference)
            throw new InvalidDataException($"{difference}. Set it back, or have another database; this one holds a grid's memory that would not fit");
    }

    /// <summary>What the grid cannot change; null when no silo has said it yet.</summary>
    public async Task<GridFacts?> Facts(CancellationToken cancel = default)
    {
        await using NpgsqlConnection connection = await Source.OpenConnectionAsync(cancel);
        return await connection.ExecuteScalarAsync<string?>(new("SELECT facts::text FROM goldensignals.grid", cancellationToken: cancel)) is { } facts
            ? JsonSerializer.Deserialize(facts, GridFactsJson.Default.GridFacts)
            : null;
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Writing.DisposeAsync();
    }

    private static async Task<PostgresDatabase> Open(
        PostgresOptions options, TimeProvider clock, ILogger? logger, Func<PostgresDatabase, CancellationToken, Task> check, CancellationToken cancel)
    {
        var connection = new NpgsqlConnectionStringBuilder(options.ConnectionString) { Timezone = "UTC" };
        connection.ApplicationName ??= "goldensignals";
        connection.CommandTimeout = connection.Timeout = (int)Math.Ceiling(options.AnswerTimeout.TotalSeconds);
        if (connection.MaxPoolSize == UsualConnections)
            connection.MaxPoolSize = Connections;
        var database = new PostgresDatabase(connection, options, clock, logger ?? NullLogger.Instance);
        try
        {
            await PostgresFaults.Within(options.SpoolTimeout, clock).ExecuteAsync(async attempt => await check(database, attempt), cancel);
            return database;
        }
        catch (Exception fault)
        {
            await database.DisposeAsync();
            if (fault is NpgsqlException || PostgresFaults.IsUnavailable(fault))
                throw PostgresFaults.Unavailable($"the database {connection.Database} at {connection.Host}:{connection.Port} cannot be used", fault);
            throw;
        }
    }

    private static async Task ReadShards(PostgresDatabase database, CancellationToken cancel)
    {
        await using NpgsqlConnection connection = await database.Source.OpenConnectionAsync(cancel);
        database.Shards = await connection.ExecuteScalarAsync<int>(new("SELECT shards FROM goldensignals.grid", cancellationToken: cancel));
    }

    private static async Task RequireDurable(NpgsqlDataSource source, CancellationToken cancel)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancel);
        if (await connection.ExecuteScalarAsync<bool>(new("SELECT 'off' IN (current_setting('fsync'), current_setting('synchronous_commit'))", cancellationToken: cancel)))
            throw new InvalidDataException("the server runs with fsync or synchronous_commit off: what it acknowledges is not durable, and durable is what the journal promises");
    }
}
