using GoldenSignals.Domain.Market;
using GoldenSignals.Feeds.Tests.Support;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Feeds.Tests;

public sealed class CsvMergeTests : IDisposable
{
    private const long Start = 1706711400;
    private readonly CsvFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Bars(int count, int seconds, double price, long start = Start) => "timestamp,open,high,low,close,volume\n"
        + string.Concat(Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"{start + i * seconds},{price},{price},{price},{price + 0},{i}\n")));

    [Fact]
    public async Task Several_files_come_in_the_order_in_which_they_were_known_ties_by_symbol()
    {
        _folder.Write("z/AAA.csv", Bars(300, 60, 1));
        _folder.Write("a/CCC.csv", Bars(300, 60, 3));
        _folder.Write("b/BBB_5m.csv.gz", CsvFolder.Gzip(Bars(60, 300, 2)));
        SymbolBar[] bars = await _folder.Replay().Bars();
        Assert.Equal(660, bars.Length);
        Assert.Equal(bars.OrderBy(bar => bar.Bar.OpenTimeUtc + bar.Interval).ThenBy(bar => bar.Symbol, StringComparer.Ordinal), bars);
        Assert.Equal(["AAA", "CCC", "AAA", "CCC", "AAA", "CCC", "AAA", "CCC", "AAA", "BBB", "CCC"], bars.Take(11).Select(bar => bar.Symbol));
    }

    [Fact]
    public async Task No_batch_brings_anything_older_than_the_watermark_before()
    {
        _folder.Write("AAA.csv", Bars(20_000, 60, 1));
        _folder.Write("BBB.csv", Bars(4000, 300, 2));
        _folder.Write("CCC.csv", Bars(3000, 60, 3, Start + 600_000));
        DateTime watermark = default;
        List<FeedBatch> batches = await _folder.Replay().Batches();
        Assert.True(batches.Count > 6);
        foreach (FeedBatch batch in batches)
        {
            Assert.All(batch.Bars.ToArray(), bar => Assert.True(bar.Bar.OpenTimeUtc >= watermark));
            watermark = batch.WatermarkUtc;
        }
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(Start + 1_200_000), watermark);
    }

    [Fact]
    public async Task A_symbols_own_bars_do_not_depend_on_other_files()
    {
        _folder.Write("AAA_1.csv", Bars(100, 60, 1));
        _folder.Write("AAA_2.csv", Bars(100, 60, 2, Start + 50 * 60));
        List<FeedBatch> alone = await _folder.Replay().Batches();
        _folder.Write("AA.csv", Bars(100, 60, 1));
        _folder.Write("many.csv", "symbol,timestamp,open,high,low,close,volume\nZZZ,1706711460,1,1,1,1,1\nABC,1706711460,1,1,1,1,1\nZZZ,1706711520,1,1,1,1,1\n");
        SymbolBar[] together = await _folder.Replay().Bars();
        SymbolBar[] own = [.. alone.SelectMany(batch => batch.Bars.ToArray())];
        Assert.Equal(own, together.Where(bar => bar.Symbol == "AAA"));
        Assert.Equal(150, own.Length);
        Assert.Equal(50, alone.Quarantined()[Refusal.Duplicate]);
        Assert.Equal(1, own[60].Bar.Close);
    }

    [Fact]
    public async Task Only_the_symbols_asked_for()
    {
        _folder.Write("AAA.csv", Bars(10, 60, 1));
        _folder.Write("BBB.csv", Bars(10, 60, 1));
        _folder.Write("matrix.csv", "timestamp,CCC,DDD\n2024-01-30,1,2\n2024-01-31,3,4\n");
        _folder.Write("rows.csv", "symbol,timestamp,price,size\nEEE,2024-01-30,1,2\nFFF,2024-01-31,3,4\n");
        List<FeedBatch> batches = await _folder.Replay(null, "BBB", "DDD", "FFF").Batches();
        Assert.Equal(["BBB", "DDD", "FFF"], batches.SelectMany(batch =>
            batch.Bars.ToArray().Select(bar => bar.Symbol).Concat(batch.Ticks.ToArray().Select(tick => tick.Symbol))).Distinct().Order());
    }

    [Fact]
    public async Task Files_folders_and_globs_each_file_once()
    {
        string one = _folder.Write("a/AAA.csv", Bars(10, 60, 1));
        _folder.Write("a/b/BBB_x.csv", Bars(10, 60, 1));
        _folder.Write("a/b/BB1_x.CSV", Bars(10, 60, 1));
        _folder.Write("a/notes.txt", "no");
        Assert.Equal(["AAA", "BB1", "BBB"], await Symbols(one, _folder.Root, one));
        Assert.Equal(["BBB"], await Symbols(_folder.Root + "/**/BBB*.csv"));
        Assert.Equal(["AAA"], await Symbols(_folder.Root + "/a/*.csv"));
        Assert.Equal(["BB1", "BBB"], await Symbols(_folder.Root + "/*/b/BB?_x.*"));

        static async Task<string[]> Symbols(params string[] paths) => [.. (await CsvFolder.Replay(paths).Bars()).Select(bar => bar.Symbol).Distinct().Order()];
    }

    [Fact]
    public async Task Files_of_the_same_name_are_different_sources()
    {
        _folder.Write("mon/XRP.csv", "timestamp,price,size\n2024-01-30,1,2\n");
        _folder.Write("tue/XRP.csv", "timestamp,price,size\n2024-01-31,1,2\n");
        Assert.Equal(2, (await _folder.Replay().Ticks()).Select(tick => tick.Source).Distinct().Count());
    }

    [Fact]
    public async Task Progress_ends_at_the_whole()
    {
        _folder.Write("AAA.csv", Bars(10_000, 60, 1));
        _folder.Write("BBB.csv.gz", CsvFolder.Gzip(Bars(10_000, 60, 1)));
        CsvReplay replay = _folder.Replay();
        long before = 0;
        await foreach (FeedBatch batch in replay.Read(CancellationToken.None))
        {
            Assert.InRange(replay.BytesRead, before, replay.TotalBytes);
            before = replay.BytesRead;
        }
        Assert.Equal(replay.TotalBytes, replay.BytesRead);
        Assert.Equal(20_000, replay.Rows);
    }

    [Fact]
    public async Task Cancellation_ends_the_replay_and_closes_its_files()
    {
        string path = _folder.Write("AAA.csv", Bars(10_000, 60, 1));
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (FeedBatch batch in _folder.Replay().Read(cancel.Token))
                await cancel.CancelAsync();
        });
        using var exclusive = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public async Task The_same_files_give_the_same_batches_again()
    {
        _folder.Write("AAA.csv", Bars(6000, 60, 1));
        _folder.Write("BBB.csv", "timestamp,price,size\n1706711400,1,1\n1706711401,2,1\n");
        CsvReplay replay = _folder.Replay();
        List<FeedBatch> one = await replay.Batches(), two = await replay.Batches();
        Assert.Equal(
            one.Select(batch => (batch.WatermarkUtc, batch.Ticks.Length, batch.Bars.Length)),
            two.Select(batch => (batch.WatermarkUtc, batch.Ticks.Length, batch.Bars.Length)));
        Assert.Equal(6000, two.Sum(batch => batch.Bars.Length));
    }

    [Fact]
    public async Task A_row_costs_no_more_memory_than_its_bar()
    {
        _folder.Write("AAA.csv", Bars(200_000, 60, 1.5));
        await _folder.Replay().Bars();
        long rows = 0, before = GC.GetAllocatedBytesForCurrentThread();
        await foreach (FeedBatch batch in _folder.Replay().Read(CancellationToken.None))
            rows += batch.Bars.Length;
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / (double)rows, 64, 75);
    }
}
