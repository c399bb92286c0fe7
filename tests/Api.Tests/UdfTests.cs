using System.Globalization;
using System.Text.Json;

namespace GoldenSignals.Api.Tests;

/// <summary>The datafeed that charts ask, in their protocol's words.</summary>
[Collection(HistoryCollection.Name)]
public class UdfTests(ApiWithHistory grid)
{
    private RunningApi Api => grid.Api;

    [Fact]
    public async Task Says_what_it_can_do()
    {
        JsonElement config = await Api.Get("/udf/config");
        Assert.Equal("1 2 3 5 10 15 30 60 120 240 360 720 1D 1W", string.Join(' ', config.GetProperty("supported_resolutions").EnumerateArray()));
        foreach (string name in new[] { "supports_search", "supports_marks", "supports_time" })
            Assert.True(config.GetProperty(name).GetBoolean());
        Assert.False(config.GetProperty("supports_group_request").GetBoolean());
        using HttpResponseMessage time = await Api.Client.GetAsync("/udf/time");
        Assert.Equal("text/plain", time.Content.Headers.ContentType!.MediaType);
        Assert.Equal(DateTimeOffset.UtcNow.ToUnixTimeSeconds(), long.Parse(await time.Content.ReadAsStringAsync(), CultureInfo.InvariantCulture), 5.0);
    }

    [Fact]
    public async Task Describes_and_finds_symbols()
    {
        await Filled("CHART/A");
        await Filled("XCHART.B");
        foreach (string name in new[] { "CHART/A", "GoldenSignals:CHART/A", "goldensignals:CHART%2FA" })
        {
            JsonElement symbol = await Api.Get($"/udf/symbols?symbol={name}");
            Assert.Equal(("CHART/A", "CHART/A", "24x7", "Etc/UTC"), (symbol.GetProperty("name").GetString(), symbol.GetProperty("ticker").GetString(), symbol.GetProperty("session").GetString(), symbol.GetProperty("timezone").GetString()));
            Assert.True(symbol.GetProperty("has_intraday").GetBoolean());
            Assert.False(symbol.GetProperty("has_seconds").GetBoolean());
            Assert.Equal((1, 100), (symbol.GetProperty("minmov").GetInt32(), symbol.GetProperty("pricescale").GetInt32()));
        }
        Assert.Equal(["CHART/A", "XCHART.B"], (await Api.Get("/udf/search?query=chart&type=&exchange=&limit=10")).EnumerateArray().Select(found => found.GetProperty("symbol").GetString()));
        Assert.Equal(1, (await Api.Get("/udf/search?query=UDF&limit=1")).GetArrayLength());
        Assert.Equal(0, (await Api.Get("/udf/search?query=chart&exchange=NASDAQ")).GetArrayLength());
    }

    [Fact]
    public async Task Gives_bars_oldest_first_as_columns()
    {
        await Filled("UDF.BARS");
        JsonElement[] bars = [.. (await Api.Pages("/v1/symbols/UDF.BARS/bars", "bars", 1_000)).AsEnumerable().Reverse()];
        JsonElement history = await Api.Get($"/udf/history?symbol=UDF.BARS&resolution=1&from={At(10)}&to={At(40)}");
        Assert.Equal("ok", history.GetProperty("s").GetString());
        Assert.Equal(Enumerable.Range(10, 30).Select(At), history.GetProperty("t").EnumerateArray().Select(time => time.GetInt64()));
        foreach ((string column, string field) in new[] { ("o", "open"), ("h", "high"), ("l", "low"), ("c", "close"), ("v", "volume") })
            Assert.Equal(bars[10..40].Select(bar => bar.GetProperty(field).GetDouble()), history.GetProperty(column).EnumerateArray().Select(value => value.GetDouble()));

        JsonElement counted = await Api.Get($"/udf/history?symbol=UDF.BARS&resolution=1&from={At(39)}&to={At(40)}&countback=7");
        Assert.Equal(Enumerable.Range(33, 7).Select(At), counted.GetProperty("t").EnumerateArray().Select(time => time.GetInt64()));
        JsonElement longer = await Api.Get($"/udf/history?symbol=UDF.BARS&resolution=5&from={At(0)}&to={At(60)}");
        Assert.Equal(
            (await Api.Get("/v1/symbols/UDF.BARS/bars?interval=5m&to=2024-01-02T15:30:00Z")).GetProperty("bars").EnumerateArray().Reverse().Select(bar => bar.GetProperty("volume").GetDouble()),
            longer.GetProperty("v").EnumerateArray().Select(value => value.GetDouble()));
    }

    [Fact]
    public async Task Where_there_are_no_bars_it_says_when_the_last_one_was()
    {
        await Filled("UDF.NONE");
        JsonElement none = await Api.Get($"/udf/history?symbol=UDF.NONE&resolution=1&from={At(5_000)}&to={At(6_000)}");
        Assert.Equal(("no_data", At(99)), (none.GetProperty("s").GetString(), none.GetProperty("nextTime").GetInt64()));
        JsonElement before = await Api.Get($"/udf/history?symbol=UDF.NONE&resolution=1&from={At(-60)}&to={At(0)}");
        Assert.Equal(("no_data", false), (before.GetProperty("s").GetString(), before.TryGetProperty("nextTime", out _)));
    }

    [Fact]
    public async Task Marks_are_the_signals()
    {
        await Filled("UDF.MARKS", 300);
        JsonElement[] signals = [.. (await Api.Get("/v1/signals?symbol=UDF.MARKS&limit=1000")).GetProperty("signals").EnumerateArray().Reverse()];
        JsonElement marks = await Api.Get($"/udf/marks?symbol=UDF.MARKS&from=0&to={At(10_000)}&resolution=1");
        Assert.NotEmpty(signals);
        Assert.Equal(signals.Select(signal => signal.GetProperty("id").GetString()), marks.GetProperty("id").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal(signals.Select(signal => new DateTimeOffset(signal.GetProperty("time").GetDateTime()).ToUnixTimeSeconds()), marks.GetProperty("time").EnumerateArray().Select(time => time.GetInt64()));
        Assert.Equal(signals.Select(signal => signal.GetProperty("action").GetString()![..1]), marks.GetProperty("label").EnumerateArray().Select(label => label.GetString()));
        foreach (string column in new[] { "color", "text", "labelFontColor", "minSize" })
            Assert.Equal(signals.Length, marks.GetProperty(column).GetArrayLength());
        JsonElement hourly = await Api.Get($"/udf/marks?symbol=UDF.MARKS&from=0&to={At(10_000)}&resolution=60");
        Assert.All(hourly.GetProperty("time").EnumerateArray(), time => Assert.Equal(0, time.GetInt64() % 3_600));
    }

    [Theory]
    [InlineData("/udf/symbols?symbol=NOPE", 404)]
    [InlineData("/udf/symbols?symbol=..%2f", 422)]
    [InlineData("/udf/symbols", 400)]
    [InlineData("/udf/history?symbol=UDF.WRONG&resolution=7S&from=0&to=1", 400)]
    [InlineData("/udf/history?symbol=UDF.WRONG&resolution=1M&from=0&to=1", 400)]
    [InlineData("/udf/history?symbol=UDF.WRONG&resolution=&from=0&to=1", 400)]
    [InlineData("/udf/history?symbol=UDF.WRONG&resolution=1&from=x&to=1", 400)]
    [InlineData("/udf/history?symbol=UDF.WRONG&resolution=1&from=0&to=1&countback=0", 400)]
    [InlineData("/udf/marks?symbol=UDF.WRONG&from=0", 400)]
    [InlineData("/udf/nothing", 404)]
    public async Task An_error_is_a_problem_that_says_so_in_the_words_of_charts_too(string path, int status)
    {
        await Filled("UDF.WRONG");
        JsonElement problem = await SomeTicks.Json(await Api.Client.SendAsync(Api.Request(HttpMethod.Get, path)), status);
        Assert.Equal("error", problem.GetProperty("s").GetString());
        Assert.NotEqual("", problem.GetProperty("errmsg").GetString());
    }

    [Theory]
    [InlineData("from=-9223372036854775808&to=9223372036854775807")]
    [InlineData("from=9223372036854775807&to=-9223372036854775808")]
    public async Task Any_time_that_there_is_can_be_asked_for(string range)
    {
        await Filled("UDF.EVER");
        foreach (string resolution in new[] { "1", "1W" })
            await Api.Get($"/udf/history?symbol=UDF.EVER&resolution={resolution}&{range}");
        await Api.Get($"/udf/marks?symbol=UDF.EVER&{range}");
    }

    private async Task Filled(string symbol, int bars = 100)
    {
        if (!(await Api.Client.GetAsync($"/v1/symbols/{Uri.EscapeDataString(symbol)}")).IsSuccessStatusCode)
            await Api.Take(SomeTicks.Walk(symbol, bars + 1));
    }

    private static long At(int minute) => new DateTimeOffset(SomeTicks.Start).ToUnixTimeSeconds() + 60 * minute;
}
