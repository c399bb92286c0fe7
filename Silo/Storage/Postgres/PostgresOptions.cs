using System.ComponentModel.DataAnnotations;

namespace GoldenSignals.Silo.Storage.Postgres;

/// <summary>How long and how much is kept in memory while PostgreSQL does not answer.</summary>
public sealed record PostgresOptions
{
    public string ConnectionString { get; init; } = "";

    /// <summary>Journal records that wait to be written, bytes. 64 KB…4 GB, default 64 MB.</summary>
    [Range(1L << 16, 1L << 32)] public long SpoolBytes { get; init; } = 64L << 20;

    /// <summary>How long a journal record waits to be written. 0.1 s…10 minutes, default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")] public TimeSpan SpoolTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the server may take over a write before its connection counts as lost. 1 s…10 minutes, default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Rows of the history that wait to be written, bytes: when they are that many, the shards wait. 64 KB…4 GB, default 64 MB.</summary>
    [Range(1L << 16, 1L << 32)] public long HistoryBytes { get; init; } = 64L << 20;

    /// <summary>How often the signals of the last day are counted. 1 s…1 day, default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")] public TimeSpan InsightsEvery { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>What waits to be written.</summary>
/// <param name="IsDegraded">The last attempt to write failed.</param>
/// <param name="OldestAge">How long the oldest of it has waited.</param>
/// <param name="Fault">Why the last attempt failed; null when it did not.</param>
public readonly record struct SpoolState(bool IsDegraded, int Records, long Bytes, TimeSpan OldestAge, string? Fault);
