using Dapper;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Postgres.Tests.Support;
using GoldenSignals.Silo.Storage;
using GoldenSignals.Silo.Storage.Postgres;
using GoldenSignals.Tests;
using Npgsql;

namespace GoldenSignals.Postgres.Tests;

[Collection(PostgresCollection.Name)]
public class PruneTests(OneServer one)
{
    private readonly PostgresServer _server = one.Server;
    private static readonly HistoryQuery s_all = new(null, null, DateTime.MinValue, DateTime.MaxValue, 1000);

    [PostgresFact]
    public async Task Each_kind_of_history_loses_the_days_that_are_all_past_and_a_dry_run_only_lists_them()
    {
        var clock = new SetClock(SomeRecords.Start.Date.AddDays(40).AddHours(12));
        await using PostgresDatabase database = await SomeRecords.Open(await _server.CreateDatabase(), clock: clock);
        await using var history = new PostgresHistory(database);
        var random = new Random(1);
        await history.Add(0, SomeRecords.Decided(1, Enumerable.Range(0, 40).Select(day => SomeRecords.Decision("A", TimeSpan.FromHours(1), SomeRecords.Start.Date.AddDays(day).AddHours(18), random))));
        await history.Flush();
        SymbolBar[] bars = await history.Bars(s_all);
        DecisionRow[] decisions = await history.Decisions(s_all), signals = await history.Signals(s_all);

        // Kept for 30 days: what ended 30 days before noon of day 40. The day in which that lies stays as a whole.
        var retention = new RetentionOptions { RawBars = TimeSpan.FromDays(30), Decisions = TimeSpan.FromDays(20), Signals = TimeSpan.FromDays(10) };
        Task<Pruned[]> Prune(bool dryRun) => history.Prune(retention, dryRun);
        Pruned[] would = await Prune(dryRun: true);
        Assert.Equal((10, 20, 30), (Of("bars").Length, Of("decisions").Length, Of("signals").Length));
        Assert.Equal(SomeRecords.Start.Date.AddDays(10), Of("bars")[^1].UntilUtc);
        Pruned[] Of(string table) => [.. would.Where(day => day.Name.StartsWith($"goldensignals.{table}_", StringComparison.Ordinal))];
        Assert.All(would, day => Assert.True(day.Bytes > 0));
        Assert.Equal(40, (await history.Bars(s_all)).Length);

        Assert.Equal(would, await Prune(dryRun: false));
        Assert.Equal(bars.Where(bar => bar.Bar.OpenTimeUtc >= SomeRecords.Start.Date.AddDays(10)), await history.Bars(s_all));
        Assert.Equal(decisions.Where(row => row.BarTimeUtc >= SomeRecords.Start.Date.AddDays(20)), await history.Decisions(s_all));
        Assert.Equal(signals.Where(row => row.BarTimeUtc >= SomeRecords.Start.Date.AddDays(30)), await history.Signals(s_all));
        Assert.Empty(await Prune(dryRun: false));

        // A bar of a day that went finds a day again.
        await history.Add(0, SomeRecords.Decided(2, SomeRecords.Decision("B", TimeSpan.FromHours(1), SomeRecords.Start.Date, random)));
        await history.Flush();
        Assert.Equal("B", (await history.Bars(s_all))[^1].Symbol);
    }

    [PostgresFact]
    public async Task The_journal_loses_the_oldest_days_of_which_no_shard_needs_a_record()
    {
        string connection = await _server.CreateDatabase();
        await using PostgresDatabase database = await SomeRecords.Open(connection, shards: 2);
        await using var store = new PostgresJournalStore(database);
        JournalTail[] tails = [await store.Open(0), await store.Open(1)];
        for (int i = 1; i <= 30; i++)
            foreach (int shard in (int[])[0, 1])
                await store.Append(SomeRecords.Record(shard, tails[shard].Epoch, i));
        // Ten of each shard were written four days ago, ten three days ago, ten today.
        await using var direct = new NpgsqlConnection(connection);
        await direct.ExecuteAsync("""
            SELECT goldensignals.make_day('journal', (now() AT TIME ZONE 'UTC')::date - ago) FROM unnest(ARRAY[3, 4]) ago;
            UPDATE goldensignals.journal SET written_at = written_at - interval '4 days' WHERE sequence <= 10;
            UPDATE goldensignals.journal SET written_at = written_at - interval '3 days' WHERE sequence BETWEEN 11 AND 20;
            """);
        DateTime now = DateTime.UtcNow;
        Assert.Empty(await store.Prune(now.AddDays(-1), [10, 21], dryRun: false));              // record 10 of shard 0 must stay
        Assert.Empty(await store.Prune(now.AddDays(-1), [21], dryRun: false));                  // nothing is said of shard 1
        Assert.Empty(await store.Prune(now.AddDays(-5), [31, 31], dryRun: false));
        Assert.Equal(2, (await store.Prune(now, [31, 31], dryRun: true)).Length);
        Pruned gone = Assert.Single(await store.Prune(now, [11, 21], dryRun: false));
        Assert.Equal(now.Date.AddDays(-3), gone.UntilUtc);
        Assert.Equal(11, (await store.Open(0)).First);
        Assert.Equal(Enumerable.Range(11, 20).Select(i => (long)i), (await store.Read(0, 0).ToList()).Select(record => record.Sequence));
        Assert.Single(await store.Prune(now, [21, 21], dryRun: false));
        Assert.Equal(new JournalTail(3, 30, 21), await store.Open(0));
    }

    [PostgresFact]
    public async Task A_shard_of_which_no_record_is_kept_goes_on_behind_its_last()
    {
        string connection = await _server.CreateDatabase();
        await using PostgresDatabase database = await SomeRecords.Open(connection, shards: 1);
        await using var store = new PostgresJournalStore(database);
        JournalTail tail = await store.Open(0);
        await store.Append(SomeRecords.Record(0, tail.Epoch, 1));
        await using var direct = new NpgsqlConnection(connection);
        await direct.ExecuteAsync("SELECT goldensignals.make_day('journal', (now() AT TIME ZONE 'UTC')::date - 9); UPDATE goldensignals.journal SET written_at = written_at - interval '9 days'");
        Assert.Single(await store.Prune(DateTime.UtcNow, [2], dryRun: false));
        tail = await store.Open(0);
        Assert.Equal((1, 2), (tail.Last, tail.First));
        Assert.Empty(await store.Read(0, 0).ToList());
        await store.Append(SomeRecords.Record(0, tail.Epoch, 2));
        Assert.Equal(2, (await store.Read(0, 0).ToList()).Single().Sequence);
    }
}
