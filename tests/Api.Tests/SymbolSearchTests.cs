using System.Globalization;
using System.Text.Json;

namespace GoldenSignals.Api.Tests;

/// <summary>Symbols searched for, ordered and paged; the market at a glance; many decisions in one answer.</summary>
public sealed class SymbolSearchTests : IClassFixture<MarketOfSome>
{
    private readonly RunningApi _api;
    private readonly JsonElement[] _all;

    public SymbolSearchTests(MarketOfSome market) => (_api, _all) = (market.Api, market.All);

    [Theory]
    [InlineData("search=ec0", "TEC001 TEC002 TEC003")]
    [InlineData("search=ZZZ", "")]
    [InlineData("sector=financials", "FIN001 FIN002")]
    [InlineData("sector=Financials&search=2", "FIN002")]
    [InlineData("sector=Space", "")]
    public async Task Are_found_by_name_and_sector(string filter, string symbols)
    {
        JsonElement page = await _api.Get($"/v1/symbols?{filter}");
        Assert.Equal(symbols, string.Join(' ', Names(page)));
        Assert.Equal(Names(page).Length, page.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Are_found_by_action_score_and_confidence()
    {
        foreach (string action in new[] { "BUY", "SELL", "HOLD" })
            Assert.Equal(Expected(row => row.GetProperty("action").GetString() == action), await Found($"action={action}"));
        double middle = _all.Select(Score).Order().ElementAt(_all.Length / 2);
        Assert.Equal(Expected(row => Score(row) >= middle), await Found($"minScore={middle.ToString("R", CultureInfo.InvariantCulture)}"));
        Assert.Equal(Expected(row => Score(row) <= middle), await Found($"maxScore={middle.ToString("R", CultureInfo.InvariantCulture)}"));
        Assert.Equal(Expected(row => row.GetProperty("confidence").GetDouble() >= 0.3), await Found("minConfidence=0.3"));
        Assert.InRange((await Found($"minScore={middle.ToString("R", CultureInfo.InvariantCulture)}")).Length, 1, _all.Length - 1);

        async Task<string[]> Found(string filter) => Names(await _api.Get($"/v1/symbols?{filter}"));
        string[] Expected(Func<JsonElement, bool> wanted) => [.. _all.Where(wanted).Select(Name)];
    }

    [Theory]
    [InlineData("symbol")]
    [InlineData("-symbol")]
    [InlineData("price")]
    [InlineData("-price")]
    [InlineData("change")]
    [InlineData("-change")]
    [InlineData("score")]
    [InlineData("-score")]
    [InlineData("confidence")]
    [InlineData("-confidence")]
    public async Task Come_in_the_order_that_is_asked_for_and_in_pages_of_it(string sort)
    {
        string by = sort.TrimStart('-');
        IEnumerable<JsonElement> expected = by == "symbol" ? _all.OrderBy(Name, StringComparer.Ordinal)
            : _all.Where(row => row.GetProperty(by).ValueKind != JsonValueKind.Null).OrderBy(row => row.GetProperty(by).GetDouble() * (sort[0] == '-' ? -1 : 1)).ThenBy(Name, StringComparer.Ordinal)
                .Concat(_all.Where(row => row.GetProperty(by).ValueKind == JsonValueKind.Null).OrderBy(Name, StringComparer.Ordinal));
        if (sort == "-symbol")
            expected = expected.Reverse();
        foreach (int limit in new[] { 1, 3, 1_000 })
            Assert.Equal(expected.Select(Name), (await _api.Pages("/v1/symbols", "symbols", limit, null, $"sort={sort}")).Select(Name));
    }

    [Theory]
    [InlineData("sort=score", "sort=-score")]
    [InlineData("", "search=TEC")]
    [InlineData("", "action=HOLD")]
    [InlineData("minScore=-1", "minScore=-0.9")]
    public async Task A_page_of_another_search_is_refused(string filter, string other)
    {
        string token = (await _api.Get($"/v1/symbols?limit=1&{filter}")).GetProperty("next").GetString()!;
        JsonElement problem = await SomeTicks.Json(await _api.Client.GetAsync($"/v1/symbols?limit=1&{other}&page={token}"), 400);
        Assert.Equal("invalid-page-token", problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_market_at_a_glance_is_its_symbols_counted()
    {
        JsonElement universe = await _api.Get("/v1/universe?movers=2");
        Assert.Equal(_all.Length, universe.GetProperty("symbols").GetInt32());
        foreach (string action in new[] { "BUY", "SELL", "HOLD" })
            Assert.Equal(_all.Count(row => row.GetProperty("action").GetString() == action), universe.GetProperty("actions").GetProperty(action.ToLowerInvariant()).GetInt32());
        double[] changes = [.. _all.Where(row => row.GetProperty("change").ValueKind == JsonValueKind.Number).Select(row => row.GetProperty("change").GetDouble())];
        JsonElement breadth = universe.GetProperty("breadth");
        Assert.Equal(changes.Count(change => change > 0), breadth.GetProperty("advancing").GetInt32());
        Assert.Equal(changes.Count(change => change < 0), breadth.GetProperty("declining").GetInt32());
        Assert.Equal(changes.Average(), breadth.GetProperty("meanChange").GetDouble(), 1e-15);
        Assert.Equal(_all.Average(Score), breadth.GetProperty("meanScore").GetDouble(), 1e-15);
        Assert.Equal(
            _all.Where(row => row.GetProperty("change").ValueKind == JsonValueKind.Number && row.GetProperty("change").GetDouble() > 0)
                .OrderByDescending(row => row.GetProperty("change").GetDouble()).Take(2).Select(Name),
            universe.GetProperty("movers").GetProperty("gainers").EnumerateArray().Select(Name));
        Assert.Equal(
            ["Financials 2", "Information Technology 3"],
            universe.GetProperty("sectors").EnumerateArray().Select(sector => $"{sector.GetProperty("sector").GetString()} {sector.GetProperty("symbols").GetInt32()}"));
        Assert.Equal(2, (await _api.Get("/v1/universe?sector=financials")).GetProperty("symbols").GetInt32());
    }

    [Fact]
    public async Task Decisions_of_many_symbols_come_in_one_answer_in_the_order_of_their_names()
    {
        JsonElement answer = await _api.Get("/v1/decisions?symbols=TEC002,XRP/ETH,NOPE,FIN001,TEC002");
        JsonElement[] decisions = [.. answer.GetProperty("decisions").EnumerateArray()];
        Assert.Equal(["TEC002", "XRP/ETH", "FIN001"], decisions.Select(Name));
        Assert.Equal("""[{"symbol":"NOPE","code":"unknown-symbol"}]""", answer.GetProperty("missing").ToString());
        foreach (JsonElement decision in decisions)
        {
            JsonElement one = await _api.Get($"/v1/symbols/{Uri.EscapeDataString(Name(decision))}/decision");
            foreach (string same in new[] { "id", "time", "price", "action", "actionBefore", "score", "confidence", "risk", "configuration", "stale", "gap" })
                Assert.Equal(one.GetProperty(same).ToString(), decision.GetProperty(same).ToString());
            Assert.Equal(one.GetProperty("reasons")[0].GetString(), decision.GetProperty("reason").GetString());
        }
    }

    [Fact]
    public async Task A_thousand_symbols_of_the_longest_names_go_into_one_request_and_one_more_does_not()
    {
        string[] names = [.. Enumerable.Range(0, 1_001).Select(i => $"LONGESTNAME/{i:D4}")];
        JsonElement answer = await _api.Get($"/v1/decisions?symbols={string.Join(',', names[1..].Select(Uri.EscapeDataString))}");
        Assert.Equal(1_000, answer.GetProperty("missing").GetArrayLength());
        JsonElement problem = await SomeTicks.Json(await _api.Client.GetAsync($"/v1/decisions?symbols={string.Join(',', names)}"), 400);
        Assert.Equal(("invalid-parameter", "symbols"), (problem.GetProperty("code").GetString(), problem.GetProperty("parameter").GetString()));
    }

    private static string[] Names(JsonElement page) => [.. page.GetProperty("symbols").EnumerateArray().Select(Name)];

    private static string Name(JsonElement row) => row.GetProperty("symbol").GetString()!;

    private static double Score(JsonElement row) => row.GetProperty("score").GetDouble();
}

/// <summary>A grid with a few symbols that nobody adds to.</summary>
public sealed class MarketOfSome : IAsyncLifetime
{
    public RunningApi Api { get; } = new();

    public JsonElement[] All { get; private set; } = [];

    public async Task InitializeAsync()
    {
        await Api.InitializeAsync();
        string[] symbols = ["TEC001", "TEC002", "TEC003", "FIN001", "FIN002", "XRP/ETH", "AAA", "FRESH"];
        foreach ((string symbol, int i) in symbols.Select((symbol, i) => (symbol, i)))
            await Api.Take(SomeTicks.Walk(symbol, symbol == "FRESH" ? 2 : 180 + 15 * i, seed: 30 + i));
        All = [.. (await Api.Get("/v1/symbols")).GetProperty("symbols").EnumerateArray()];
        Assert.Equal(symbols.Order(StringComparer.Ordinal), All.Select(row => row.GetProperty("symbol").GetString()));
    }

    public Task DisposeAsync() => Api.DisposeAsync();
}
