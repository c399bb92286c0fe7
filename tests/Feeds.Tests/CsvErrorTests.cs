using System.Globalization;
using System.IO.Compression;
using System.Text;
using GoldenSignals.Feeds.Tests.Support;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Feeds.Tests;

public sealed class CsvErrorTests : IDisposable
{
    private const string Header = "timestamp,open,high,low,close,volume\n";
    private const string Row1 = "2024-01-31T14:30:00Z,10,11,9,10,1\n", Row2 = "2024-01-31T14:31:00Z,10,11,9,10,1\n", Row3 = "2024-01-31T14:32:00Z,10,11,9,10,1\n";

    private readonly CsvFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static async Task<FeedException> Error(CsvReplay replay, params string[] says)
    {
        int delivered = 0;
        var error = await Assert.ThrowsAsync<FeedException>(async () =>
        {
            await foreach (FeedBatch batch in replay.Read(CancellationToken.None))
                delivered += batch.Bars.Length + batch.Ticks.Length;
        });
        Assert.Equal(0, delivered);
        Assert.All(says, words => Assert.Contains(words, error.Message, StringComparison.Ordinal));
        return error;
    }

    private async Task<FeedException> ErrorOf(string text, int line, int? column, params string[] says)
    {
        string path = _folder.Write("MSFT.csv", text);
        FeedException error = await Error(_folder.Replay(), [path, "expected", .. says]);
        Assert.Equal((path, line, column), (error.Path, error.Line, error.Column));
        if (line > 0)
            Assert.Contains($"MSFT.csv:{line}", error.Message, StringComparison.Ordinal);
        return error;
    }

    [Theory]
    [InlineData("timestamp,open,high,low,volume\n", "no column 'close'")]
    [InlineData("timestamp,open,high,low,close\n", "no column 'volume'")]
    [InlineData("date,open,high,low,close,volume\n", "no column 'timestamp'")]
    [InlineData("timestamp,price\n", "no column 'size'")]
    [InlineData("timestamp,ask\n", "no column 'bid'")]
    [InlineData("timestamp\n", "only the column")]
    [InlineData("timestamp;open;high;low;close;volume\n", "no column 'timestamp'")]
    [InlineData("timestamp,open,high,low,close,volume,Close\n", "column 'close' stands there twice, as columns 5 and 7")]
    [InlineData("timestamp,open,high,low,close,volume,price,size\n", "which of them is meant")]
    [InlineData("timestamp,SPY,SPY\n", "symbol 'SPY' stands there twice, as columns 2 and 3")]
    [InlineData("timestamp,Rsi\n", "'Rsi' as column 2")]
    [InlineData("timestamp,\"open,high,low,close,volume\n", "a quote is not closed")]
    public Task Columns_that_are_missing_or_ambiguous(string header, string says) => ErrorOf(header + Row1, 1, null, says);

    [Theory]
    [InlineData("2024-01-31T14:31:00Z,10,11,9,10\n", null, "found 5 cells, expected 6")]
    [InlineData("2024-01-31T14:31:00Z,10,11,9,10,1,2\n", null, "found 7 cells")]
    [InlineData("2024-01-31T14:31:00Z,10,5,11,9,10,1\n", null, "decimals take a point")]
    [InlineData("2024-01-31T14:31:00Z,\"10,5\",11,9,10,1\n", 2, "found '10,5' as open")]
    [InlineData("2024-01-31T14:31:00Z,10,\"11,9,10,1\n", 3, "a quote")]
    [InlineData("2024-01-31T14:31:00Z,10,\"1\"1,9,10,1\n", 3, "a quote")]
    [InlineData("2024-01-31T14:31:00Z,10,,9,10,1\n", 3, "found '' as high")]
    [InlineData("2024-01-31T14:31:00Z,10,11,9,n/a,1\n", 5, "found 'n/a' as close")]
    [InlineData("2024-01-31T14:31:00Z,10,11,9,10,many\n", 6, "found 'many' as volume")]
    [InlineData("2024-01-31T14:31:00Z,10,11,9,0x10,1\n", 5, "0x10")]
    [InlineData("2024-01-31T14:29:00Z,10,11,9,10,1\n", 1, "time order")]
    [InlineData("yesterday,10,11,9,10,1\n", 1, "'yesterday'")]
    [InlineData("31.01.2024 14:31,10,11,9,10,1\n", 1, "a timestamp such as")]
    [InlineData("2024-13-01,10,11,9,10,1\n", 1, "2024-13-01"), InlineData("2024-02-30,10,11,9,10,1\n", 1, "2024-02-30")]
    [InlineData("2024-01-31T24:00:00Z,10,11,9,10,1\n", 1, "24:00"), InlineData("2024-01-31T14:31:60Z,10,11,9,10,1\n", 1, "60Z")]
    [InlineData("2024-01-31T14:31:00 CET,10,11,9,10,1\n", 1, "CET"), InlineData("20240131,10,11,9,10,1\n", 1, "20240131")]
    [InlineData("99999999999999999999999,10,11,9,10,1\n", 1, "9999"), InlineData(",10,11,9,10,1\n", 1, "''")]
    [InlineData("\n" + Row2, null, "an empty line")]
    public Task Rows_that_make_no_sense(string row, int? column, string says) => ErrorOf(Header + Row1 + row, 3, column, says);

    [Theory]
    [InlineData("2400-01-01T00:00:00Z"), InlineData("9999-12-31"), InlineData("1700-01-01"), InlineData("0001-01-01")]
    public async Task A_time_that_cannot_be_is_left_out_wherever_it_stands(string time)
    {
        string wrong = time + ",1,1,1,1,1\n";
        foreach (string text in (string[])[wrong + Row1 + Row2 + Row3, Row1 + wrong + Row2 + Row3, Row1 + Row2 + wrong + wrong + Row3, Row1 + Row2 + Row3 + wrong])
        {
            _folder.Write("MSFT.csv", Header + text);
            _folder.Write("closes.csv", "timestamp,AAA\n" + text.Replace(",1,1,1,1,1", ",1").Replace(",10,11,9,10,1", ",10"));
            List<FeedBatch> batches = await _folder.Replay().Batches();
            Assert.Equal(6, batches.Sum(batch => batch.Bars.Length));
            Assert.Equal(2 * text.Split(time).Length - 2, batches.Quarantined()["time-out-of-range"]);
        }
    }

    [Fact]
    public Task An_empty_file() => ErrorOf("", 0, null, "the file is empty");

    [Fact]
    public Task A_header_only() => ErrorOf(Header, 0, null, "a header only");

    [Fact]
    public Task One_row_does_not_tell_the_interval() => ErrorOf(Header + Row1, 0, null, "length of its bars is unknown");

    [Fact]
    public async Task One_row_is_enough_with_an_interval()
    {
        _folder.Write("MSFT.csv", Header + Row1);
        Assert.Equal(TimeSpan.FromMinutes(5), Assert.Single(await _folder.Replay("5m").Bars()).Interval);
    }

    [Fact]
    public async Task Binary_data()
    {
        _folder.Write("MSFT.csv", [.. Encoding.UTF8.GetBytes(Header), 0, 1, 2, 3, 10]);
        Assert.Equal(2, (await Error(_folder.Replay(), "MSFT.csv:2", "binary data")).Line);
        _folder.Write("MSFT.csv", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Header + Row1)).ToArray());
        await Error(_folder.Replay(), "MSFT.csv:1", "binary data");
    }

    [Fact]
    public async Task An_endless_line()
    {
        _folder.Write("MSFT.csv", new string('7', 3_000_000));
        await Error(_folder.Replay(), "MSFT.csv:1", "no end of line");
    }

    [Fact]
    public async Task A_gz_file_that_is_none()
    {
        _folder.Write("MSFT.csv.gz", Header + Row1 + Row2);
        await Error(_folder.Replay(), "MSFT.csv.gz:1", "no intact gzip data");
    }

    [Fact]
    public async Task A_gzipped_file_without_the_ending()
    {
        _folder.Write("MSFT.csv", CsvFolder.Gzip(Header + Row1 + Row2));
        await Error(_folder.Replay(), "MSFT.csv:1", "binary data");
    }

    [Fact]
    public async Task A_truncated_gzip()
    {
        byte[] whole = CsvFolder.Gzip(Header + string.Concat(Enumerable.Range(0, 3000).Select(i => $"{1706711400 + 60 * i},10,11,9,10,{i * 7919 % 1000}\n")));
        foreach (int length in new[] { 5, whole.Length / 2, whole.Length - 9, whole.Length - 4, whole.Length - 1 })
        {
            _folder.Write("MSFT.csv.gz", whole[..length]);
            await Error(_folder.Replay(), "MSFT.csv.gz:", "no intact gzip data");
        }
        whole[whole.Length / 2] ^= 0x55;
        _folder.Write("MSFT.csv.gz", whole);
        await Error(_folder.Replay());
    }

    /// <summary>Wherever the last line is cut, and whatever is made of the bytes that are missing.</summary>
    [Theory]
    [InlineData("MSFT.csv.gz", Header, "{0:yyyy-MM-ddTHH:mm:ssZ},{1},{2},1,{1},3\n")]
    [InlineData("closes.csv.gz", "timestamp,AAA,BBB\n", "{0:yyyy-MM-ddTHH:mm:ssZ},{1},{2}\n")]
    [InlineData("MSFT_ticks.csv.gz", "timestamp,price,size\n", "{0:yyyy-MM-ddTHH:mm:ssZ},{1},{2}\n")]
    [InlineData("chain.csv.gz", "underlying,date,expiry,strike,right,bid,ask\n", "MSFT,{0:yyyy-MM-ddTHH:mm:ssZ},2099-01-01,{1},C,1,{2}\n")]
    [InlineData("news.ndjson.gz", "", "{{\"symbol\":\"MSFT\",\"timestamp\":\"{0:yyyy-MM-ddTHH:mm:ssZ}\",\"headline\":\"{1} and {2}\"}}\n")]
    public async Task A_gzip_that_ends_early_is_told_as_such(string name, string header, string row)
    {
        var random = new Random(1);
        byte[] whole = CsvFolder.Gzip(header + string.Concat(Enumerable.Range(0, 3000).Select(i =>
            string.Format(CultureInfo.InvariantCulture, row, new DateTime(2024, 1, 1).AddMinutes(i), 1 + random.Next(1000) / 8.0, 200 + random.Next(100000) / 16.0))), CompressionLevel.Optimal);
        foreach (int missing in Enumerable.Range(1, 40).Concat(Enumerable.Range(1, 40).Select(i => i * 97)).Where(missing => missing < whole.Length - 20))
        {
            string path = _folder.Write(name, whole[..^missing]);
            var error = await Assert.ThrowsAsync<FeedException>(() => _folder.Replay().Batches());
            Assert.True(error.Message.Contains("no intact gzip data", StringComparison.Ordinal), $"{missing} missing: {error.Message}");
            Assert.Equal(path, error.Path);
        }
    }

    [Fact]
    public async Task A_line_that_is_wrong_in_an_intact_gzip_is_told_itself()
    {
        _folder.Write("MSFT.csv.gz", CsvFolder.Gzip(Header + Row1 + "x\n" + string.Concat(Enumerable.Repeat(Row2, 10_000))));
        await Error(_folder.Replay(), "MSFT.csv.gz:3", "found 1 cells");
    }

    [Fact]
    public async Task Paths_that_lead_to_nothing()
    {
        await Error(_folder.Replay(), _folder.Root, "the folder holds no file");
        await Error(CsvFolder.Replay([_folder.Root + "/none.csv"]), "none.csv", "no such file or folder");
        await Error(CsvFolder.Replay([_folder.Root + "/*.csv"]), "*.csv", "matches");
        await Error(CsvFolder.Replay([_folder.Root + "/none/**/*.csv"]), "matches");
        await Error(CsvFolder.Replay([]), "no path was given");
        await Error(CsvFolder.Replay([_folder.Write("notes.txt", Header)]), "notes.txt", "ends in .csv or .csv.gz");
    }

    [Fact]
    public async Task A_name_that_is_no_symbol()
    {
        _folder.Write("_1.csv", Header + Row1 + Row2);
        await Error(_folder.Replay(), "_1.csv", "no symbol");
    }

    [Fact]
    public async Task One_bad_file_among_many_stops_all_before_the_first_value()
    {
        _folder.Write("AAA.csv", Header + Row1 + Row2);
        _folder.Write("ZZZ.csv", Header + Row1 + Row2 + "x\n");
        await Error(_folder.Replay(), "ZZZ.csv:4");
    }

    [Fact]
    public async Task One_symbol_in_two_intervals_needs_an_interval_and_as_bars_and_ticks_is_never_right()
    {
        _folder.Write("MSFT_1m.csv", Header + Row1 + Row2 + Row3);
        _folder.Write("MSFT_2m.csv", Header + Row1 + Row3);
        await Error(_folder.Replay(), "MSFT comes as bars of 2m here and as bars of 1m in", "MSFT_1m.csv");
        Assert.Equal(5, (await _folder.Replay("10m").Batches()).Sum(batch => batch.Bars.Length + batch.Quarantined.Values.Sum()));

        _folder.Write("MSFT_2m.csv", "timestamp,price,size\n2024-01-31,1,1\n");
        await Error(_folder.Replay(), "MSFT comes as ticks here and as bars of 1m in");
        await Error(_folder.Replay("1m"), "MSFT comes as ticks here and as bars of 1m in");
    }

    [Fact]
    public async Task A_coarser_file_than_the_given_interval_or_one_that_does_not_divide_it()
    {
        _folder.Write("MSFT.csv", Header + Row1 + Row3);
        await Error(_folder.Replay("1m"), "its bars are of 2m", "given interval of 1m");
        await Error(_folder.Replay("5m"), "its bars are of 2m", "given interval of 5m");
    }

    [Fact]
    public async Task A_symbol_that_no_file_holds()
    {
        _folder.Write("MSFT.csv", Header + Row1 + Row2);
        await Error(_folder.Replay(null, "AAPL", "GOOG"), "none of 1 files holds AAPL, GOOG");
    }
}
