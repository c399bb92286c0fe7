using System.Data;
using System.Globalization;
using System.Reflection;
using Dapper;
using Npgsql;

namespace GoldenSignals.Silo.Storage.Postgres;

/// <summary>Brings a database to the schema of this program: numbered SQL files, each applied once.</summary>
internal static class PostgresSchema
{
    private const string Prefix = "schema/";

    private sealed record Step(int Number, string Name, string Sql);

    private static readonly Step[] s_steps = [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(name => new Step(int.Parse(name.AsSpan(Prefix.Length, 4), CultureInfo.InvariantCulture), name[Prefix.Length..], Text(name)))];

    /// <summary>Version that this program knows.</summary>
    public static int Version => s_steps[^1].Number;

    /// <exception cref="InvalidDataException">The database is newer than the program.</exception>
    public static async Task Apply(NpgsqlDataSource source, CancellationToken cancel)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancel);
        // Several programs may start at once: one does it, the others wait, however long it takes, and find it done.
        await connection.ExecuteAsync(new("SELECT pg_advisory_lock(hashtext('goldensignals.schema'))", commandTimeout: 0, cancellationToken: cancel));
        try
        {
            await Apply(connection, cancel);
        }
        finally
        {
            if (connection.State == ConnectionState.Open)             // else the server has given it back
                await connection.ExecuteAsync("SELECT pg_advisory_unlock(hashtext('goldensignals.schema'))");
        }
    }

    private static async Task Apply(NpgsqlConnection connection, CancellationToken cancel)
    {
        await connection.ExecuteAsync(new("""
            SET client_min_messages = warning;
            CREATE SCHEMA IF NOT EXISTS goldensignals;
            CREATE TABLE IF NOT EXISTS goldensignals.gs_schema (
              version integer PRIMARY KEY,
              name text NOT NULL,
              applied_at timestamptz NOT NULL DEFAULT now()
            );
            """, cancellationToken: cancel));
        int there = await connection.ExecuteScalarAsync<int>(new("SELECT coalesce(max(version), 0) FROM goldensignals.gs_schema", cancellationToken: cancel));
        if (there > Version)
            throw new InvalidDataException($"the database has schema version {there}, this program knows versions up to {Version}: it is older than the database");
        foreach (Step step in s_steps.Where(step => step.Number > there))
        {
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
            await connection.ExecuteAsync(new(step.Sql, transaction: transaction, commandTimeout: 0, cancellationToken: cancel));
            await connection.ExecuteAsync(new("INSERT INTO goldensignals.gs_schema (version, name) VALUES (@Number, @Name)", step, transaction, cancellationToken: cancel));
            await transaction.CommitAsync(cancel);
        }
    }

    /// <summary>The database must be as this program would make it; nothing is changed.</summary>
    /// <exception cref="InvalidDataException">There is no grid in it, or one of another version.</exception>
    public static async Task Require(NpgsqlDataSource source, CancellationToken cancel)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancel);
        if (await connection.ExecuteScalarAsync<bool>(new("SELECT to_regclass('goldensignals.gs_schema') IS NULL", cancellationToken: cancel)))
            throw new InvalidDataException("there is no grid in the database");
        int there = await connection.ExecuteScalarAsync<int>(new("SELECT coalesce(max(version), 0) FROM goldensignals.gs_schema", cancellationToken: cancel));
        if (there != Version)
            throw new InvalidDataException($"the database has schema version {there}, this program reads version {Version}; a silo brings an older one up to date when it starts");
    }

    private static string Text(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
