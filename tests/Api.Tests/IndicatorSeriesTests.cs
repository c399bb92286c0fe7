using System.Text.Json;
using GoldenSignals.Domain.Indicators;

namespace GoldenSignals.Api.Tests;

[Collection(HistoryCollection.Name)]
public class IndicatorSeriesTests(ApiWithHistory grid)
{
    private RunningApi Api => grid.Api;

    [Fact]
    public async Task Every_indicator_of_bars_is_what_the_grid_told_at_that_bar_to_the_bit()
    {
        string[] ticks = SomeTicks.Walk("SERIES", 321);
        var told = new List<(string Time, JsonElement Indicators)>();
        int come = 0;
        foreach (int until in new[] { 2, 30, 100, 250, 321 })
        {
            await Api.Take(ticks[come..until]);
            come = until;
            JsonElement now = await Api.Get("/v1/symbols/SERIES/indicators");
            told.Add((now.GetProperty("time").GetString()!, now.GetProperty("indicators")));
        }
        string[] names = [.. IndicatorCatalog.Columns.Take(IndicatorCatalog.FirstSideColumn).Select(column => column.Name)];
        int values = 0;
        foreach (string[] some in names.Chunk(50))
        {
            List<JsonElement> rows = await Api.Pages("/v1/symbols/SERIES/indicators/series", "rows", 90, null, $"names={string.Join(',', some)}");
            Assert.Equal(320, rows.Count);
            foreach ((string time, JsonElement indicators) in told)
            {
                JsonElement row = rows.Single(row => row.GetProperty("time").GetString() == time).GetProperty("indicators");
                Assert.Equal(some, row.EnumerateObject().Select(value => value.Name));
                foreach (string name in some)
                {
                    Assert.True(indicators.GetProperty(name).ToString() == row.GetProperty(name).ToString(), $"{name} at {time}: {indicators.GetProperty(name)} told, {row.GetProperty(name)} computed");
                    values += row.GetProperty(name).ValueKind == JsonValueKind.Number ? 1 : 0;
                }
            }
        }
        Assert.True(values > names.Length, "too few values to show anything");
    }

    [Fact]
    public async Task A_page_says_what_it_was_computed_from_and_goes_with_its_bars()
    {
        await Api.Take(SomeTicks.Walk("SERIES.B", 201));
        JsonElement page = await Api.Get("/v1/symbols/SERIES.B/indicators/series?names=sma_20&from=2024-01-02T16:00:00Z&to=2024-01-02T16:10:00Z&limit=4");
        Assert.Equal("2024-01-02T14:30:00Z", page.GetProperty("computedFrom").GetString());
        Assert.Equal(["16:09", "16:08", "16:07", "16:06"], page.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("time").GetString()![11..16]));
        JsonElement[] bars = [.. (await Api.Get("/v1/symbols/SERIES.B/bars?to=2024-01-02T16:10:00Z&limit=20")).GetProperty("bars").EnumerateArray()];
        Assert.Equal(bars.Average(bar => bar.GetProperty("close").GetDouble()), page.GetProperty("rows")[0].GetProperty("indicators").GetProperty("sma_20").GetDouble(), 1e-9);
        Assert.Equal(bars[0].GetProperty("close").GetDouble(), page.GetProperty("rows")[0].GetProperty("close").GetDouble());

        JsonElement none = await Api.Get("/v1/symbols/SERIES.B/indicators/series?names=sma_20&from=2030-01-01T00:00:00Z");
        Assert.Equal((0, JsonValueKind.Null), (none.GetProperty("rows").GetArrayLength(), none.GetProperty("computedFrom").ValueKind));
    }

    [Theory]
    [InlineData("")]
    [InlineData("names=")]
    [InlineData("names=magic")]
    [InlineData("names=rsi_14,news_tone_24h")]
    [InlineData("names=uni_count")]
    public async Task Names_of_what_does_not_come_from_bars_are_refused(string query)
    {
        JsonElement problem = await SomeTicks.Json(await Api.Client.GetAsync($"/v1/symbols/NOPE/indicators/series?{query}"), 400);
        Assert.Equal(("invalid-parameter", "names"), (problem.GetProperty("code").GetString(), problem.GetProperty("parameter").GetString()));
    }
}
