using GoldenSignals.Silo.Storage;

namespace GoldenSignals.Storage.Tests.Support;

/// <summary>A journal with known content, to be damaged; put back as it was after every try.</summary>
internal sealed class KnownJournal : IDisposable
{
    public enum Outcome
    {
        /// <summary>All records came out as they were written.</summary>
        Whole,

        /// <summary>It was refused, and what came out before was right.</summary>
        Refused,

        /// <summary>The first records came out, and it was reported that a torn end was cut off.</summary>
        CutOff,

        /// <summary>Records were missing or wrong, and nobody was told.</summary>
        Silent,
    }

    private readonly List<StoredRecord>[] _records;

    private KnownJournal(JournalFolder folder, List<StoredRecord>[] records)
    {
        (Folder, _records) = (folder, records);
        Contents = [.. folder.Files.Select(file => (file, File.ReadAllBytes(file)))];
    }

    public JournalFolder Folder { get; }

    public (string File, byte[] Bytes)[] Contents { get; private set; }

    /// <param name="sessions">How often it was opened to write.</param>
    public static async Task<KnownJournal> Of(int seed, int sessions, int groups, int segmentBytes, int mostBody)
    {
        var random = new Random(seed);
        var folder = new JournalFolder(shards: 3);
        List<StoredRecord>[] records = [.. Enumerable.Range(0, folder.Shards).Select(_ => new List<StoredRecord>())];
        for (int session = 1; session <= sessions; session++)
        {
            await using FileJournalStore store = folder.Open(segmentBytes);
            for (int shard = 0; shard < folder.Shards; shard++)
                await store.Open(shard);
            for (int group = 0; group < groups; group++)
            {
                var pending = new List<Task>();
                for (int i = random.Next(1, 4); i > 0; i--)
                {
                    int shard = random.Next(folder.Shards);
                    var record = new StoredRecord(shard, session, records[shard].Count + 1, (byte)random.Next(3), SomeRecords.Body(random, mostBody));
                    records[shard].Add(record);
                    pending.Add(store.Append(record).AsTask());
                }
                await Task.WhenAll(pending);
            }
        }
        return new(folder, records);
    }

    /// <summary>Makes the files as they are now the ones to begin with.</summary>
    public void Keep() => Contents = [.. Folder.Files.Select(file => (file, File.ReadAllBytes(file)))];

    /// <summary>Opens it as a grid would, and reads everything.</summary>
    public async Task<(Outcome Outcome, JournalDamagedException? Refusal)> Reopened()
    {
        int said = Folder.Log.Lines.Length;
        JournalDamagedException? refusal = null;
        bool whole = true, right = true;
        try
        {
            await using FileJournalStore store = Folder.Open();
            for (int shard = 0; shard < Folder.Shards; shard++)
                try
                {
                    List<StoredRecord> read = await JournalFolder.All(store, shard);
                    right &= SomeRecords.IsPrefix(read, _records[shard]);
                    whole &= read.Count == _records[shard].Count;
                }
                catch (JournalDamagedException damaged)
                {
                    refusal ??= damaged;
                }
        }
        catch (JournalDamagedException damaged)
        {
            refusal = damaged;
        }
        bool reported = Folder.Log.Lines.Skip(said).Any(line => line.Text.Contains("cut off", StringComparison.Ordinal));
        return (!right ? Outcome.Silent : refusal is not null ? Outcome.Refused : whole ? Outcome.Whole : reported ? Outcome.CutOff : Outcome.Silent, refusal);
    }

    public void Restore()
    {
        foreach (string file in Folder.Files.Except(Contents.Select(content => content.File)))
            File.Delete(file);
        foreach ((string file, byte[] bytes) in Contents)
            if (!File.Exists(file) || !File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes))
                File.WriteAllBytes(file, bytes);
    }

    public void Dispose() => Folder.Dispose();
}
