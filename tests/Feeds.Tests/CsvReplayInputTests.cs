using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Options;
using GoldenSignals.Domain.Sentiment;
using GoldenSignals.Feeds.Tests.Support;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Feeds.Tests;

/// <summary>Chains and news that come along with bars.</summary>
public sealed class CsvReplayInputTests : IDisposable
{
    private const string Chains = "underlying,date,expiry,strike,right,bid,ask\n";

    private static readonly DateTime s_start = new(2024, 1, 2, 14, 30, 0, DateTimeKind.Utc);

    private readonly CsvFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void Bars(string symbol, int count) => _folder.Write($"{symbol}_1m.csv",
        "timestamp,open,high,low,close,volume\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"{s_start.AddMinutes(i):yyyy-MM-ddTHH:mm:ssZ},1,1,1,1,1\n")));

    private static string Row(string symbol, DateTime time) => $"{symbol},{time:yyyy-MM-ddTHH:mm:ssZ},2024-02-02,100,C,2,2.1\n";

    private static string Line(string symbol, DateTime time, string headline) => $$"""{"symbol":"{{symbol}}","timestamp":"{{time:yyyy-MM-ddTHH:mm:ssZ}}","headline":"{{headline}}"}""" + "\n";

    [Theory]
    [InlineData(10)]
    [InlineData(9000)]
    public async Task An_input_comes_no_later_than_the_bar_that_ends_at_or_after_it(int bars)
    {
        Bars("AAA", bars);
        Bars("BBB", bars);
        DateTime[] times = [.. Enumerable.Range(1, bars - 1).Where(i => i % 7 == 3).SelectMany(i => new[] { s_start.AddMinutes(i), s_start.AddMinutes(i).AddSeconds(30) })];
        _folder.Write("chains.csv", Chains + string.Concat(times.Select(time => Row("AAA", time))));
        _folder.Write("news.ndjson", string.Concat(times.Reverse().Select(time => Line("BBB", time, "x"))));

        List<FeedBatch> batches = await _folder.Replay().Batches();

        SymbolInput[] inputs = [.. batches.SelectMany(batch => batch.Inputs.ToArray())];
        Assert.Equal(times, inputs.OfType<OptionChain>().Select(chain => chain.TimeUtc));
        Assert.Equal(times, inputs.OfType<NewsItem>().Select(news => news.TimeUtc));
        Assert.Equal(inputs.OrderBy(input => input.TimeUtc), inputs);
        Assert.Equal(2 * bars, batches.Sum(batch => batch.Bars.Length));
        DateTime known = default;                                     // the latest bar end that came before
        foreach (FeedBatch batch in batches)
        {
            Assert.All(batch.Inputs.ToArray(), input => Assert.True(input.TimeUtc > known, $"{input.TimeUtc} came after the bar that ended {known}"));
            known = batch.Bars.ToArray().Select(bar => bar.Bar.OpenTimeUtc + bar.Interval).Append(known).Max();
        }
    }

    [Fact]
    public async Task Only_the_symbols_that_are_wanted_come_along()
    {
        Bars("AAA", 3);
        Bars("BBB", 3);
        _folder.Write("chains.csv", Chains + Row("AAA", s_start) + Row("BBB", s_start));
        _folder.Write("news.ndjson", Line("AAA", s_start, "of a") + Line("BBB", s_start, "of b"));

        List<FeedBatch> batches = await _folder.Replay(null, "BBB").Batches();

        Assert.All(batches.SelectMany(batch => batch.Inputs.ToArray()), input => Assert.Equal("BBB", input.Symbol));
        Assert.Equal((2, 3), (batches.Sum(batch => batch.Inputs.Length), batches.Sum(batch => batch.Bars.Length)));
    }

    [Fact]
    public async Task Inputs_alone_and_after_the_last_bar_come_too()
    {
        string chains = _folder.Write("chains.csv", Chains + Row("AAA", s_start) + Row("AAA", s_start.AddHours(1))), news = _folder.Write("news.jsonl", Line("AAA", s_start, "x"));

        FeedBatch alone = Assert.Single(await CsvFolder.Replay([chains, news]).Batches());
        Assert.Equal((3, 0, s_start.AddHours(1)), (alone.Inputs.Length, alone.Bars.Length, alone.WatermarkUtc));

        Bars("AAA", 3);
        List<FeedBatch> beside = await _folder.Replay().Batches();
        Assert.Equal([2, 1], beside.Select(batch => batch.Inputs.Length));
    }

    [Fact]
    public async Task What_is_left_out_at_the_end_is_counted_and_the_watermark_stays()
    {
        Bars("AAA", 3);
        _folder.Write("chains.csv", Chains + Row("AAA", s_start) + Row("AAA", s_start.AddHours(1)).Replace(",100,", ",0,"));

        List<FeedBatch> batches = await _folder.Replay().Batches();

        Assert.Equal(1, batches.Quarantined()["strike-out-of-range"]);
        Assert.Equal(s_start.AddMinutes(3), batches[^1].WatermarkUtc);
        Assert.Equal(1, batches.Sum(batch => batch.Inputs.Length));
    }

    [Fact]
    public async Task A_chain_in_two_files_must_be_the_same_in_both()
    {
        Bars("AAA", 3);
        string first = _folder.Write("one.csv", Chains + Row("AAA", s_start) + Row("AAA", s_start).Replace(",C,", ",P,"));
        string same = _folder.Write("two.csv", Chains + Row("BBB", s_start) + Row("AAA", s_start).Replace(",C,", ",P,") + Row("AAA", s_start) + Row("AAA", s_start.AddMinutes(1)));
        Assert.Equal(4, (await _folder.Replay().Batches()).Sum(batch => batch.Inputs.Length));      // the grid counts the repeated one

        foreach (string other in (string[])[Row("AAA", s_start).Replace(",100,", ",105,"), Row("AAA", s_start), Row("AAA", s_start) + Row("AAA", s_start).Replace(",C,2,", ",P,1,")])
        {
            _folder.Write("two.csv", Chains + Row("BBB", s_start) + other);
            var error = await Assert.ThrowsAsync<FeedException>(() => _folder.Replay().Batches());
            Assert.Equal(same, error.Path);
            Assert.All([first, "AAA", "2024-01-02T14:30:00", "expected"], words => Assert.Contains(words, error.Message, StringComparison.Ordinal));
        }
        Bars("BBB", 3);
        Assert.Equal(1, (await _folder.Replay(null, "BBB").Batches()).Sum(batch => batch.Inputs.Length));   // nobody asked for what differs
    }

    [Theory]
    [InlineData("chains.csv", Chains + "AAA,2024-01-02,2024-02-02,100,C,2,2.1\nAAA,2024-01-02,2024-02-02,x,C,2,2.1\n", 3)]
    [InlineData("chains.csv", Chains + "AAA,2024-01-03,2024-02-02,100,C,2,2.1\nAAA,2024-01-02,2024-02-02,100,C,2,2.1\n", 3)]
    [InlineData("news.ndjson", "{\"symbol\":\"AAA\",\"timestamp\":\"2024-01-02T14:30:00Z\",\"headline\":\"x\"}\n{\"symbol\":\"AAA\"}\n", 2)]
    public async Task What_cannot_be_read_is_told_by_file_and_line(string name, string text, int line)
    {
        Bars("AAA", 3);
        string path = _folder.Write(name, text);

        var error = await Assert.ThrowsAsync<FeedException>(() => _folder.Replay().Batches());

        Assert.Equal((path, line), (error.Path, error.Line));
    }
}
