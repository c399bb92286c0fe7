using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Feeds.Tests.Support;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Feeds.Tests;

public class CsvRealDataTests
{
    [SharedDataFact]
    public async Task Every_file_gives_the_rows_that_its_manifest_states()
    {
        int files = 0;
        foreach (string line in await File.ReadAllLinesAsync(SharedData.PathOf("MANIFEST.md")))
        {
            string[] cells = [.. line.Split('|').Select(cell => cell.Trim())];
            if (cells.Length < 9 || cells[1].Split('/')[0] is not ("daily" or "hourly" or "minute" or "second" or "tick"))
                continue;
            CsvReplay replay = CsvFolder.Replay([SharedData.PathOf(cells[1])]);
            List<FeedBatch> batches = await replay.Batches();
            Assert.Empty(batches.Quarantined());
            Assert.Equal((cells[1], long.Parse(cells[4])), (cells[1], replay.Rows));
            SymbolBar[] bars = [.. batches.SelectMany(batch => batch.Bars.ToArray())];
            bool isMatrix = cells[1].Contains("matrix", StringComparison.Ordinal);
            if (cells[7] == "tick")
                Assert.Equal(replay.Rows, batches.Sum(batch => batch.Ticks.Length));
            else if (!isMatrix)
                Assert.Equal(replay.Rows, bars.Length);
            Assert.All(bars, bar => Assert.Equal((cells[1], cells[7]), (cells[1], BarInterval.Format(bar.Interval))));
            files++;
        }
        Assert.Equal(19, files);
    }

    [SharedDataFact]
    public async Task The_matrix_of_23_funds()
    {
        SymbolBar[] bars = await CsvFolder.Replay([SharedData.PathOf("daily/ETF23_close_matrix_2008-2016.csv.gz")]).Bars();
        Assert.Equal(23, bars.Select(bar => bar.Symbol).Distinct().Count());
        Assert.Equal(2141 * 23, bars.Length);
        Assert.Equal(144.92999267578125, bars.First(bar => bar.Symbol == "SPY").Bar.Close);
    }

    [SharedDataFact]
    public async Task The_daily_folder_merges_in_time_order()
    {
        SymbolBar[] bars = await CsvFolder.Replay([SharedData.PathOf("daily")]).Bars();
        Assert.Equal(bars.OrderBy(bar => bar.Bar.OpenTimeUtc).ThenBy(bar => bar.Symbol, StringComparer.Ordinal), bars);
        Assert.Equal(30, bars.Select(bar => bar.Symbol).Distinct().Count());
    }

    [SharedDataFact]
    public async Task Five_minute_bars_from_the_minutes_have_their_volume()
    {
        SymbolBar[] minutes = await CsvFolder.Replay([SharedData.PathOf("minute/SPY_1m_20201215-20201218.csv.gz")], "5m").Bars();
        var builder = new BarBuilder(TimeSpan.FromMinutes(5));
        var fives = new List<Bar>();
        foreach (SymbolBar minute in minutes)
            if (builder.Add(minute.Bar, minute.Interval, out Bar closed))
                fives.Add(closed);
        fives.Add(builder.Developing!.Value);
        Assert.Equal(minutes.Sum(bar => bar.Bar.Volume), fives.Sum(bar => bar.Volume));
        Assert.Equal(minutes.Select(bar => bar.Bar.OpenTimeUtc.Ticks / (5 * TimeSpan.TicksPerMinute)).Distinct().Count(), fives.Count);
    }
}
