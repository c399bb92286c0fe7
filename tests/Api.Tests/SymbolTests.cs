using System.Text.Json;

namespace GoldenSignals.Api.Tests;

[Collection(ApiCollection.Name)]
public class SymbolTests(RunningApi api)
{
    [Fact]
    public async Task A_symbol_with_a_slash_is_reached_as_percent_2F()
    {
        await api.Take(SomeTicks.Walk("XRP/ETH", 5));
        Assert.Equal("XRP/ETH", (await api.Get("/v1/symbols/XRP%2FETH")).GetProperty("symbol").GetString());
        Assert.Equal("XRP/ETH", (await api.Get("/v1/symbols/XRP%2fETH/decision")).GetProperty("symbol").GetString());
        Assert.Equal(4, (await api.Get("/v1/symbols/XRP%2FETH/bars")).GetProperty("bars").GetArrayLength());
        Assert.Equal(4, (await api.Get("/v1/symbols/XRP%2FETH/indicators")).GetProperty("barNumber").GetInt32());
        Assert.Equal(JsonValueKind.Array, (await api.Get("/v1/signals?symbol=XRP/ETH")).GetProperty("signals").ValueKind);
    }

    [Fact]
    public async Task Symbols_come_in_order_and_in_pages_without_the_canary()
    {
        foreach (string symbol in new[] { "PAGE.C", "PAGE.A", "PAGE.B" })
            await api.Take(SomeTicks.Walk(symbol, 2));
        string[] symbols = [.. (await api.Pages("/v1/symbols", "symbols", 2)).Select(symbol => symbol.GetProperty("symbol").GetString()!)];

        Assert.Equal(symbols.Distinct().Order(StringComparer.Ordinal), symbols);
        Assert.DoesNotContain("CANARY", symbols);
        Assert.Equal(["PAGE.A", "PAGE.B", "PAGE.C"], symbols.Where(symbol => symbol.StartsWith("PAGE.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Bars_are_cut_by_from_to_and_limit()
    {
        await api.Take(SomeTicks.Walk("CUT", 12));
        Assert.Equal("14:40 14:39 14:38 14:37 14:36 14:35 14:34 14:33 14:32 14:31 14:30", await Times(""));
        Assert.Equal("14:40 14:39", await Times("?limit=2"));
        Assert.Equal("14:33 14:32", await Times("?from=2024-01-02T14:32:00Z&to=2024-01-02T14:34:00Z"));
        Assert.Equal("14:33", await Times("?from=2024-01-02T16:32:00%2B02:00&to=2024-01-02T16:34:00+02:00&limit=1"));
        Assert.Equal("", await Times("?from=2030-01-01T00:00:00Z"));

        async Task<string> Times(string query) => string.Join(' ', (await api.Get("/v1/symbols/CUT/bars" + query)).GetProperty("bars").EnumerateArray()
            .Select(bar => bar.GetProperty("time").GetString()![11..16]));
    }

    [Fact]
    public async Task Indicators_are_null_until_they_are_warm_and_can_be_chosen()
    {
        await api.Take(SomeTicks.Walk("WARM", 12));
        Assert.Equal("""{"atr_14":null,"rsi_14":null}""", await Chosen());
        await api.Take(SomeTicks.Walk("WARM", 40)[12..]);
        using JsonDocument chosen = JsonDocument.Parse(await Chosen());
        Assert.InRange(chosen.RootElement.GetProperty("rsi_14").GetDouble(), 0, 100);

        async Task<string> Chosen() => (await api.Get("/v1/symbols/WARM/indicators?names=atr_14,rsi_14")).GetProperty("indicators").ToString();
    }
}
