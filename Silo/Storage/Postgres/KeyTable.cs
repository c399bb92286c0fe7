using System.Globalization;
using Dapper;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage.Keys;
using Npgsql;

namespace GoldenSignals.Silo.Storage.Postgres;

/// <summary>Keys in a table: every process of the API and every command asks the same one.</summary>
public sealed class KeyTable : IKeyStore
{
    private const int Connections = 2;

    private const string Columns =
        "id, name, hash, scopes, symbols, signed, created_at AS created, expires_at AS expires, revoked_at AS revoked, last_used_at AS lastused";

    private readonly NpgsqlConnectionStringBuilder _connection;
    private readonly NpgsqlDataSource _source;
    private readonly SemaphoreSlim _opening = new(1);
    private bool _open;

    public KeyTable(PostgresOptions options)
    {
        _connection = new(options.ConnectionString) { Timezone = "UTC", MaxPoolSize = Connections };
        _connection.ApplicationName ??= "goldensignals";
        _connection.CommandTimeout = _connection.Timeout = (int)Math.Ceiling(options.AnswerTimeout.TotalSeconds);
        _source = NpgsqlDataSource.Create(_connection);
    }

    public string Place => $"the database {_connection.Database} at {_connection.Host}:{_connection.Port}";

    public Task<KeyList?> Read(string? since, CancellationToken cancel = default) => Ask(async connection =>
    {
        // The revision before the keys: what changes meanwhile is read again.
        long revision = await connection.ExecuteScalarAsync<long>(new("SELECT revision FROM goldensignals.api_keys_revision", cancellationToken: cancel));
        string tag = revision.ToString(CultureInfo.InvariantCulture);
        return tag == since ? null : new KeyList(tag,
            [.. await connection.QueryAsync<StoredKey>(new($"SELECT {Columns} FROM goldensignals.api_keys ORDER BY created_at, id", cancellationToken: cancel))]);
    }, cancel);

    public Task Add(StoredKey key, CancellationToken cancel = default) => Ask(connection => connection.ExecuteAsync(new("""
        INSERT INTO goldensignals.api_keys (id, name, hash, scopes, symbols, signed, created_at, expires_at)
        VALUES (@Id, @Name, @Hash, @Scopes, @Symbols, @Signed, @Created, @Expires);
        UPDATE goldensignals.api_keys_revision SET revision = revision + 1
        """, key, cancellationToken: cancel)), cancel);

    public Task<StoredKey?> Revoke(string id, DateTime utc, CancellationToken cancel = default) => Ask(async connection =>
    {
        // Also one that is revoked already tells every process again: whoever asks wants to be sure.
        await connection.ExecuteAsync(new("""
            UPDATE goldensignals.api_keys SET revoked_at = coalesce(revoked_at, @utc) WHERE id = @id;
            UPDATE goldensignals.api_keys_revision SET revision = revision + 1
            """, new { id, utc }, cancellationToken: cancel));
        return await connection.QuerySingleOrDefaultAsync<StoredKey>(new($"SELECT {Columns} FROM goldensignals.api_keys WHERE id = @id", new { id }, cancellationToken: cancel));
    }, cancel);

    public Task Used(IReadOnlyDictionary<string, DateTime> lastUtc, CancellationToken cancel = default) => Ask(connection => connection.ExecuteAsync(new("""
        UPDATE goldensignals.api_keys SET last_used_at = greatest(last_used_at, used.last)
        FROM unnest(@ids, @times) AS used (id, last) WHERE api_keys.id = used.id
        """, new { ids = lastUtc.Keys.ToArray(), times = lastUtc.Values.ToArray() }, cancellationToken: cancel)), cancel);

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _opening.Dispose();
    }

    private async Task<T> Ask<T>(Func<NpgsqlConnection, Task<T>> question, CancellationToken cancel)
    {
        try
        {
            await Open(cancel);
            await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancel);
            return await question(connection);
        }
        catch (Exception fault) when (fault is NpgsqlException || PostgresFaults.IsUnavailable(fault))
        {
            throw PostgresFaults.Unavailable($"{Place} cannot be asked for the keys", fault);
        }
    }

    /// <summary>Keys may come first into an empty database: that of the grid which starts later.</summary>
    private async Task Open(CancellationToken cancel)
    {
        if (Volatile.Read(ref _open))
            return;
        await _opening.WaitAsync(cancel);
        try
        {
            if (!_open)
                await PostgresSchema.Apply(_source, cancel);
            Volatile.Write(ref _open, true);
        }
        finally
        {
            _opening.Release();
        }
    }
}
