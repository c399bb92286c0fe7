using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Sentiment;
using GoldenSignals.Feeds.Tests.Support;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Feeds.Tests;

public sealed class NewsLinesTests : IDisposable
{
    private static readonly DateTime s_time = new(2024, 1, 31, 14, 30, 0, DateTimeKind.Utc);

    private readonly CsvFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private SymbolInput[] Read(string text, string name = "news.ndjson") => [.. NewsLines.Read(_folder.Write(name, text))];

    [Fact]
    public void Reads_headlines_messages_and_earnings()
    {
        SymbolInput[] read = Read("""
            {"symbol":"MSFT","timestamp":"2024-01-31T14:30:00Z","headline":"Beats \u201cestimates\u201d","source":"wire","channel":"news","id":"a1"}
            {"timestamp":"2024-01-31T14:30:00.5+00:00","headline":"to the moon","channel":"social","stance":"bullish","symbols":["AAPL","EUR/USD"]}
            {"symbol":"MSFT","timestamp":"2024-01-31","actualEps":2.93,"expectedEps":2.78}
            {"symbol":"MSFT","timestamp":"1706711400","headline":"x","stance":"bearish"}
            {"symbol":"MSFT","timestamp":"2024-01-31T14:30:00Z","actualEps":-1,"expectedEps":1e-1,"dispersion":0.05}

            """);
        Assert.Equal(
        [
            new NewsItem("MSFT", s_time, "Beats “estimates”", "wire", NewsChannel.News, Stance.None, "a1"),
            new NewsItem("AAPL", s_time.AddSeconds(0.5), "to the moon", "", NewsChannel.Social, Stance.Bullish),
            new NewsItem("EUR/USD", s_time.AddSeconds(0.5), "to the moon", "", NewsChannel.Social, Stance.Bullish),
            new EarningsReport("MSFT", s_time.Date, 2.93, 2.78),
            new NewsItem("MSFT", s_time, "x", "", NewsChannel.News, Stance.Bearish),
            new EarningsReport("MSFT", s_time, -1, 0.1, 0.05),
        ], read);
        Assert.All(read, input => Assert.Equal(DateTimeKind.Utc, input.TimeUtc.Kind));
    }

    [Fact]
    public void Reads_gzip_and_puts_files_in_the_order_of_time()
    {
        string late = _folder.Write("a.ndjson", Line("2024-01-31T14:32:00Z", "third") + Line("2024-01-31T14:30:00Z", "first"));
        string early = _folder.Write("b.ndjson.gz", CsvFolder.Gzip(Line("2024-01-31T14:30:00Z", "second")));
        Assert.Equal(["first", "second", "third"], NewsLines.Load([late, early]).Cast<NewsItem>().Select(item => item.Headline));

        static string Line(string time, string headline) => $$"""{"symbol":"MSFT","timestamp":"{{time}}","headline":"{{headline}}"}""" + "\n";
    }

    private const string Good = """{"symbol":"MSFT","timestamp":"2024-01-31T14:30:00Z","headline":"x"}""";

    [Theory]
    [InlineData("""{"symbol":"MSFT","timestamp":"2024-01-31T14:30:00Z","headline":"x","mood":1}""", "$.mood")]
    [InlineData("""{"symbol":"MSFT","timestamp":"2024-01-31T14:30:00Z","headline":"x","headline":"y"}""", "each once")]
    [InlineData("""{"symbol":"MSFT","timestamp":"2024-01-31T14:30:00Z","Headline":"x"}""", "$.Headline")]
    [InlineData("""{"symbol":"MSFT","timestamp":"2024-01-31T14:30:00Z","headline":5}""", "$.headline")]
    [InlineData("""{"symbol":"MSFT","timestamp":"2024-01-31T14:30:00Z","actualEps":"1","expectedEps":1}""", "$.actualEps")]
    [InlineData("""{"symbol":"MSFT","timestamp":"2024-01-31T14:30:00Z","actualEps":NaN,"expectedEps":1}""", "expected the fields")]
    [InlineData("""{"symbol":"MSFT","headline":"x"}""", "timestamp")]
    [InlineData("""{"symbol":"MSFT","timestamp":null,"headline":"x"}""", "timestamp")]
    [InlineData("""{"symbol":"MSFT","timestamp":1706711400,"headline":"x"}""", "$.timestamp")]
    [InlineData("""{"symbol":"MSFT","timestamp":"yesterday","headline":"x"}""", "found 'yesterday' as timestamp")]
    [InlineData("""{"symbol":"MSFT","timestamp":"0001-01-01","headline":"x"}""", "found '0001-01-01' as timestamp, expected a time in the years 1800 to 2299")]
    [InlineData("""{"symbol":"MSFT","timestamp":"9999-12-31T23:59:59Z","headline":"x"}""", "found '9999-12-31T23:59:59Z' as timestamp, expected a time in the years 1800 to 2299")]
    [InlineData("""{"symbol":"MSFT","timestamp":"2300-01-01","headline":"x"}""", "in the years 1800 to 2299")]
    [InlineData("""{"symbol":"MSFT","timestamp":"2299-13-01","headline":"x"}""", "expected a timestamp such as")]
    [InlineData("""{"timestamp":"2024-01-31T14:30:00Z","headline":"x"}""", "expected a symbol")]
    [InlineData("""{"symbols":[],"timestamp":"2024-01-31T14:30:00Z","headline":"x"}""", "expected a symbol")]
    [InlineData("""{"symbols":["A","A"],"timestamp":"2024-01-31T14:30:00Z","headline":"x"}""", "each once")]
    [InlineData("""{"symbols":["A",null],"timestamp":"2024-01-31T14:30:00Z","headline":"x"}""", "symbol")]
    [InlineData("""{"symbol":"A","symbols":["B"],"timestamp":"2024-01-31T14:30:00Z","headline":"x"}""", "expected a symbol")]
    [InlineData("""{"symbol":"msft","timestamp":"2024-01-31T14:30:00Z","headline":"x"}""", "found the symbol 'msft'")]
    [InlineData("""{"symbol":"MSFT","timestamp":"2024-01-31T14:30:00Z"}""", "expected either a headline or actualEps")]
    [InlineData("""{"symbol":"MSFT","timestamp":"2024-01-31T14:30:00Z","headline":"x","actualEps":1,"expectedEps":1}""", "expected either")]
    [InlineData("""{"symbol":"MSFT","timestamp":"2024-01-31T14:30:00Z","actualEps":1}""", "expected either")]
    [InlineData("""{"symbol":"MSFT","timestamp":"2024-01-31T14:30:00Z","actualEps":1,"expectedEps":1,"id":"a"}""", "expected either")]
    [InlineData("""{"symbol":"MSFT","timestamp":"2024-01-31T14:30:00Z","headline":"x","dispersion":1}""", "expected either")]
    [InlineData("""{"symbol":"MSFT","timestamp":"2024-01-31T14:30:00Z","headline":"x","channel":"radio"}""", "found the channel 'radio', expected news or social")]
    [InlineData("""{"symbol":"MSFT","timestamp":"2024-01-31T14:30:00Z","headline":"x","stance":"so-so"}""", "found the stance 'so-so'")]
    [InlineData("""{"symbol":"MSFT","timestamp":"2024-01-31T14:30:00Z","headline":" "}""", "headline-missing")]
    [InlineData("""{"symbol":"MSFT","timestamp":"2024-01-31T14:30:00Z","actualEps":1,"expectedEps":1,"dispersion":0}""", "dispersion-out-of-range")]
    [InlineData("""{"symbol":"MSFT","timestamp":"2024-01-31T14:30:00Z","headline":"x"} {}""", "expected")]
    [InlineData("""{"symbol":"MSFT","timestamp":"2024-01-31T14:30:00Z","headline":"x",}""", "expected")]
    [InlineData("""[1]""", "expected")]
    [InlineData("""null""", "found null, expected an object")]
    [InlineData("""timestamp,open,high""", "expected the fields")]
    public void What_is_no_such_line_is_refused_by_file_and_line(string line, string says)
    {
        var error = Assert.Throws<FeedException>(() => Read(Good + "\n" + line + "\n" + Good));
        Assert.Equal(2, error.Line);
        Assert.Contains("news.ndjson:2: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("GoldenSignals.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains("none.ndjson", Assert.Throws<FeedException>(() => NewsLines.Load([_folder.Root + "/none.ndjson"])).Message, StringComparison.Ordinal);
}
