using GoldenSignals.Grains;
using GoldenSignals.Postgres.Tests.Support;
using GoldenSignals.Silo.Storage;
using GoldenSignals.Silo.Storage.Postgres;
using GoldenSignals.Tests;
using Npgsql;

namespace GoldenSignals.Postgres.Tests;

[Collection(PostgresCollection.Name)]
public class JournalTests(OneServer one)
{
    private readonly PostgresServer _server = one.Server;
    [PostgresFact]
    public async Task What_is_appended_is_read_again_to_the_byte_in_order()
    {
        await using PostgresDatabase database = await SomeRecords.Open(await _server.CreateDatabase());
        await using var store = new PostgresJournalStore(database);
        Assert.Equal(new JournalTail(Epoch: 0, Last: 0, First: 1), await store.Tail(3));
        Assert.Equal(new JournalTail(Epoch: 1, Last: 0, First: 1), await store.Open(3));
        Assert.Empty(await store.Read(3, after: 0).ToList());

        StoredRecord[] records = [.. Enumerable.Range(1, 700).Select(i => SomeRecords.Record(3, 1, i, bytes: i % 50 == 0 ? 100_000 : i % 90))];
        await Task.WhenAll(records.Select(record => store.Append(record).AsTask()));

        Assert.Equal(records.Select(SomeRecords.Text), (await store.Read(3, after: 0).ToList()).Select(SomeRecords.Text));
        Assert.Equal(records[650..].Select(SomeRecords.Text), (await store.Read(3, after: 650).ToList()).Select(SomeRecords.Text));
        Assert.Empty(await store.Read(3, after: 700).ToList());
        Assert.Empty(await store.Read(4, after: 0).ToList());
        Assert.Equal(new JournalTail(Epoch: 1, Last: 700, First: 1), await store.Tail(3));
        Assert.Equal(new JournalTail(Epoch: 2, Last: 700, First: 1), await store.Open(3));
    }

    [PostgresFact]
    public async Task Many_shards_at_once_each_keep_their_order()
    {
        await using PostgresDatabase database = await SomeRecords.Open(await _server.CreateDatabase());
        await using var store = new PostgresJournalStore(database);
        await Task.WhenAll(Enumerable.Range(0, 64).Select(async shard =>
        {
            JournalTail tail = await store.Open(shard);
            for (int i = 1; i <= 50; i++)
            {
                Task first = store.Append(SomeRecords.Record(shard, tail.Epoch, 2 * i - 1)).AsTask(), second = store.Append(SomeRecords.Record(shard, tail.Epoch, 2 * i)).AsTask();
                await first;
                await second;
            }
        }));
        for (int shard = 0; shard < 64; shard++)
            Assert.Equal(Enumerable.Range(1, 100).Select(i => SomeRecords.Record(shard, 1, i).Text()), (await store.Read(shard, 0).ToList()).Select(SomeRecords.Text));
        Assert.Equal(new SpoolState(false, 0, 0, TimeSpan.Zero, null), store.Spool);
    }

    [PostgresFact]
    public async Task Of_two_writers_on_one_shard_the_stale_one_is_refused_and_each_record_is_there_once()
    {
        string connection = await _server.CreateDatabase();
        await using PostgresDatabase one = await SomeRecords.Open(connection), other = await SomeRecords.Open(connection);
        await using var before = new PostgresJournalStore(one);
        await using var now = new PostgresJournalStore(other);

        JournalTail first = await before.Open(7);
        var acknowledged = new List<string>();
        for (int i = 1; i <= 20; i++)
        {
            await before.Append(SomeRecords.Record(7, first.Epoch, i));
            acknowledged.Add(SomeRecords.Record(7, first.Epoch, i).Text());
        }

        // The old owner goes on while the new one takes over: from one moment on, nothing of the old one is taken.
        Task<int> old = Task.Run(async () =>
        {
            for (int i = 21; ; i++)
                try
                {
                    await before.Append(SomeRecords.Record(7, first.Epoch, i));
                    lock (acknowledged)
                        acknowledged.Add(SomeRecords.Record(7, first.Epoch, i).Text());
                }
                catch (JournalFencedException)
                {
                    return i;
                }
        });
        JournalTail second = await now.Open(7);
        for (long i = 1; i <= 20; i++)
        {
            await now.Append(SomeRecords.Record(7, second.Epoch, second.Last + i));
            lock (acknowledged)
                acknowledged.Add(SomeRecords.Record(7, second.Epoch, second.Last + i).Text());
        }
        Assert.Equal(second.Last + 1, await old);
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await before.Append(SomeRecords.Record(7, first.Epoch, second.Last + 2)));

        Assert.Equal(acknowledged.Order(StringComparer.Ordinal), (await now.Read(7, 0).ToList()).Select(SomeRecords.Text).Order(StringComparer.Ordinal));
        Assert.True(second.Epoch > first.Epoch);
    }

    [PostgresFact]
    public async Task A_shard_that_is_opened_again_here_refuses_its_epoch_of_before()
    {
        await using PostgresDatabase database = await SomeRecords.Open(await _server.CreateDatabase());
        await using var store = new PostgresJournalStore(database);
        JournalTail first = await store.Open(0), second = await store.Open(0);
        await Assert.ThrowsAsync<JournalFencedException>(async () => await store.Append(SomeRecords.Record(0, first.Epoch, 1)));
        await store.Append(SomeRecords.Record(0, second.Epoch, 1));
        Assert.Single(await store.Read(0, 0).ToList());
    }

    [PostgresFact]
    public async Task A_record_that_does_not_follow_the_last_is_refused()
    {
        await using PostgresDatabase database = await SomeRecords.Open(await _server.CreateDatabase());
        await using var store = new PostgresJournalStore(database);
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await store.Append(SomeRecords.Record(0, 1, 1)));      // never opened
        JournalTail tail = await store.Open(0);
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await store.Append(SomeRecords.Record(0, tail.Epoch, 2)));
        await store.Append(SomeRecords.Record(0, tail.Epoch, 1));
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await store.Append(SomeRecords.Record(0, tail.Epoch, 1)));
        Assert.Single(await store.Read(0, 0).ToList());
    }

    [PostgresTheory]
    [InlineData("UPDATE goldensignals.journal SET body = set_byte(body, 5, get_byte(body, 5) # 4) WHERE sequence = 7", 7)]
    [InlineData("UPDATE goldensignals.journal SET kind = 9 WHERE sequence = 3", 3)]
    [InlineData("UPDATE goldensignals.journal SET epoch = 8 WHERE sequence = 9", 9)]
    [InlineData("DELETE FROM goldensignals.journal WHERE sequence = 5", 5)]
    [InlineData("DELETE FROM goldensignals.journal WHERE sequence = 10", 10)]
    [InlineData("UPDATE goldensignals.journal SET shard = 1, sequence = 4 WHERE sequence = 9", 9)]
    public async Task A_record_that_is_not_as_it_was_written_is_damage_named_with_its_place(string damage, long at)
    {
        string connection = await _server.CreateDatabase();
        await using PostgresDatabase database = await SomeRecords.Open(connection);
        await using var store = new PostgresJournalStore(database);
        JournalTail tail = await store.Open(0);
        for (int i = 1; i <= 10; i++)
            await store.Append(SomeRecords.Record(0, tail.Epoch, i));
        await using var direct = new NpgsqlConnection(connection);
        await direct.OpenAsync();
        await using var command = new NpgsqlCommand(damage, direct);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());

        var read = new List<long>();
        var damaged = await Assert.ThrowsAsync<JournalDamagedException>(async () =>
        {
            await foreach (StoredRecord record in store.Read(0, 0))
                read.Add(record.Sequence);
        });
        Assert.Equal(at, damaged.Offset);
        Assert.Equal(Enumerable.Range(1, (int)at - 1).Select(i => (long)i), read);
    }

    [PostgresFact]
    public async Task What_waits_when_the_store_is_disposed_is_still_written()
    {
        await using PostgresDatabase database = await SomeRecords.Open(await _server.CreateDatabase());
        var store = new PostgresJournalStore(database);
        JournalTail tail = await store.Open(0);
        Task[] appends = [.. Enumerable.Range(1, 500).Select(i => store.Append(SomeRecords.Record(0, tail.Epoch, i)).AsTask())];
        await store.DisposeAsync();
        Assert.All(appends, append => Assert.True(append.IsCompletedSuccessfully));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.Append(SomeRecords.Record(0, tail.Epoch, 501)));
        await using var next = new PostgresJournalStore(database);
        Assert.Equal(500, (await next.Open(0)).Last);
    }
}
