using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage;
using GoldenSignals.Storage.Tests.Support;

namespace GoldenSignals.Storage.Tests;

public class FileJournalTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task What_was_appended_is_read_back_after_every_reopening(int seed)
    {
        var random = new Random(seed);
        using var folder = new JournalFolder(shards: 5);
        List<StoredRecord>[] written = [.. Enumerable.Range(0, folder.Shards).Select(_ => new List<StoredRecord>())];
        for (int session = 0; session < 4; session++)
        {
            await using FileJournalStore store = folder.Open(segmentBytes: 20_000, maxPendingBytes: 4096);
            var pending = new List<Task>();
            for (int shard = 0; shard < folder.Shards; shard++)
            {
                JournalTail tail = await store.Open(shard);
                Assert.Equal(new JournalTail(session + 1, written[shard].Count, 1), tail);
            }
            for (int i = 0; i < 400; i++)
            {
                int shard = random.Next(folder.Shards - 1);          // the last one stays empty
                var record = new StoredRecord(shard, session + 1, written[shard].Count + 1, (byte)random.Next(250), SomeRecords.Body(random, random.Next(20) == 0 ? 10_000 : 300));
                written[shard].Add(record);
                pending.Add(store.Append(record).AsTask());
            }
            await Task.WhenAll(pending);
            for (int shard = 0; shard < folder.Shards; shard++)
            {
                Assert.Equal(new JournalTail(session + 1, written[shard].Count, 1), await store.Tail(shard));
                Assert.True(SomeRecords.Same(written[shard], await JournalFolder.All(store, shard)));
                int after = random.Next(written[shard].Count + 2);
                Assert.True(SomeRecords.Same([.. written[shard].Skip(after)], await JournalFolder.All(store, shard, after)));
            }
        }
        Assert.True(folder.Files.Length > 10, "the files were to be ended by their size");
        for (int shard = 0; shard < folder.Shards; shard++)
            Assert.True(SomeRecords.Same(written[shard], await folder.All(shard)));
    }

    [Fact]
    public async Task Many_callers_append_at_once_and_each_shard_keeps_its_order()
    {
        using var folder = new JournalFolder(shards: 16);
        await using (FileJournalStore store = folder.Open(segmentBytes: 50_000))
            await Task.WhenAll(Enumerable.Range(0, folder.Shards).Select(shard => Task.Run(async () =>
            {
                Owner owner = await Owner.Of(store, shard);
                for (int i = 0; i < 200; i++)
                {
                    Task first = owner.Append([(byte)shard, (byte)i, 0]), second = owner.Append([(byte)shard, (byte)i, 1]);
                    await first;
                    await second;
                }
            })));
        for (int shard = 0; shard < folder.Shards; shard++)
        {
            List<StoredRecord> records = await folder.All(shard);
            Assert.Equal(Enumerable.Range(0, 400).Select(i => (i + 1L, new[] { (byte)shard, (byte)(i / 2), (byte)(i % 2) })), records.Select(record => (record.Sequence, record.Body.ToArray())));
        }
    }

    [Fact]
    public async Task A_shard_is_read_while_others_append_and_files_end()
    {
        using var folder = new JournalFolder(shards: 2);
        await using FileJournalStore store = folder.Open(segmentBytes: 4096);
        Owner reading = await Owner.Of(store, 0), other = await Owner.Of(store, 1);
        for (int i = 0; i < 300; i++)
            await reading.Append([(byte)i]);
        for (int round = 0; round < 10; round++)
        {
            Task appending = Task.Run(async () =>
            {
                for (int i = 0; i < 100; i++)
                    await other.Append(new byte[50]);
            });
            Assert.Equal(300, (await JournalFolder.All(store, 0)).Count);
            List<StoredRecord> seen = await JournalFolder.All(store, 1);
            Assert.Equal(Enumerable.Range(1, seen.Count).Select(i => (long)i), seen.Select(record => record.Sequence));
            await appending;
        }
    }

    [Fact]
    public async Task Who_looks_on_from_outside_sees_all_that_is_acknowledged_and_no_damage()
    {
        using var folder = new JournalFolder(shards: 1);
        await using FileJournalStore store = folder.Open(segmentBytes: 400);
        Owner owner = await Owner.Of(store, 0);
        for (int round = 1; round <= 10; round++)
        {
            long acknowledged = owner.Last;
            Task appending = Task.Run(async () =>
            {
                for (int i = 0; i < 50; i++)
                    await owner.Append(new byte[100]);
            });
            do
            {
                await using FileJournalStore reading = FileJournalStore.OpenRead(folder.Path);
                JournalCheck check = reading.Verify();
                Assert.Null(check.Damage);
                Assert.True(check.Records >= acknowledged, $"{check.Records} of {acknowledged}");
                Assert.True((await JournalFolder.All(reading, 0)).Count >= acknowledged);
            } while (!appending.IsCompleted);
            await appending;
        }
    }

    [Theory, InlineData(0), InlineData(1), InlineData(40), InlineData(107)]
    public async Task A_file_that_is_only_being_begun_is_not_there_yet(int bytes)
    {
        using var folder = new JournalFolder(shards: 4);
        await using (FileJournalStore store = folder.Open())
            await (await Owner.Of(store, 0)).Append([1]);
        File.WriteAllBytes(Path.Combine(folder.Path, "00000002.gsj"), File.ReadAllBytes(folder.Files[0])[..bytes]);
        await using FileJournalStore reading = FileJournalStore.OpenRead(folder.Path);
        Assert.Null(reading.Verify().Damage);
        Assert.Single(await JournalFolder.All(reading, 0));
        Assert.Equal(1, (await reading.Tail(0)).Last);
    }

    [Fact]
    public async Task What_an_acknowledgement_was_given_for_is_read_at_once()
    {
        using var folder = new JournalFolder(shards: 1);
        await using FileJournalStore store = folder.Open(segmentBytes: 4096);
        Owner owner = await Owner.Of(store, 0);
        for (int i = 1; i <= 200; i++)
        {
            await owner.Append(new byte[60]);
            Assert.Single(await JournalFolder.All(store, 0, after: i - 1));
        }
    }

    [Fact]
    public async Task A_stale_owner_and_a_wrong_sequence_are_refused_and_leave_nothing()
    {
        using var folder = new JournalFolder();
        await using FileJournalStore store = folder.Open();
        Owner old = await Owner.Of(store, 2);
        await old.Append([1]);
        Owner now = await Owner.Of(store, 2);
        Assert.True(now.Epoch > old.Epoch);
        await Assert.ThrowsAsync<JournalFencedException>(() => old.Append([2]));
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await store.Append(new(2, now.Epoch, 1, 1, new byte[1])));
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await store.Append(new(2, now.Epoch, 3, 1, new byte[1])));
        await Assert.ThrowsAsync<JournalFencedException>(async () => await store.Append(new(3, 1, 1, 1, new byte[1])));     // never opened
        await now.Append([3]);
        Assert.Equal([1, 3], (await JournalFolder.All(store, 2)).Select(record => record.Body.Span[0]));
    }

    [Fact]
    public async Task What_the_old_owner_had_begun_counts_for_the_new_one()
    {
        using var folder = new JournalFolder();
        var disk = new FaultyDisk();
        using var held = new ManualResetEventSlim();
        await using FileJournalStore store = folder.Open(open: disk.Open);
        Owner old = await Owner.Of(store, 0);
        disk.Flushing = held.Wait;
        Task begun = old.Append([1]);
        ValueTask<JournalTail> taken = store.Open(0);
        await Assert.ThrowsAsync<JournalFencedException>(() => old.Append([2]));
        held.Set();
        Assert.Equal(1, (await taken).Last);
        await begun;
    }

    [Fact]
    public async Task An_epoch_outlives_the_process_that_took_it_and_wrote_nothing()
    {
        using var folder = new JournalFolder();
        for (int session = 1; session <= 3; session++)
        {
            await using FileJournalStore store = folder.Open();
            Assert.Equal(new JournalTail(session, 0, 1), await store.Open(1));
        }
    }

    [Fact]
    public async Task A_closed_journal_takes_nothing_more_and_one_for_reading_takes_nothing_at_all()
    {
        using var folder = new JournalFolder();
        FileJournalStore store = folder.Open();
        Owner owner = await Owner.Of(store, 0);
        Task last = owner.Append([1]);
        await store.DisposeAsync();
        await last;
        await Assert.ThrowsAsync<JournalUnavailableException>(() => owner.Append([2]));
        await using FileJournalStore reading = FileJournalStore.OpenRead(folder.Path);
        await Assert.ThrowsAsync<NotSupportedException>(async () => await reading.Open(0));
        Assert.Single(await JournalFolder.All(reading, 0));
        Assert.Equal(new JournalTail(1, 1, 1), await reading.Tail(0));
    }

    [Fact]
    public async Task Another_number_of_shards_is_refused()
    {
        using var folder = new JournalFolder();
        await folder.Open().DisposeAsync();
        var refused = Assert.Throws<JournalDamagedException>(() =>
            FileJournalStore.Open(folder.Path, 8, new(), TimeProvider.System, folder.Log));
        Assert.Contains("written for 4 shards, not 8", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arguments_that_cannot_be_are_refused()
    {
        using var folder = new JournalFolder();
        await using FileJournalStore store = folder.Open();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await store.Open(4));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await store.Append(new(-1, 1, 1, 1, default)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await store.Append(new(0, 1, 1, 253, default)));
    }
}
