using GoldenSignals.Domain.Replay;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage;

namespace GoldenSignals.Grid.Tests.Support;

/// <summary>A folder that is gone after the test.</summary>
public sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("gs-").FullName;

    /// <summary>What a crash would leave: the files as they are now, while they are written.</summary>
    public TempFolder Crashed()
    {
        var copy = new TempFolder();
        foreach (string file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories))
        {
            string name = System.IO.Path.GetRelativePath(Path, file), to = System.IO.Path.Combine(copy.Path, name);
            if (name == "lock" || name.EndsWith(".new", StringComparison.Ordinal))          // a file that is not there before it is whole
                continue;
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
            using FileStream from = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), into = new(to, FileMode.CreateNew);
            from.CopyTo(into);
        }
        return copy;
    }

    /// <summary>Digests of the decisions that the folder's journal holds, by symbol.</summary>
    public async Task<SortedDictionary<string, string>> Digests()
    {
        using var digest = new DecisionDigest();
        var seen = new HashSet<string>();
        await using FileJournalStore store = FileJournalStore.OpenRead(System.IO.Path.Combine(Path, "journal"));
        var journal = new StoredJournal(store);
        for (int shard = 0; shard < store.Shards; shard++)
            await foreach (JournalRecord record in journal.Read(shard, 0))
                foreach (var decision in (record as DecidedBars)?.Decisions ?? [])
                {
                    Assert.True(seen.Add(decision.Id), $"{decision.Id} is in the journal twice");
                    digest.Add(decision);
                }
        return digest.Symbols();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
