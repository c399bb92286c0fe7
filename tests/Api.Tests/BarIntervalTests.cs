using System.Text.Json;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Api.Tests;

/// <summary>Bars put together to longer ones, over a history that holds most of them.</summary>
[Collection(HistoryCollection.Name)]
public class BarIntervalTests(ApiWithHistory grid)
{
    private const int Minutes = 400;

    private RunningApi Api => grid.Api;

    [Theory]
    [InlineData("2m", 2)]
    [InlineData("7m", 7)]
    [InlineData("15m", 15)]
    [InlineData("1h", 60)]
    [InlineData("3600s", 60)]
    [InlineData("1d", 1_440)]
    public async Task Are_those_that_a_builder_would_have_made_of_the_shorter_ones_to_the_bit(string interval, int minutes)
    {
        string symbol = $"LONG.{interval.ToUpperInvariant()}";
        Bar[] stored = await Filled(symbol);
        Bar[] expected = [.. Enumerable.Reverse(Built(stored, TimeSpan.FromMinutes(minutes)))];
        foreach (int limit in new[] { 1, 4, 100 })
            Assert.Equal(expected, (await Api.Pages($"/v1/symbols/{symbol}/bars", "bars", limit, null, $"interval={interval}")).Select(BarOf));
        Assert.InRange(expected.Length, minutes == 1_440 ? 0 : Minutes / minutes - 1, Minutes / minutes + 1);
    }

    [Fact]
    public async Task Of_a_range_are_those_that_open_in_it_whole()
    {
        Bar[] stored = await Filled("LONG.RANGE");
        Bar[] all = [.. Enumerable.Reverse(Built(stored, TimeSpan.FromMinutes(10)))];
        foreach ((string from, string to) in new[] { ("15:00:00", "16:00:00"), ("15:00:00.0000001", "16:00:00.0000001"), ("15:03:00", "15:57:00"), ("14:00:00", "23:00:00"), ("15:01:00", "15:02:00") })
        {
            DateTime fromUtc = DateTime.Parse($"2024-01-02T{from}Z", null, System.Globalization.DateTimeStyles.AdjustToUniversal), toUtc = DateTime.Parse($"2024-01-02T{to}Z", null, System.Globalization.DateTimeStyles.AdjustToUniversal);
            Assert.Equal(
                all.Where(bar => bar.OpenTimeUtc >= fromUtc && bar.OpenTimeUtc < toUtc),
                (await Api.Pages("/v1/symbols/LONG.RANGE/bars", "bars", 3, null, $"interval=10m&from=2024-01-02T{from}Z&to=2024-01-02T{to}Z")).Select(BarOf));
        }
    }

    [Fact]
    public async Task The_last_one_comes_when_it_has_ended()
    {
        string[] ticks = SomeTicks.Walk("LONG.LAST", 31);
        await Api.Take(ticks[..15]);                                                                    // 14:30…14:43 are closed
        Assert.Equal("14:30", await Times());
        await Api.Take(ticks[15..20]);                                                                  // …14:48: the bar of 14:40 lacks one
        Assert.Equal("14:30", await Times());
        await Api.Take(ticks[20..21]);
        Assert.Equal("14:40 14:30", await Times());

        async Task<string> Times() => string.Join(' ', (await Api.Get("/v1/symbols/LONG.LAST/bars?interval=10m")).GetProperty("bars").EnumerateArray()
            .Select(bar => bar.GetProperty("time").GetString()![11..16]));
    }

    [Theory]
    [InlineData("90s")]
    [InlineData("30s")]
    [InlineData("0m")]
    [InlineData("5")]
    [InlineData("5M")]
    [InlineData("")]
    [InlineData("1000w")]
    [InlineData("99999999999m")]
    public async Task An_interval_that_they_do_not_add_up_to_is_refused(string interval)
    {
        await Filled("LONG.WRONG");
        JsonElement problem = await SomeTicks.Json(await Api.Client.GetAsync($"/v1/symbols/LONG.WRONG/bars?interval={interval}"), 400);
        Assert.Equal(("invalid-parameter", "interval"), (problem.GetProperty("code").GetString(), problem.GetProperty("parameter").GetString()));
    }

    [Fact]
    public async Task A_page_of_another_interval_is_refused()
    {
        await Filled("LONG.OTHER");
        string token = (await Api.Get("/v1/symbols/LONG.OTHER/bars?interval=5m&limit=1")).GetProperty("next").GetString()!;
        await Api.Get($"/v1/symbols/LONG.OTHER/bars?interval=300s&limit=1&page={token}");
        await SomeTicks.Json(await Api.Client.GetAsync($"/v1/symbols/LONG.OTHER/bars?interval=10m&limit=1&page={token}"), 400);
        await SomeTicks.Json(await Api.Client.GetAsync($"/v1/symbols/LONG.OTHER/bars?limit=1&page={token}"), 400);
    }

    private async Task<Bar[]> Filled(string symbol)
    {
        if (!(await Api.Client.GetAsync($"/v1/symbols/{symbol}")).IsSuccessStatusCode)
            await Api.Take(SomeTicks.Walk(symbol, Minutes + 1));
        return [.. (await Api.Pages($"/v1/symbols/{symbol}/bars", "bars", 1_000)).Select(BarOf).Reverse()];
    }

    /// <summary>Those that have ended when the last of the shorter ones has.</summary>
    private static List<Bar> Built(Bar[] stored, TimeSpan interval)
    {
        var (builder, bars) = (new BarBuilder(interval), new List<Bar>());
        foreach (Bar bar in stored)
            if (builder.Add(bar, TimeSpan.FromMinutes(1), out Bar closed))
                bars.Add(closed);
        if (builder.CloseUpTo(stored[^1].OpenTimeUtc + TimeSpan.FromMinutes(1), out Bar last))
            bars.Add(last);
        return bars;
    }

    private static Bar BarOf(JsonElement bar) => new(
        bar.GetProperty("time").GetDateTime(), bar.GetProperty("open").GetDouble(), bar.GetProperty("high").GetDouble(),
        bar.GetProperty("low").GetDouble(), bar.GetProperty("close").GetDouble(), bar.GetProperty("volume").GetDouble());
}
