using System.Diagnostics;
using GoldenSignals.Grains;
using GoldenSignals.Postgres.Tests.Support;
using GoldenSignals.Silo.Storage;
using GoldenSignals.Silo.Storage.Postgres;
using GoldenSignals.Tests;
using Npgsql;

namespace GoldenSignals.Postgres.Tests;

[Collection(PostgresCollection.Name)]
public class JournalFaultTests(OneServer one)
{
    private readonly PostgresServer _server = one.Server;
    private const int Shards = 6;

    [PostgresFact]
    public async Task A_server_that_is_killed_while_records_are_appended_loses_none_and_doubles_none()
    {
        await using PostgresDatabase database = await SomeRecords.Open(await _server.CreateDatabase(), options => options with { SpoolTimeout = TimeSpan.FromSeconds(30) });
        await using var store = new PostgresJournalStore(database);
        long[] appended = new long[Shards];
        bool enough = false;
        Task[] shards = [.. Enumerable.Range(0, Shards).Select(async shard =>
        {
            JournalTail tail = await store.Open(shard);
            while (!Volatile.Read(ref enough))
            {
                await store.Append(SomeRecords.Record(shard, tail.Epoch, appended[shard] + 1, bytes: 500));
                Interlocked.Increment(ref appended[shard]);
            }
        })];
        for (int kill = 0; kill < 3; kill++)
        {
            long before = appended.Sum();
            await Eventually.Hold(() => appended.Sum() > before + 200, "records are written");
            await _server.Kill();
            await Eventually.Hold(() => store.Spool.IsDegraded, "the store is degraded");
            await _server.Start();
        }
        await Eventually.Hold(() => !store.Spool.IsDegraded, "the store is well again");
        Volatile.Write(ref enough, true);
        await Task.WhenAll(shards);
        for (int shard = 0; shard < Shards; shard++)
            Assert.Equal(Enumerable.Range(1, (int)appended[shard]).Select(i => SomeRecords.Record(shard, 1, i, bytes: 500).Text()), (await store.Read(shard, 0).ToList()).Select(SomeRecords.Text));
    }

    [PostgresFact]
    public async Task A_shard_that_is_opened_again_after_a_failure_goes_on_behind_what_is_there()
    {
        await using PostgresDatabase database = await SomeRecords.Open(await _server.CreateDatabase(),
            options => options with { SpoolTimeout = TimeSpan.FromSeconds(1), AnswerTimeout = TimeSpan.FromSeconds(1) });
        await using var store = new PostgresJournalStore(database);
        var acknowledged = new List<string>();
        bool enough = false;
        int failures = 0;
        Task shard = Task.Run(async () =>
        {
            while (!Volatile.Read(ref enough))
                try
                {
                    JournalTail tail = await store.Open(0);
                    for (long sequence = tail.Last + 1; !Volatile.Read(ref enough); sequence++)
                    {
                        await store.Append(SomeRecords.Record(0, tail.Epoch, sequence));
                        lock (acknowledged)
                            acknowledged.Add(SomeRecords.Record(0, tail.Epoch, sequence).Text());
                    }
                }
                catch (JournalUnavailableException)
                {
                    Interlocked.Increment(ref failures);
                }
        });
        for (int kill = 0; kill < 2; kill++)
        {
            int before = Written();
            await Eventually.Hold(() => Written() > before + 50, "records are written");
            int failed = Volatile.Read(ref failures);
            await _server.Kill();
            await Eventually.Hold(() => Volatile.Read(ref failures) > failed, "an append has failed");
            await _server.Start();
        }
        int last = Written();
        await Eventually.Hold(() => Written() > last, "records are written");
        Volatile.Write(ref enough, true);
        await shard;

        List<StoredRecord> read = await store.Read(0, 0).ToList();
        Assert.Equal(Enumerable.Range(1, read.Count).Select(i => (long)i), read.Select(record => record.Sequence));
        Assert.Equal(read.Select(record => SomeRecords.Record(0, record.Epoch, record.Sequence).Text()), read.Select(SomeRecords.Text));
        Assert.Subset(read.Select(SomeRecords.Text).ToHashSet(), acknowledged.ToHashSet());
        Assert.Equal(read.Select(record => record.Epoch).Order(), read.Select(record => record.Epoch));

        int Written()
        {
            lock (acknowledged)
                return acknowledged.Count;
        }
    }

    [PostgresFact]
    public async Task While_the_server_hangs_the_spool_is_bounded_and_what_it_cannot_take_is_refused()
    {
        await using PostgresDatabase database = await SomeRecords.Open(await _server.CreateDatabase(), options => options with
        {
            SpoolBytes = 64 << 10, SpoolTimeout = TimeSpan.FromSeconds(2), AnswerTimeout = TimeSpan.FromSeconds(1),
        });
        await using var store = new PostgresJournalStore(database);
        JournalTail tail = await store.Open(0), other = await store.Open(1);
        await store.Append(SomeRecords.Record(0, tail.Epoch, 1, bytes: 1000));

        await _server.Stop();
        try
        {
            var waiting = new List<Task>();
            JournalUnavailableException? full = null;
            for (long sequence = 2; full is null; sequence++)
            {
                Task append = store.Append(SomeRecords.Record(0, tail.Epoch, sequence, bytes: 1000)).AsTask();
                if (append.IsFaulted)
                    full = Assert.IsType<JournalUnavailableException>(append.Exception.InnerException);
                else
                    waiting.Add(append);
                Assert.InRange(store.Spool.Bytes, 1, 64 << 10);
            }
            Assert.InRange(waiting.Count, 50, 65);
            Assert.Equal(waiting.Count, store.Spool.Records);
            await Assert.ThrowsAsync<JournalUnavailableException>(async () => await store.Append(SomeRecords.Record(1, other.Epoch, 1, bytes: 1000)));

            var watch = Stopwatch.StartNew();
            foreach (Task append in waiting)
                await Assert.ThrowsAsync<JournalUnavailableException>(() => append);
            Assert.InRange(watch.Elapsed.TotalSeconds, 1, 20);
            Assert.True(store.Spool.IsDegraded);
            Assert.Equal(0, store.Spool.Bytes);
            await Assert.ThrowsAsync<JournalUnavailableException>(async () => await store.Append(SomeRecords.Record(0, tail.Epoch, waiting.Count + 2)));
        }
        finally
        {
            await _server.Continue();
        }

        // Opened again, it goes on behind whatever of it has been written.
        tail = await Opened(store, 0);
        for (long sequence = tail.Last + 1; sequence <= tail.Last + 10; sequence++)
            await store.Append(SomeRecords.Record(0, tail.Epoch, sequence, bytes: 1000));
        Assert.False(store.Spool.IsDegraded);
        List<StoredRecord> read = await store.Read(0, 0).ToList();
        Assert.Equal(Enumerable.Range(1, (int)tail.Last + 10).Select(i => (long)i), read.Select(record => record.Sequence));
        Assert.Equal(read.Select(record => SomeRecords.Record(0, record.Epoch, record.Sequence, bytes: 1000).Text()), read.Select(SomeRecords.Text));
    }

    [PostgresFact]
    public async Task A_server_that_hangs_for_less_than_the_patience_is_caught_up_with_in_order()
    {
        await using PostgresDatabase database = await SomeRecords.Open(await _server.CreateDatabase(),
            options => options with { SpoolTimeout = TimeSpan.FromSeconds(30), AnswerTimeout = TimeSpan.FromSeconds(1) });
        await using var store = new PostgresJournalStore(database);
        JournalTail[] tails = await Task.WhenAll(Enumerable.Range(0, Shards).Select(shard => store.Open(shard).AsTask()));
        var appends = new List<Task>();
        await _server.Stop();
        try
        {
            for (int sequence = 1; sequence <= 300; sequence++)
                for (int shard = 0; shard < Shards; shard++)
                    appends.Add(store.Append(SomeRecords.Record(shard, tails[shard].Epoch, sequence)).AsTask());
            await Eventually.Hold(() => store.Spool.IsDegraded, "the store is degraded");
            Assert.DoesNotContain(appends, append => append.IsCompleted);
            Assert.True(store.Spool.OldestAge > TimeSpan.FromSeconds(0.5));
        }
        finally
        {
            await _server.Continue();
        }
        await Task.WhenAll(appends);
        for (int shard = 0; shard < Shards; shard++)
            Assert.Equal(Enumerable.Range(1, 300).Select(i => SomeRecords.Record(shard, 1, i).Text()), (await store.Read(shard, 0).ToList()).Select(SomeRecords.Text));
    }

    [PostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_is_cut_doubles_nothing(bool afterCommit)
    {
        string connection = await _server.CreateDatabase();
        await using var proxy = new FaultProxy(_server.Port);
        await using PostgresDatabase database = await SomeRecords.Open(new NpgsqlConnectionStringBuilder(connection) { Port = proxy.Port }.ConnectionString,
            options => options with { SpoolTimeout = TimeSpan.FromSeconds(30) });
        await using var store = new PostgresJournalStore(database);
        JournalTail tail = await store.Open(0);
        var random = new Random(5);
        int wanted = 0;
        for (long sequence = 1; sequence <= 200; sequence += 2)
        {
            if (sequence % 10 == 1)
            {
                wanted++;
                if (afterCommit)
                    proxy.CutAfterReplies(0);                          // the answer to the next batch: it has been committed
                else
                    proxy.CutAfterRequestBytes(random.Next(1500));
            }
            await Task.WhenAll(store.Append(SomeRecords.Record(0, tail.Epoch, sequence, bytes: 700)).AsTask(), store.Append(SomeRecords.Record(0, tail.Epoch, sequence + 1, bytes: 700)).AsTask());
        }
        Assert.InRange(proxy.Cuts, wanted, 2 * wanted);
        Assert.Equal(Enumerable.Range(1, 200).Select(i => SomeRecords.Record(0, 1, i, bytes: 700).Text()), (await store.Read(0, 0).ToList()).Select(SomeRecords.Text));
    }

    private static async Task<JournalTail> Opened(PostgresJournalStore store, int shard)
    {
        for (int attempt = 0; ; attempt++)
            try
            {
                return await store.Open(shard);
            }
            catch (JournalUnavailableException) when (attempt < 20)
            {
            }
    }
}
