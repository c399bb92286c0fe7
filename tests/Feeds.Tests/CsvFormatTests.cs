using GoldenSignals.Domain.Market;
using GoldenSignals.Feeds.Tests.Support;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Feeds.Tests;

public sealed class CsvFormatTests : IDisposable
{
    private static readonly DateTime s_time = new(2024, 1, 31, 14, 30, 0, DateTimeKind.Utc);
    private readonly CsvFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private const string Bars = "timestamp,open,high,low,close,volume\n2024-01-31T14:30:00Z,10,12.5,9.25,11,100\n2024-01-31T14:31:00Z,11,11,10,10.5,\n";

    private static readonly SymbolBar[] s_bars =
    [
        new("MSFT", TimeSpan.FromMinutes(1), new Bar(s_time, 10, 12.5, 9.25, 11, 100)),
        new("MSFT", TimeSpan.FromMinutes(1), new Bar(s_time.AddMinutes(1), 11, 11, 10, 10.5, 0)),
    ];

    [Fact]
    public async Task Bars_with_an_empty_volume_as_0()
    {
        _folder.Write("msft_1m.csv", Bars);
        List<FeedBatch> batches = await _folder.Replay().Batches();
        Assert.Equal(s_bars, batches.SelectMany(batch => batch.Bars.ToArray()));
        Assert.Equal(s_time.AddMinutes(2), batches[^1].WatermarkUtc);
        Assert.Equal(DateTimeKind.Utc, batches[^1].Bars.Span[0].Bar.OpenTimeUtc.Kind);
    }

    [Theory]
    [InlineData("\uFEFF" + Bars)]                                       // byte order mark
    [InlineData("Timestamp,OPEN,High,low,Close,Volume\r\n2024-01-31T14:30:00Z,10,12.5,9.25,11,100\r\n2024-01-31T14:31:00Z,11,11,10,10.5,0")]
    [InlineData("volume,close,bid,low,note,high,open,timestamp\n100,11,1,9.25,\"a, \"\"b\"\"\",12.5,10,2024-01-31 14:30\n,10.5,1,10,,11,11,2024-01-31 14:31\n\n\n")]
    [InlineData("\"timestamp\", open ,high,low,close,volume\n\"2024-01-31T14:30:00\",\"10\", 12.5 ,925e-2,+11,1e2\n2024-01-31T15:31:00+01:00,11,11,10,10.50000,-0\n")]
    [InlineData("timestamp,open,high,low,close,volume\n1706711400,10,12.5,9.25,11,100\n1706711460.000,11,11,10,10.5,0\n")]
    [InlineData("timestamp,open,high,low,close,volume\n1706711400000,10,12.5,9.25,11,100\n1706711460000.0,11,11,10,10.5,0\n")]
    [InlineData("symbol,timestamp,open,high,low,close,volume\nMSFT,2024-01-31T14:30:00Z,10,12.5,9.25,11,100\nMSFT,2024-01-31T14:31:00Z,11,11,10,10.5,0\n")]
    public async Task The_same_bars_written_differently(string text)
    {
        _folder.Write("MSFT.daily.csv", text);
        Assert.Equal(s_bars, await _folder.Replay().Bars());
    }

    [Fact]
    public async Task Gzipped_files_also_in_several_members()
    {
        _folder.Write("MSFT.csv.gz", [.. CsvFolder.Gzip(Bars[..60]), .. CsvFolder.Gzip(Bars[60..])]);
        Assert.Equal(s_bars, await _folder.Replay().Bars());
    }

    [Fact]
    public async Task Trades_with_line_and_file_as_sequence_and_source_also_out_of_order()
    {
        _folder.Write("XRP_trades.csv", "timestamp,price,size,side\n2024-01-31T14:30:00.250Z,1.5,10,buy\n2024-01-31T14:29:59.1234567Z,1.25,0,sell\n");
        List<FeedBatch> batches = await _folder.Replay().Batches();
        Assert.Equal(
            [new Tick("XRP", s_time.AddMilliseconds(250), 1.5, 10, "XRP_trades.csv", 2), new Tick("XRP", s_time.AddTicks(-8_765_433), 1.25, 0, "XRP_trades.csv", 3)],
            batches.SelectMany(batch => batch.Ticks.ToArray()));
        Assert.Equal(s_time.AddMilliseconds(250), batches[^1].WatermarkUtc);
    }

    [Fact]
    public async Task Quotes_become_ticks_at_the_mid_and_crossed_ones_are_counted()
    {
        _folder.Write("EURUSD.csv", "timestamp,bid,ask\n2024-01-31,1.5,2.5\n2024-01-31T00:00:01,3,2\n2024-01-31T00:00:02,4,4\n");
        List<FeedBatch> batches = await _folder.Replay().Batches();
        Assert.Equal([(2.0, 0.0, 2L), (4, 0, 4)], batches.SelectMany(batch => batch.Ticks.ToArray()).Select(tick => (tick.Price, tick.Size, tick.Sequence)));
        Assert.Equal([KeyValuePair.Create(Refusal.CrossedQuote, 1L)], batches.Quarantined());
    }

    [Fact]
    public async Task A_matrix_of_closes_where_an_empty_cell_is_no_bar()
    {
        _folder.Write("any name at all.csv", "timestamp,SPY,BRK.B\n2024-01-30,400,300\n2024-01-31,,301\n2024-02-01,402,302\n");
        SymbolBar[] bars = await _folder.Replay().Bars();
        Assert.Equal(["BRK.B 300", "SPY 400", "BRK.B 301", "BRK.B 302", "SPY 402"], bars.Select(bar => $"{bar.Symbol} {bar.Bar.Close}"));
        Assert.All(bars, bar => Assert.Equal((bar.Bar.Close, bar.Bar.Close, bar.Bar.Close, 0.0), (bar.Bar.Open, bar.Bar.High, bar.Bar.Low, bar.Bar.Volume)));
        Assert.All(bars, bar => Assert.Equal(TimeSpan.FromDays(1), bar.Interval));
    }

    [Fact]
    public async Task What_cannot_be_is_counted_by_reason_and_left_out()
    {
        _folder.Write("many.csv", """
            symbol,timestamp,open,high,low,close,volume
            AAA,2024-01-31T14:30:00Z,10,11,9,10,1
            BBB,2024-01-31T14:30:00Z,10,11,9,10,1
            AAA,2024-01-31T14:31:00Z,NaN,11,9,10,1
            AAA,2024-01-31T14:31:00Z,1e400,11,9,10,1
            AAA,2024-01-31T14:31:00Z,-1,11,9,10,1
            AAA,2024-01-31T14:31:00Z,0,11,9,10,1
            AAA,2024-01-31T14:31:00Z,10,9,11,10,1
            AAA,2024-01-31T14:31:00Z,10,11,9,12,1
            AAA,2024-01-31T14:31:00Z,10,11,9,10,-1
            ../a,2024-01-31T14:31:00Z,10,11,9,10,1
            AAA,2024-01-31T14:31:00Z,10,11,9,10,1
            AAA,2024-01-31T14:31:00Z,10,11,9,10,1
            """);
        CsvReplay replay = _folder.Replay();
        List<FeedBatch> batches = await replay.Batches();
        Assert.Equal(3, batches.Sum(batch => batch.Bars.Length));
        Assert.Equal(
            new SortedDictionary<string, long>
            {
                [Refusal.PriceNotFinite] = 2, [Refusal.PriceOutOfRange] = 2, [Refusal.InconsistentBar] = 2,
                [Refusal.SizeOutOfRange] = 1, [Refusal.InvalidSymbol] = 1, [Refusal.Duplicate] = 1,
            }, batches.Quarantined());
        Assert.Equal(12, replay.Rows);
    }

    [Fact]
    public async Task A_file_of_ticks_that_are_all_refused_still_tells_how_many()
    {
        _folder.Write("XRP.csv", "timestamp,price,size\n2024-01-31,0,1\n2024-01-31,NaN,1\n");
        Assert.Equal(2, (await _folder.Replay().Batches()).Quarantined().Values.Sum());
    }

    [Theory]
    [InlineData("2024-02-29", "2024-02-29T00:00:00.0000000Z"), InlineData("2024-02-29T23:59:59.9999999Z", "2024-02-29T23:59:59.9999999Z")]
    [InlineData("2024-02-29T12:00:00.123456789Z", "2024-02-29T12:00:00.1234567Z"), InlineData("2024-02-29T12:00-0530", "2024-02-29T17:30:00.0000000Z")]
    [InlineData("1706711400.25", "2024-01-31T14:30:00.2500000Z"), InlineData("1706711400250.5", "2024-01-31T14:30:00.2505000Z")]
    [InlineData("1706711400250500", "2024-01-31T14:30:00.2505000Z"), InlineData("1706711400250500100", "2024-01-31T14:30:00.2505001Z")]
    [InlineData("0", "1970-01-01T00:00:00.0000000Z"), InlineData("-86400", "1969-12-31T00:00:00.0000000Z")]
    public async Task Timestamps(string text, string expected)
    {
        _folder.Write("XRP.csv", $"timestamp,price,size\n{text},1,1\n");
        Assert.Equal(expected, (await _folder.Replay().Ticks())[0].TimeUtc.ToString("O"));
    }

    [Fact]
    public async Task Numbers_are_read_as_the_runtime_reads_them()
    {
        var random = new Random(1);
        string[] numbers = [.. Enumerable.Range(0, 5000).Select(i => (random.NextDouble() * Math.Pow(10, random.Next(-6, 9))).ToString((i % 4) switch
        {
            0 => "R", 1 => "F" + random.Next(0, 12), 2 => "E" + random.Next(1, 17), _ => "F25",
        }, System.Globalization.CultureInfo.InvariantCulture)).Where(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture) > 1e-9)];
        _folder.Write("XRP.csv", "timestamp,price,size\n" + string.Concat(numbers.Select(number => $"2024-01-31,{number},0\n")));
        Assert.Equal(numbers.Select(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)), (await _folder.Replay().Ticks()).Select(tick => tick.Price));
    }
}
