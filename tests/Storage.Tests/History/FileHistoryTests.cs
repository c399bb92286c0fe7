using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage.History;

namespace GoldenSignals.Storage.Tests.History;

/// <summary>The history in files answers as a plain list would, wherever its rows lie.</summary>
public sealed class FileHistoryTests : IDisposable
{
    private readonly HistoryFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public async Task It_answers_as_a_plain_list_would_from_memory_and_runs(int seed)
    {
        var (random, records, model) = (new Random(seed), new SomeRecords(seed), new HistoryModel());
        await using FileHistory history = _fixture.Open();
        for (int round = 0; round < 15; round++)
        {
            for (int i = random.Next(30); i >= 0; i--)
                await Add(history, model, records.Next());
            if (random.Next(3) > 0)
                await history.Flush();
            await HistoryFixture.Check(history, model, random, queries: 12);
        }
        Assert.Contains(history.Runs.Current.Runs.GroupBy(run => (run.Kind, run.Day)), day => day.Count() > 1);
    }

    [Theory, InlineData(null, 1), InlineData(null, 7), InlineData("S3", 1), InlineData("S3", 5), InlineData("T/4", 3)]
    public async Task Pages_in_a_row_are_the_whole(string? symbol, int limit)
    {
        var (records, model) = (new SomeRecords(5), new HistoryModel());
        await using FileHistory history = _fixture.Open();
        for (int i = 0; i < 90; i++)
        {
            await Add(history, model, records.Next());
            if (i % 20 == 10)
                await history.Flush();
        }
        var pages = new List<DecisionRow>();
        HistoryQuery query = HistoryFixture.All with { Symbol = symbol, Limit = limit };
        for (DecisionRow[] page = await history.Decisions(query); page.Length > 0; page = await history.Decisions(query with { Behind = HistoryModel.PlaceOf(pages[^1]) }))
        {
            Assert.True(page.Length <= limit);
            pages.AddRange(page);
        }
        Assert.Equal(model.DecisionsOf(query), pages);
        Assert.NotEmpty(pages);
    }

    [Theory, InlineData(11), InlineData(12), InlineData(13)]
    public async Task After_a_crash_at_any_point_the_journal_tells_the_rest(int seed)
    {
        var (random, records, model) = (new Random(seed), new SomeRecords(seed), new HistoryModel());
        var journal = new List<(int Shard, DecidedBars Record)>();
        for (int life = 0; life < 12; life++)
        {
            FileHistory history = _fixture.Open();                        // and is never closed
            for (int shard = 0; shard < 3; shard++)
            {
                long known = await history.Position(shard);
                foreach (var (_, record) in journal.Where(told => told.Shard == shard && told.Record.Sequence > known - 4))     // more than is needed
                    await history.Add(shard, record);
            }
            await HistoryFixture.Check(history, model.Decisions.Count > 0 ? model : await First(history), random, 6);
            for (int i = random.Next(20); i >= 0; i--)
            {
                journal.Add(records.Next());
                await Add(history, model, journal[^1]);
                if (random.Next(9) == 0)
                    await history.Flush();
            }
            await HistoryFixture.Check(history, model, random, 6);
        }

        async Task<HistoryModel> First(FileHistory history)
        {
            journal.Add(records.Next());
            await Add(history, model, journal[^1]);
            return model;
        }
    }

    [Fact]
    public async Task A_record_that_is_told_again_changes_nothing()
    {
        var (records, model) = (new SomeRecords(6), new HistoryModel());
        await using FileHistory history = _fixture.Open();
        var told = Enumerable.Range(0, 40).Select(_ => records.Next()).ToArray();
        foreach (var one in told)
            await Add(history, model, one);
        foreach (var (shard, record) in told)
            await history.Add(shard, record);
        await history.Flush();
        foreach (var (shard, record) in told)
            await history.Add(shard, record);
        await HistoryFixture.Check(history, model, new(6), 10);
        Assert.Equal(told.Where(one => one.Shard == 1).Max(one => one.Record.Sequence), await history.Position(1));
    }

    [Fact]
    public async Task A_position_moves_on_when_its_rows_are_in_files_for_good()
    {
        await using FileHistory history = _fixture.Open();
        await history.Add(7, Bars(12, "A", SomeRecords.Start, 3));
        Assert.Equal(0, await history.Position(7));
        await history.Flush();
        Assert.Equal(12, await history.Position(7));
        Assert.Equal(0, await history.Position(8));

        await history.Add(7, SomeRecords.Record(20, [], []));
        await history.Flush();
        Assert.Equal(20, await history.Position(7));
        await using FileHistory again = _fixture.Open();
        Assert.Equal(20, await again.Position(7));
    }

    [Fact]
    public async Task Rows_are_written_when_they_are_a_minute_old_and_when_they_are_many()
    {
        using var small = new HistoryFixture { Options = new() { FlushRows = 1_000 } };
        await using FileHistory history = small.Open();
        await history.Add(0, Bars(1, "A", SomeRecords.Start, 10));
        Assert.Empty(small.Runs);
        small.Clock.Advance(TimeSpan.FromMinutes(1));
        await Until(async () => await history.Position(0) == 1);

        await history.Add(0, Bars(2, "B", SomeRecords.Start, 2_000));
        await Until(async () => await history.Position(0) == 2);
    }

    [Fact]
    public async Task What_waits_is_written_when_it_is_closed()
    {
        await using (FileHistory history = _fixture.Open())
            await history.Add(0, Bars(1, "A", SomeRecords.Start, 10));
        await using FileHistory again = _fixture.Open();
        Assert.Equal(1, await again.Position(0));
        Assert.Equal(10, (await again.Bars(HistoryFixture.All)).Length);
    }

    [Fact]
    public async Task Many_runs_of_a_day_become_few_and_no_answer_changes()
    {
        var (records, model) = (new SomeRecords(8), new HistoryModel());
        await using FileHistory history = _fixture.Open();
        for (int i = 0; i < 60; i++)
        {
            await Add(history, model, records.Next(step: 3));
            await history.Flush();
        }
        Assert.All(history.Runs.Current.Runs.GroupBy(run => (run.Kind, run.Day)), day => Assert.InRange(day.Count(), 1, RunLog.MaxRunsOfDay));
        Assert.Equal(history.Runs.Current.Runs.Length, _fixture.Runs.Length);
        Assert.Equal(model.Bars.Count, history.Runs.Current.Runs.Where(run => run.Kind == HistoryKind.Bars).Sum(run => run.Rows));
        await HistoryFixture.Check(history, model, new(8), 30);
        FileHistory again = _fixture.Open();
        await HistoryFixture.Check(again, model, new(9), 30);
    }

    [Fact]
    public async Task One_symbol_is_read_from_the_newest_day_on_and_from_its_blocks_alone()
    {
        await using FileHistory history = _fixture.Open();
        long sequence = 0;
        for (int day = 0; day < 20; day++)
            for (int symbol = 0; symbol < 30; symbol++)
                await history.Add(0, Bars(++sequence, $"S{symbol:D2}", SomeRecords.Start.Date.AddDays(day), 40));
        await history.Flush();
        long files = history.Runs.Store.Reads.Files, blocks = history.Runs.Store.Reads.Blocks;
        SymbolBar[] bars = await history.Bars(HistoryFixture.All with { Symbol = "S11", Limit = 60 });
        Assert.Equal(60, bars.Length);
        Assert.Equal(2, history.Runs.Store.Reads.Files - files);
        Assert.InRange(history.Runs.Store.Reads.Blocks - blocks, 1, 2 * 40 * 2);          // at most two blocks of each slice

        files = history.Runs.Store.Reads.Files;
        Assert.Equal(40 * 30, (await history.Bars(HistoryFixture.All with { FromUtc = SomeRecords.Start.Date.AddDays(4), ToUtc = SomeRecords.Start.Date.AddDays(5) })).Length);
        Assert.Equal(1, history.Runs.Store.Reads.Files - files);
        Assert.Empty(await history.Bars(HistoryFixture.All with { Symbol = "S99" }));
    }

    [Fact]
    public async Task Reading_everything_holds_a_slice_of_each_run_and_no_more()
    {
        await using FileHistory history = _fixture.Open();
        long sequence = 0;
        for (int flush = 0; flush < 5; flush++)
        {
            for (int symbol = 0; symbol < 20; symbol++)
                await history.Add(0, Bars(++sequence, $"S{symbol:D2}", SomeRecords.Start.Date.AddMinutes(200 * flush), 200));
            await history.Flush();
        }
        RunStore store = history.Runs.Store;
        long rows = store.Rows(HistoryKind.Bars, BarFormat.Instance, RowRange.Everything, [], default).LongCount();
        Assert.Equal(5 * 20 * 200, rows);
        Assert.Equal(0, store.Reads.RowsHeld);
        Assert.InRange(store.Reads.MostRowsHeld, 1, 5 * (HistoryFixture.Small.SliceRows + 20));
    }

    [Fact]
    public async Task The_canary_leaves_no_trace()
    {
        await using FileHistory history = _fixture.Open();
        await history.Add(0, Bars(1, Canary.Symbol, SomeRecords.Start, 3));
        await history.Flush();
        Assert.Empty(await history.Bars(HistoryFixture.All));
        Assert.Empty(_fixture.Runs);
        Assert.Equal(1, await history.Position(0));
    }

    [Fact]
    public async Task Queries_and_flushes_at_the_same_time_lose_and_double_nothing()
    {
        await using FileHistory history = _fixture.Open();
        long written = 0;
        var end = new TaskCompletionSource();
        Task writer = Task.Run(async () =>
        {
            for (int i = 0; i < 300; i++)
            {
                await history.Add(0, Bars(i + 1, "A", SomeRecords.Start.AddMinutes(10 * i), 10));
                Volatile.Write(ref written, 10 * (i + 1));
                if (i % 4 == 0)
                    await history.Flush();
            }
            end.SetResult();
        });
        while (!end.Task.IsCompleted && !writer.IsFaulted)
        {
            long least = Volatile.Read(ref written);
            SymbolBar[] bars = await history.Bars(HistoryFixture.All with { Symbol = "A" });
            Assert.InRange(bars.Length, least, 3_000);
            Assert.All(bars.Zip(bars.Skip(1)), pair => Assert.Equal(TimeSpan.FromMinutes(1), pair.First.Bar.OpenTimeUtc - pair.Second.Bar.OpenTimeUtc));
        }
        await writer;
    }

    [Fact]
    public async Task Another_process_may_read_the_files_while_they_are_written_merged_and_dropped()
    {
        await using FileHistory history = _fixture.Open();
        Task writer = Task.Run(async () =>
        {
            for (int i = 0; i < 150; i++)
            {
                await history.Add(0, Bars(i + 1, "A", SomeRecords.Start.Date.AddMinutes(20 * i), 20));
                await history.Flush();
            }
        });
        int reads = 0;
        while (!writer.IsCompleted || reads == 0)
        {
            long least = 20 * await history.Position(0);
            var store = new RunStore(_fixture.Path, () => Manifest.Load(_fixture.Path));
            SymbolBar[] bars = [.. store.Rows(HistoryKind.Bars, BarFormat.Instance, RowRange.Everything, [], default)];
            Assert.InRange(bars.Length, least, 3_000);
            Assert.All(bars.Zip(bars.Skip(1)), pair => Assert.Equal(TimeSpan.FromMinutes(1), pair.Second.Bar.OpenTimeUtc - pair.First.Bar.OpenTimeUtc));
            Assert.All(store.Verify(default), run => Assert.Null(run.Damage));
            reads++;
        }
        await writer;

        // A day that goes after its manifest was read: the others are told.
        var stale = new Queue<Manifest>([history.Runs.Current]);
        history.Runs.Drop(run => run.Day == DateOnly.FromDateTime(SomeRecords.Start), dryRun: false);
        var left = new RunStore(_fixture.Path, () => stale.TryDequeue(out Manifest? old) ? old : Manifest.Load(_fixture.Path))
            .Rows(HistoryKind.Bars, BarFormat.Instance, RowRange.Everything, [], default).Select(bar => bar.Bar.OpenTimeUtc.Date).Distinct();
        Assert.Equal([SomeRecords.Start.Date.AddDays(1), SomeRecords.Start.Date.AddDays(2)], left);
    }

    private static async Task Add(FileHistory history, HistoryModel model, (int Shard, DecidedBars Record) next)
    {
        await history.Add(next.Shard, next.Record);
        model.Add(next.Record);
    }

    internal static DecidedBars Bars(long sequence, string symbol, DateTime from, int count) => SomeRecords.Record(sequence,
        Enumerable.Range(0, count).Select(i => new Bar(from.AddMinutes(i), 1, 2, 0.5, 1.5, 10)),
        Enumerable.Range(0, count).Select(i => SomeRecords.Decided(symbol, TimeSpan.FromMinutes(1), from.AddMinutes(i), 1.5, SignalAction.Hold, SignalAction.Hold, 0.5)));

    private static async Task Until(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await holds())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
