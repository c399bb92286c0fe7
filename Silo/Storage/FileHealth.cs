using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage.History;

namespace GoldenSignals.Silo.Storage;

/// <summary>Whether the disk takes what it is given.</summary>
internal sealed class FileHealth(FileJournalStore journal, FileHistory history) : IStorageHealth
{
    public string? Degraded => journal.IsFailing ? "the journal cannot be written: nothing is accepted until it can"
        : history.Fault is { } fault ? $"the history cannot be written; it waits in memory: {fault}"
        : null;
}
