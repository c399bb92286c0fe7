namespace GoldenSignals.Silo.Storage;

/// <summary>A file, or part of a table, that went because nobody is to keep it any longer.</summary>
/// <param name="UntilUtc">Time of the newest that it held.</param>
public sealed record Pruned(string Name, long Bytes, DateTime UntilUtc);

/// <summary>Drops what the journal need not keep.</summary>
public interface IJournalPruning
{
    /// <summary>
    /// Drops whole segments from before a time; never one with a record behind the oldest snapshot that is kept, or behind what the
    /// history holds for good (<see cref="Grains.IHistory.Position"/>).
    /// </summary>
    /// <param name="dryRun">Drop nothing.</param>
    /// <returns>What went; in a dry run what would.</returns>
    Task<Pruned[]> Prune(DateTime beforeUtc, bool dryRun, CancellationToken cancel = default);
}
