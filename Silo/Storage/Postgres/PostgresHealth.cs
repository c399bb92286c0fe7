using GoldenSignals.Grains;

namespace GoldenSignals.Silo.Storage.Postgres;

/// <summary>Whether PostgreSQL takes what it is given.</summary>
public sealed class PostgresHealth(PostgresJournalStore journal, PostgresHistory history) : IStorageHealth
{
    public string? Degraded => journal.Spool is { IsDegraded: true } spool ? Told("journal", spool)
        : history.Queue is { IsDegraded: true } queue ? Told("history", queue)
        : null;

    private static string Told(string what, SpoolState state) => FormattableString.Invariant(
        $"the {what} waits for PostgreSQL: {state.Records} records of {state.Bytes} bytes, the oldest for {state.OldestAge.TotalSeconds:F0} s ({state.Fault})");
}
