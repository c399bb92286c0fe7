using System.Globalization;
using System.Text.Json;

namespace GoldenSignals.Api.Tests;

[Collection(ApiCollection.Name)]
public class BarInputTests(RunningApi api)
{
    [Fact]
    public async Task Closed_bars_are_decided_and_come_out_as_they_went_in()
    {
        string[] bars = Bars("BARS.A", 120);
        JsonElement receipt = await Post(SomeTicks.Array(bars));
        Assert.Equal((120, 0, "memory"), (receipt.GetProperty("accepted").GetInt32(), receipt.GetProperty("duplicates").GetInt32(), receipt.GetProperty("durability").GetString()));
        JsonElement[] rows = [.. (await api.Get("/v1/symbols/BARS.A/bars")).GetProperty("bars").EnumerateArray().Reverse()];
        foreach ((JsonElement row, JsonElement bar) in rows.Zip(bars.Select(bar => JsonDocument.Parse(bar).RootElement), (row, bar) => (row, bar)))
            foreach (string field in new[] { "time", "open", "high", "low", "close", "volume" })
                Assert.Equal(bar.GetProperty(field).GetRawText(), row.GetProperty(field).GetRawText());
        Assert.Equal(120, rows.Length);
        Assert.Equal("2024-01-02T16:29:00Z", (await api.Get("/v1/symbols/BARS.A/decision")).GetProperty("time").GetString());
    }

    [Fact]
    public async Task The_order_in_the_request_does_not_matter_and_neither_do_lines_or_an_array()
    {
        await Post(SomeTicks.Array(Bars("BARS.B", 60)));
        await Post(SomeTicks.Lines(Bars("BARS.C", 60).Reverse()));
        Assert.Equal(
            (await api.Get("/v1/symbols/BARS.B/bars")).GetProperty("bars").ToString(), (await api.Get("/v1/symbols/BARS.C/bars")).GetProperty("bars").ToString());
    }

    [Fact]
    public async Task Shorter_ones_are_put_together()
    {
        DateTime start = SomeTicks.Start;
        JsonElement receipt = await Post(SomeTicks.Array(Enumerable.Range(0, 8).Select(i => Bar("BARS.D", start.AddSeconds(15 * i), 10 + i, 12 + i, 9 + i, 11 + i, 5, "15s"))));
        Assert.Equal(8, receipt.GetProperty("accepted").GetInt32());
        JsonElement[] rows = [.. (await api.Get("/v1/symbols/BARS.D/bars")).GetProperty("bars").EnumerateArray().Reverse()];
        Assert.Equal(["10 15 9 14 20", "14 19 13 18 20"], rows.Select(row => string.Join(' ', new[] { "open", "high", "low", "close", "volume" }.Select(field => row.GetProperty(field)))));
    }

    [Fact]
    public async Task A_batch_that_is_partly_bad_is_partly_taken()
    {
        DateTime start = SomeTicks.Start;
        await Post(SomeTicks.Array([Bar("BARS.E", start.AddMinutes(5), 10, 11, 9, 10, 1)]));
        JsonElement receipt = await Post(SomeTicks.Array(
        [
            Bar("BARS.E", start.AddMinutes(5), 10, 11, 9, 10, 1),
            Bar("BARS.E", start.AddMinutes(4), 10, 11, 9, 10, 1),
            Bar("BARS.E", start.AddMinutes(6), 10, 9, 11, 10, 1),
            Bar("BARS.E", start.AddMinutes(6), 10, 11, 9, 12, 1),
            Bar("BARS.E", start.AddMinutes(6), 10, 11, 9, 10, -1),
            Bar("BARS.E", start.AddMinutes(6), 10, 11, 0, 10, 1),
            Bar("BARS.E", start.AddMinutes(6), 10, 11, 9, 10, 1, "90s"),
            Bar("BARS.E", start.AddMinutes(6), 10, 11, 9, 10, 1, "2m"),
            Bar("bars", start, 10, 11, 9, 10, 1),
            Bar("CANARY", start, 10, 11, 9, 10, 1),
            Bar("BARS.E", DateTime.UtcNow.AddMinutes(5), 10, 11, 9, 10, 1),
            Bar("BARS.E", start.AddYears(400), 10, 11, 9, 10, 1),
            Bar("BARS.E", start.AddMinutes(7), 10, 11, 9, 10, 1),
        ]));
        Assert.Equal((1, 1), (receipt.GetProperty("accepted").GetInt32(), receipt.GetProperty("duplicates").GetInt32()));
        Assert.Equal(
            "1 late-bar, 2 inconsistent-bar, 3 inconsistent-bar, 4 size-out-of-range, 5 price-out-of-range, 6 interval-mismatch, 7 interval-mismatch, 8 invalid-symbol, 9 reserved-symbol, 10 future-input, 11 time-out-of-range",
            string.Join(", ", receipt.GetProperty("rejected").EnumerateArray().Select(rejected => $"{rejected.GetProperty("index")} {rejected.GetProperty("code").GetString()}")));
    }

    [Theory]
    [InlineData("\"high\":11", "\"high\":1e400", 422, "price-not-finite", null)]
    [InlineData("\"high\":11", "\"high\":\"11\"", 400, "malformed-body", "high")]
    [InlineData("\"high\":11", "\"high\":null", 400, "malformed-body", "high")]
    [InlineData("\"high\":11,", "", 400, "malformed-body", null)]
    [InlineData("\"high\":11", "\"high\":11,\"high\":11", 400, "duplicate-field", "high")]
    [InlineData("\"high\"", "\"High\"", 400, "unknown-field", "High")]
    [InlineData("\"interval\":\"1m\"", "\"interval\":\"1 minute\"", 400, "malformed-body", "interval")]
    [InlineData("00Z", "00", 400, "malformed-body", "time")]
    public async Task What_is_no_bar_is_refused_with_its_place(string what, string by, int status, string code, string? field)
    {
        string bar = Bar("BARS.F", SomeTicks.Start, 10, 11, 9, 10, 1, "1m").Replace(what, by, StringComparison.Ordinal);
        JsonElement problem = await SomeTicks.Json(await api.Client.PostAsync("/v1/bars", SomeTicks.Array([bar])), status);
        Assert.Equal((code, 0), (problem.GetProperty("code").GetString(), problem.GetProperty("index").GetInt32()));
        Assert.Equal(field, problem.TryGetProperty("field", out JsonElement named) ? named.GetString() : null);
    }

    private async Task<JsonElement> Post(HttpContent body) => await SomeTicks.Json(await api.Client.PostAsync("/v1/bars", body));

    private static string[] Bars(string symbol, int count)
    {
        var random = new Random(11);
        double close = 50;
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                double open = close;
                close = Math.Round(open * (1 + 0.01 * (random.NextDouble() - 0.5)), 2);
                return Bar(symbol, SomeTicks.Start.AddMinutes(i), open, Math.Max(open, close) + 0.25, Math.Min(open, close) - 0.25, close, 100 + i);
            }),
        ];
    }

    internal static string Bar(string symbol, DateTime time, double open, double high, double low, double close, double volume, string? interval = null) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"symbol":"{{symbol}}","time":"{{time:yyyy-MM-dd'T'HH:mm:ss'Z'}}","open":{{open:R}},"high":{{high:R}},"low":{{low:R}},"close":{{close:R}},"volume":{{volume:R}}{{(interval is null ? "" : $",\"interval\":\"{interval}\"")}}}""");
}
