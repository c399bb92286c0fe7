using GoldenSignals.Silo.Storage;
using GoldenSignals.Storage.Tests.Support;

namespace GoldenSignals.Storage.Tests;

public class PruneTests
{
    [Fact]
    public async Task Files_go_that_no_shard_needs_and_what_is_kept_is_read_from_its_beginning()
    {
        using var folder = new JournalFolder(shards: 2);
        await using FileJournalStore store = folder.Open(segmentBytes: 1000);
        Owner one = await Owner.Of(store, 0), two = await Owner.Of(store, 1);
        for (int i = 0; i < 100; i++)
        {
            await one.Append(new byte[50]);
            if (i % 2 == 0)
                await two.Append(new byte[50]);
        }
        JournalSegment[] before = store.Segments();
        Assert.Equal(folder.Files.Select(Path.GetFileName), before.Select(segment => segment.Name));
        Assert.All(before, segment => Assert.Equal(new FileInfo(Path.Combine(folder.Path, segment.Name)).Length, segment.Bytes));

        Assert.Equal(before[0].Name, Assert.Single(store.Prune([before[1].FirstSequences[0], 50], dryRun: true)).Name);
        Assert.Equal(before.Length, folder.Files.Length);
        Assert.Empty(store.Prune([100, before[1].FirstSequences[1] - 1]));          // the second shard needs one of the first file

        long[] keep = [before[4].FirstSequences[0] + 1, before[3].FirstSequences[1]];
        Assert.Equal(before[..3].Select(segment => segment.Name), store.Prune(keep).Select(segment => segment.Name));
        Assert.Equal(before[3..].Select(segment => segment.Name), folder.Files.Select(Path.GetFileName));
        for (int shard = 0; shard < 2; shard++)
        {
            long first = before[3].FirstSequences[shard];
            Assert.Equal(first, (await store.Tail(shard)).First);
            Assert.Equal(first, (await JournalFolder.All(store, shard)).First().Sequence);
        }
        await one.Append([1]);
        Assert.Null(store.Verify().Damage);

        store.Prune([long.MaxValue, long.MaxValue]);
        Assert.Single(folder.Files);                                 // never the last
        await one.Append([2]);
        await store.DisposeAsync();
        await using FileJournalStore again = folder.Open();
        Assert.Equal((102L, 50L), ((await again.Open(0)).Last, (await again.Open(1)).Last));
        Assert.DoesNotContain(1, again.Segments()[0].FirstSequences);
    }

    [Fact]
    public async Task A_reader_whose_file_goes_reads_on_from_the_oldest_that_is_kept()
    {
        using var folder = new JournalFolder(shards: 1);
        await using FileJournalStore store = folder.Open(segmentBytes: 20_000, maxPendingBytes: 4096);
        Owner owner = await Owner.Of(store, 0);
        await Task.WhenAll(Enumerable.Range(0, 5000).Select(_ => owner.Append(new byte[50])));
        var read = new List<long>();
        long kept = 0;
        await foreach (StoredRecord record in store.Read(0, 0))
        {
            read.Add(record.Sequence);
            if (read.Count == 1)
            {
                store.Prune([4000]);
                kept = (await store.Tail(0)).First;
            }
        }
        Assert.InRange(kept, 3500, 4000);
        Assert.Equal(Enumerable.Range((int)kept, 5001 - (int)kept).Select(i => (long)i), read.SkipWhile(sequence => sequence < kept));
        Assert.True(read.Count < 5000, "what was pruned cannot have been read");
    }

    [Fact]
    public async Task Damage_in_files_that_go_does_not_keep_them()
    {
        using KnownJournal journal = await KnownJournal.Of(seed: 1, sessions: 1, groups: 60, segmentBytes: 700, mostBody: 40);
        File.Delete(journal.Contents[1].File);
        byte[] header = journal.Contents[2].Bytes;
        header[20] ^= 1;
        File.WriteAllBytes(journal.Contents[2].File, header);
        await using FileJournalStore store = journal.Folder.Open();
        long[] keep = store.Segments().Single(segment => segment.Name == Path.GetFileName(journal.Contents[4].File)).FirstSequences;
        store.Prune(keep);
        Assert.Equal(journal.Contents[4].File, journal.Folder.Files[0]);
        Assert.Null(store.Verify().Damage);
    }
}
