using System.Text.Json;

namespace GoldenSignals.Api.Tests;

/// <summary>Pages put together are the whole, without holes and without doubles, while new rows come in.</summary>
[Collection(HistoryCollection.Name)]
public class PagingTests(ApiWithHistory grid)
{
    private const int Bars = 200;

    private RunningApi Api => grid.Api;

    [Theory]
    [InlineData(1, "ONE")]
    [InlineData(7, "SEVEN")]
    [InlineData(ApiWithHistory.WindowBars - 1, "SEAM.A")]
    [InlineData(ApiWithHistory.WindowBars, "SEAM.B")]
    [InlineData(ApiWithHistory.WindowBars + 1, "SEAM.C")]
    [InlineData(Bars - 1, "MOST")]
    [InlineData(Bars, "ALL")]
    public async Task Bars_while_new_ones_come(int limit, string symbol)
    {
        string[] ticks = SomeTicks.Walk(symbol, Bars + 1 + 300);
        await Api.Take(ticks[..(Bars + 1)]);
        int come = Bars + 1;
        List<JsonElement> rows = await Pages($"/v1/symbols/{symbol}/bars", "bars", limit, async () =>
        {
            if (come < ticks.Length)
                await Api.Take([ticks[come++]]);
        });

        Assert.Equal(
            ticks[..Bars].Reverse().Select(Parsed).Select(tick => (tick.GetProperty("timestamp").GetDateTime(), tick.GetProperty("price").GetDouble(), tick.GetProperty("size").GetDouble())),
            rows.Select(bar => (bar.GetProperty("time").GetDateTime(), bar.GetProperty("close").GetDouble(), bar.GetProperty("volume").GetDouble())));
    }

    [Theory]
    [InlineData(10, "LATE.A")]
    [InlineData(60, "LATE.B")]
    public async Task Bars_while_the_history_is_behind(int limit, string symbol)
    {
        string[] ticks = SomeTicks.Walk(symbol, Bars + 1);
        await Api.Take(ticks[..150]);
        grid.History.Hold();
        await Api.Take(ticks[150..]);                                                                   // 51 bars: the window has them
        int page = 0;
        List<JsonElement> rows = await Pages($"/v1/symbols/{symbol}/bars", "bars", limit, async () =>
        {
            if (++page == 2)
                await grid.History.LetGo();
        });
        Assert.Equal(Times(Bars), rows.Select(Time));
    }

    [Fact]
    public async Task Bars_that_nobody_has_yet_are_no_hole_but_an_error_that_passes()
    {
        string[] ticks = SomeTicks.Walk("BEHIND", Bars + 1);
        await Api.Take(ticks[..100]);
        grid.History.Hold();
        await Api.Take(ticks[100..]);                                                                   // 101 bars: 37 of them are nowhere
        Assert.Equal(ApiWithHistory.WindowBars - 1, (await Api.Get($"/v1/symbols/BEHIND/bars?limit={ApiWithHistory.WindowBars - 1}")).GetProperty("bars").GetArrayLength());
        JsonElement problem = await SomeTicks.Json(await Api.Client.GetAsync("/v1/symbols/BEHIND/bars?limit=100"), 503);
        Assert.Equal("unavailable", problem.GetProperty("code").GetString());
        await grid.History.LetGo();
        Assert.Equal(Times(Bars), (await Pages("/v1/symbols/BEHIND/bars", "bars", 100)).Select(Time));
    }

    [Theory]
    [InlineData("", 0, 199)]
    [InlineData("from=2024-01-02T15:00:00Z", 30, 199)]
    [InlineData("to=2024-01-02T17:30:00Z", 0, 179)]
    [InlineData("to=2024-01-02T17:30:00.0000001Z", 0, 180)]
    [InlineData("from=2024-01-02T15:00:00Z&to=2024-01-02T15:01:00Z", 30, 30)]
    [InlineData("from=2024-01-02T15:00:00Z&to=2024-01-02T17:30:00Z", 30, 179)]
    [InlineData("from=2024-01-02T17:00:00%2B00:00&to=2024-01-03T17:30:00Z", 150, 199)]
    public async Task Bars_of_a_range(string range, int first, int last)
    {
        string symbol = $"RANGE.{first}.{last}";
        await Api.Take(SomeTicks.Walk(symbol, Bars + 1));
        List<JsonElement> rows = await Pages($"/v1/symbols/{symbol}/bars", "bars", 20, null, range);
        Assert.Equal(Times(Bars)[(Bars - 1 - last)..(Bars - first)], rows.Select(Time));
    }

    [Fact]
    public async Task No_page_asks_the_history_more_than_once()
    {
        await Api.Take(SomeTicks.Walk("OFTEN", Bars + 1));
        int before = grid.History.Questions, pages = 0;
        await Pages("/v1/symbols/OFTEN/bars", "bars", 10, () => Task.FromResult(pages++));
        await Pages("/v1/symbols/OFTEN/decisions", "decisions", 10, () => Task.FromResult(pages++));
        await Pages("/v1/signals", "signals", 10, () => Task.FromResult(pages++));
        Assert.InRange(grid.History.Questions - before, pages / 2, pages);
    }

    [Theory]
    [InlineData(1, "DEC.A")]
    [InlineData(9, "DEC.B")]
    [InlineData(Bars, "DEC.C")]
    public async Task Decisions_while_new_ones_come(int limit, string symbol)
    {
        string[] ticks = SomeTicks.Walk(symbol, Bars + 50);
        await Api.Take(ticks[..(Bars + 1)]);
        int come = Bars + 1;
        List<JsonElement> rows = await Pages($"/v1/symbols/{symbol}/decisions", "decisions", limit, async () =>
        {
            if (come < ticks.Length)
                await Api.Take([ticks[come++]]);
        });
        Assert.Equal(Times(Bars), rows.Select(Time));
        Assert.All(rows, row => Assert.StartsWith($"{symbol}:1m:2024", row.GetProperty("id").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Decisions_of_one_action_are_the_chosen_ones_of_all()
    {
        await Api.Take(SomeTicks.Walk("CHOSEN", 400));
        List<JsonElement> all = await Pages("/v1/symbols/CHOSEN/decisions", "decisions", 1_000);
        Assert.Equal(399, all.Count);
        foreach (string action in new[] { "BUY", "SELL", "HOLD" })
            Assert.Equal(
                all.Where(row => row.GetProperty("action").GetString() == action).Select(row => row.ToString()),
                (await Pages("/v1/symbols/CHOSEN/decisions", "decisions", 11, null, $"action={action}")).Select(row => row.ToString()));
        Assert.Contains(all, row => row.GetProperty("action").GetString() != "HOLD");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1_000)]
    public async Task Signals_of_all_symbols_while_new_ones_come_and_the_history_is_behind(int limit)
    {
        string[] symbols = [.. "ABCDE".Select(letter => $"SIG{limit}.{letter}")];
        string[][] ticks = [.. symbols.Select((symbol, i) => SomeTicks.Walk(symbol, 330, seed: 20 + i))];
        foreach (string[] some in ticks)
            await Api.Take(some[..300]);
        List<JsonElement> whole = await Pages("/v1/signals", "signals", 1_000);
        Assert.True(whole.Count > 10, "too few signals to show anything");
        Assert.Equal(whole.OrderByDescending(Time).ThenBy(row => row.GetProperty("symbol").GetString(), StringComparer.Ordinal), whole);
        Assert.Equal(whole.Count, whole.Select(row => row.GetProperty("id").GetString()).Distinct().Count());

        DateTime newest = Time(whole[0]);
        int come = 300, page = 0;
        grid.History.Hold();
        List<JsonElement> rows = await Pages("/v1/signals", "signals", limit, async () =>
        {
            if (++page == 3)
                await grid.History.LetGo();
            if (come < 330)
                await Api.Take(ticks.Select(some => some[come]));
            come++;
        });
        await grid.History.LetGo();
        Assert.Equal(whole.Select(row => row.ToString()), rows.Where(row => Time(row) <= newest).Select(row => row.ToString()));

        foreach (string symbol in symbols)
            Assert.Equal(
                (await Pages("/v1/signals", "signals", 1_000)).Where(row => row.GetProperty("symbol").GetString() == symbol).Select(row => row.ToString()),
                (await Pages("/v1/signals", "signals", 2, null, $"symbol={symbol}")).Select(row => row.ToString()));
        DateTime middle = Time(whole[whole.Count / 2]);
        Assert.Equal(
            whole.Where(row => Time(row) >= middle && Time(row) < newest && row.GetProperty("action").GetString() == "BUY").Select(row => row.ToString()),
            (await Pages("/v1/signals", "signals", 2, null, $"action=BUY&from={middle:yyyy-MM-ddTHH:mm:ssZ}&to={newest:yyyy-MM-ddTHH:mm:ssZ}")).Select(row => row.ToString()));
    }

    private async Task<List<JsonElement>> Pages(string path, string rows, int limit, Func<Task>? between = null, string filter = "") =>
        await Api.Pages(path, rows, limit, between, filter);

    /// <summary>Of the walk's bars, newest first.</summary>
    private static DateTime[] Times(int bars) => [.. Enumerable.Range(0, bars).Reverse().Select(minute => SomeTicks.Start.AddMinutes(minute))];

    private static DateTime Time(JsonElement row) => row.GetProperty("time").GetDateTime();

    private static JsonElement Parsed(string json) => JsonDocument.Parse(json).RootElement;
}
