using GoldenSignals.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace GoldenSignals.Storage.Tests.Support;

/// <summary>A folder for one test's journal, how it is opened and what was put into it.</summary>
internal sealed class JournalFolder : IDisposable
{
    // In memory where that can be had: fsync costs nothing there, and what is tested is not the disk.
    private static readonly string s_root = Directory.Exists("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath();

    public JournalFolder(int shards = 4) => Shards = shards;

    public int Shards { get; }

    public string Path { get; } = Directory.CreateDirectory(System.IO.Path.Combine(s_root, $"gs-journal-{Guid.NewGuid():N}")).FullName;

    public LogLines Log { get; } = new();

    public string[] Files => [.. Directory.GetFiles(Path, "*.gsj").Order(StringComparer.Ordinal)];

    public FileJournalStore Open(int segmentBytes = 1 << 20, int maxPendingBytes = 1 << 20, double commitMilliseconds = 0, Func<string, FileMode, ISegmentFile>? open = null) =>
        FileJournalStore.Open(Path, Shards, new() { SegmentBytes = segmentBytes, MaxPendingBytes = maxPendingBytes, CommitInterval = TimeSpan.FromMilliseconds(commitMilliseconds) },
            TimeProvider.System, Log, open);

    /// <summary>All that a shard has.</summary>
    public static async Task<List<StoredRecord>> All(FileJournalStore store, int shard, long after = 0)
    {
        var records = new List<StoredRecord>();
        await foreach (StoredRecord record in store.Read(shard, after))
            records.Add(record);
        return records;
    }

    /// <summary>The same from outside, as it is on the disk.</summary>
    public async Task<List<StoredRecord>> All(int shard)
    {
        await using FileJournalStore store = FileJournalStore.OpenRead(Path);
        return await All(store, shard);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>What the journal has said.</summary>
    public sealed class LogLines : ILogger<FileJournalStore>
    {
        private readonly Lock _gate = new();
        private readonly List<(LogLevel Level, string Text)> _lines = [];

        public (LogLevel Level, string Text)[] Lines
        {
            get
            {
                lock (_gate)
                    return [.. _lines];
            }
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_gate)
                _lines.Add((logLevel, formatter(state, exception)));
        }
    }
}

/// <summary>One owner of a shard, which counts its records.</summary>
internal sealed class Owner(FileJournalStore store, int shard)
{
    public long Epoch { get; private set; }

    public long Last { get; private set; }

    public static async Task<Owner> Of(FileJournalStore store, int shard)
    {
        var owner = new Owner(store, shard);
        (owner.Epoch, owner.Last, _) = await store.Open(shard);
        return owner;
    }

    /// <summary>Appends the next record; the count goes on only with those that are begun.</summary>
    public Task Append(byte[] body, byte kind = 1) => store.Append(new(shard, Epoch, ++Last, kind, body)).AsTask();
}

internal static class SomeRecords
{
    public static byte[] Body(Random random, int most = 200)
    {
        var body = new byte[random.Next(most)];
        random.NextBytes(body);
        return body;
    }

    /// <summary>Whether two lists of records say the same.</summary>
    public static bool Same(IReadOnlyList<StoredRecord> one, IReadOnlyList<StoredRecord> other) => one.Count == other.Count && IsPrefix(one, other);

    public static bool IsPrefix(IReadOnlyList<StoredRecord> few, IReadOnlyList<StoredRecord> all) =>
        few.Count <= all.Count && few.Zip(all).All(pair => pair.First with { Body = default } == pair.Second with { Body = default } && pair.First.Body.Span.SequenceEqual(pair.Second.Body.Span));
}
