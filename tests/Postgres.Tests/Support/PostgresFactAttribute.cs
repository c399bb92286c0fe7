using GoldenSignals.Tests;

namespace GoldenSignals.Postgres.Tests.Support;

/// <summary>A test that runs against a PostgreSQL server of its own; skipped where the server is not installed.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.MissingMessage;
}

/// <summary>The same for a test with arguments.</summary>
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresServer.MissingMessage;
}

/// <summary>One server for all tests, which run one after the other: some of them stop it.</summary>
public sealed class OneServer : IAsyncLifetime
{
    private PostgresServer? _server;

    public PostgresServer Server => _server!;

    public async Task InitializeAsync() => _server = PostgresServer.MissingMessage is null ? await PostgresServer.Create() : null;

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<OneServer>
{
    public const string Name = "PostgreSQL";
}
