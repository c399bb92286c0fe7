using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage;
using GoldenSignals.Storage.Tests.Support;
using Microsoft.Extensions.Logging;

namespace GoldenSignals.Storage.Tests;

public class JournalFaultTests
{
    public static TheoryData<string> Calls => ["write", "flush"];

    [Theory, MemberData(nameof(Calls))]
    public async Task A_fault_refuses_all_that_wait_and_leaves_nothing_of_them(string call)
    {
        using var folder = new JournalFolder();
        var disk = new FaultyDisk();
        await using (FileJournalStore store = folder.Open(open: disk.Open))
        {
            Owner one = await Owner.Of(store, 0), two = await Owner.Of(store, 1);
            await one.Append([1]);
            await two.Append([1]);

            using var both = new ManualResetEventSlim();
            disk.FailOnce(call, FaultyDisk.Broken, when: both);
            Task[] refused = [one.Append([2]), one.Append([3]), two.Append([2])];
            both.Set();
            foreach (Task task in refused)
                Assert.Contains("Input/output error", (await Assert.ThrowsAsync<JournalUnavailableException>(() => task)).Message, StringComparison.Ordinal);

            await store.Append(new(0, one.Epoch, 2, 1, new byte[] { 4 }));           // the sequence is free again
            await store.Append(new(1, two.Epoch, 2, 1, new byte[] { 5 }));
            Assert.Equal([1, 4], (await JournalFolder.All(store, 0)).Select(record => record.Body.Span[0]));
        }
        Assert.Equal([1, 4], (await folder.All(0)).Select(record => record.Body.Span[0]));
        Assert.Equal([1, 5], (await folder.All(1)).Select(record => record.Body.Span[0]));
        Assert.Equal(2, folder.Files.Length);                        // it went on in a new file
        Assert.Equal([LogLevel.Error, LogLevel.Information], folder.Log.Lines.Select(line => line.Level));
    }

    [Fact]
    public async Task As_long_as_the_file_cannot_be_cut_back_everything_is_refused()
    {
        using var folder = new JournalFolder();
        var disk = new FaultyDisk();
        await using FileJournalStore store = folder.Open(open: disk.Open);
        Owner owner = await Owner.Of(store, 0);
        await owner.Append([1]);
        disk.Fault = call => call is "write" ? FaultyDisk.NoSpace : null;
        await Assert.ThrowsAsync<JournalUnavailableException>(() => owner.Append([2]));
        foreach (string call in new[] { "cut", "flush", "open", "write" })            // each step of the mending in turn
        {
            disk.Fault = asked => asked == call ? FaultyDisk.Broken : null;
            for (int i = 0; i < 3; i++)
                await Assert.ThrowsAsync<JournalUnavailableException>(async () => await store.Append(new(0, owner.Epoch, 2, 1, new byte[] { 3 })));
            Assert.True(store.IsFailing);
            Assert.Equal([1], (await JournalFolder.All(store, 0)).Select(record => record.Body.Span[0]));
        }
        disk.Fault = null;
        await store.Append(new(0, owner.Epoch, 2, 1, new byte[] { 4 }));
        Assert.False(store.IsFailing);
        Assert.Equal([1, 4], (await folder.All(0)).Select(record => record.Body.Span[0]));
        Assert.Equal(2, folder.Log.Lines.Length);                    // said once, not with every try
    }

    [Fact]
    public async Task A_mark_that_cannot_be_written_takes_nothing_back()
    {
        using var folder = new JournalFolder();
        var disk = new FaultyDisk();
        await using FileJournalStore store = folder.Open(open: disk.Open);
        Owner owner = await Owner.Of(store, 0);
        int writes = 0;
        disk.Fault = call => call is "write" && ++writes == 2 ? FaultyDisk.NoSpace : null;
        await owner.Append([1]);                                     // is durable, and so acknowledged
        await owner.Append([2]);
        Assert.Equal([1, 2], (await folder.All(0)).Select(record => record.Body.Span[0]));
    }

    [Fact]
    public async Task A_next_file_that_cannot_be_begun_is_tried_again_and_loses_nothing()
    {
        using var folder = new JournalFolder();
        var disk = new FaultyDisk();
        await using (FileJournalStore store = folder.Open(segmentBytes: 400, open: disk.Open))
        {
            Owner owner = await Owner.Of(store, 0);
            await owner.Append(new byte[250]);
            disk.FailOnce("flush", FaultyDisk.Broken);               // of the next file's header, which is in the file by then
            await Assert.ThrowsAsync<JournalUnavailableException>(() => owner.Append(new byte[250]));
            await store.Append(new(0, owner.Epoch, 2, 1, new byte[1]));      // would still fit into the old one
        }
        Assert.Equal([250, 1], (await folder.All(0)).Select(record => record.Body.Length));
        await using FileJournalStore again = folder.Open();
        Assert.Equal(2, (await again.Open(0)).Last);
        Assert.Null(again.Verify().Damage);
    }

    [Fact]
    public async Task A_shard_that_could_not_be_opened_keeps_its_owner()
    {
        using var folder = new JournalFolder();
        var disk = new FaultyDisk();
        await using FileJournalStore store = folder.Open(open: disk.Open);
        Owner owner = await Owner.Of(store, 0);
        disk.FailOnce("flush", FaultyDisk.Broken);
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await store.Open(0));
        await owner.Append([1]);
        Assert.Equal(1, (await store.Open(0)).Last);
    }

    [TmpfsFact]
    public async Task A_full_disk_refuses_loses_nothing_and_goes_on_once_there_is_room()
    {
        using var small = new SmallDisk();
        var options = new JournalOptions { CommitInterval = TimeSpan.Zero };
        string ballast = Path.Combine(small.Path, "ballast");
        File.WriteAllBytes(ballast, new byte[300_000]);
        var log = new JournalFolder.LogLines();
        int acknowledged = 0;
        await using (FileJournalStore store = FileJournalStore.Open(small.Journal, 2, options, TimeProvider.System, log))
        {
            Owner owner = await Owner.Of(store, 0);
            long sequence = 0;
            async Task<bool> Append()
            {
                try
                {
                    await store.Append(new(0, owner.Epoch, sequence + 1, 1, Enumerable.Repeat((byte)(sequence + 1), 9_000).ToArray()));
                    sequence++;
                    acknowledged++;
                    return true;
                }
                catch (JournalUnavailableException full)
                {
                    Assert.Contains("No space left on device", full.Message, StringComparison.Ordinal);
                    return false;
                }
            }
            while (await Append())
                Assert.True(acknowledged < 200, "1 MB cannot take that much");
            Assert.True(acknowledged > 50);
            for (int i = 0; i < 5; i++)
                Assert.False(await Append() && i < 4);               // what is left may do for one more at most
            Assert.Equal(acknowledged, (await JournalFolder.All(store, 0)).Count);
            File.Delete(ballast);
            for (int i = 0; i < 10; i++)
                Assert.True(await Append());
        }
        await using FileJournalStore again = FileJournalStore.Open(small.Journal, 2, options, TimeProvider.System, log);
        List<StoredRecord> records = await JournalFolder.All(again, 0);
        Assert.Equal(Enumerable.Range(1, acknowledged).Select(i => (byte)i), records.Select(record => record.Body.Span[^1]));
        Assert.Null(again.Verify().Damage);
    }
}
