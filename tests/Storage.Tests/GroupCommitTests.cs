using GoldenSignals.Silo.Storage;
using GoldenSignals.Storage.Tests.Support;

namespace GoldenSignals.Storage.Tests;

public class GroupCommitTests
{
    [Fact]
    public async Task All_that_comes_while_one_fsync_runs_shares_the_next()
    {
        using var folder = new JournalFolder(shards: 64);
        using var running = new SemaphoreSlim(0);
        using var held = new ManualResetEventSlim();
        var disk = new FaultyDisk();
        await using FileJournalStore store = folder.Open(open: disk.Open);
        Owner[] owners = await Task.WhenAll(Enumerable.Range(0, 64).Select(shard => Owner.Of(store, shard)));
        int before = disk.Flushes;
        disk.Flushing = () =>
        {
            running.Release();
            held.Wait();
        };
        Task first = owners[0].Append([1]);
        await running.WaitAsync();                                   // the first one's fsync has begun
        Task[] others = [.. owners.SelectMany(owner => Enumerable.Range(0, 10).Select(_ => owner.Append([2])))];
        Assert.False(first.IsCompleted);
        held.Set();
        await Task.WhenAll(others);
        Assert.Equal(2, disk.Flushes - before);                      // 641 records
    }

    [Fact]
    public async Task No_more_than_the_limit_is_written_at_once_but_a_larger_record_goes_alone()
    {
        using var folder = new JournalFolder(shards: 1);
        using var running = new SemaphoreSlim(0);
        using var held = new ManualResetEventSlim();
        var disk = new FaultyDisk();
        await using FileJournalStore store = folder.Open(maxPendingBytes: 4096, open: disk.Open);
        Owner owner = await Owner.Of(store, 0);
        disk.Flushing = () =>
        {
            running.Release();
            held.Wait();
        };
        Task first = owner.Append([1]);
        await running.WaitAsync();
        int writes = disk.Writes.Length;
        Task[] others = [.. Enumerable.Range(0, 10).Select(_ => owner.Append(new byte[1000])), owner.Append(new byte[10_000]), owner.Append([1])];
        held.Set();
        await Task.WhenAll(others);
        int[] groups = [.. disk.Writes.Skip(writes).Where(bytes => bytes != 9)];           // the others are marks
        Assert.Equal([3 * 1027, 3 * 1027, 3 * 1027, 1027, 10_027, 28], groups);
    }

    [Fact]
    public async Task What_goes_on_after_an_append_does_not_hold_up_the_writer()
    {
        using var folder = new JournalFolder(shards: 1);
        await using FileJournalStore store = folder.Open();
        Owner owner = await Owner.Of(store, 0);
        for (int i = 0; i < 20; i++)
            Assert.NotEqual("journal", await owner.Append([1]).ContinueWith(_ => Thread.CurrentThread.Name, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default));
    }

    [Fact]
    public async Task Nothing_is_acknowledged_before_its_fsync_has_ended()
    {
        using var folder = new JournalFolder(shards: 1);
        using var running = new SemaphoreSlim(0);
        using var held = new ManualResetEventSlim();
        var disk = new FaultyDisk();
        await using FileJournalStore store = folder.Open(open: disk.Open);
        Owner owner = await Owner.Of(store, 0);
        disk.Flushing = () =>
        {
            running.Release();
            held.Wait();
        };
        Task append = owner.Append([1]);
        await running.WaitAsync();
        Assert.False(append.IsCompleted);
        Assert.Empty(await JournalFolder.All(store, 0));             // and not read either
        Assert.Equal(0, (await store.Tail(0)).Last);
        held.Set();
        await append;
        Assert.Single(await JournalFolder.All(store, 0));
    }
}
