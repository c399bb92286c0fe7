using System.ComponentModel.DataAnnotations;

namespace GoldenSignals.Silo.Storage.History;

/// <summary>When rows go from memory to files. Bound from <c>History:*</c>.</summary>
public sealed record HistoryOptions
{
    /// <summary>Rows that wait in memory before they are written; twice as many hold up whoever brings more. 1,000…10,000,000, default 500,000.</summary>
    [Range(1_000, 10_000_000)] public int FlushRows { get; init; } = 500_000;

    /// <summary>How long a row waits in memory at most. What waits is told again from the journal after a crash. 1 s…1 hour, default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")] public TimeSpan FlushAge { get; init; } = TimeSpan.FromMinutes(1);
}
