using System.ComponentModel.DataAnnotations;

namespace GoldenSignals.Silo.Storage;

/// <summary>Where the journal is kept and how. Bound from <c>Journal:*</c>.</summary>
public sealed record JournalOptions
{
    public JournalDurability Durability { get; init; } = JournalDurability.Durable;

    /// <summary>Folder of everything that an embedded grid keeps; made when it is not there. Default <c>data</c>.</summary>
    [Required] public string Folder { get; init; } = "data";

    /// <summary>Length at which a journal file is ended and the next one begun. 4 KiB…1 GiB, default 64 MiB.</summary>
    [Range(4096, 1 << 30)] public int SegmentBytes { get; init; } = 64 << 20;

    /// <summary>Shortest time from one fsync to the next; what comes in between shares the next one. 0…1 s, default 1 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")] public TimeSpan CommitInterval { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Bytes that are written and fsynced together at most; what comes beyond waits for the fsync after. One record may be larger. 4 KiB…256 MiB, default 16 MiB.</summary>
    [Range(4096, 256 << 20)] public int MaxPendingBytes { get; init; } = 16 << 20;
}

public enum JournalDurability
{
    /// <summary>What is acknowledged has been fsynced, or committed by PostgreSQL.</summary>
    Durable,

    /// <summary>Nothing is written down, and acknowledgements say so.</summary>
    Memory,
}
