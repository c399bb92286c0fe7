using System.Text.Json;
using GoldenSignals.ApiClient.Security;

namespace GoldenSignals.Api.Tests.Security;

/// <summary>What a key for some symbols sees and sends.</summary>
public class AllowListTests(SecuredApi secured) : IClassFixture<SecuredApi>, IAsyncLifetime
{
    private string _all = "", _some = "";

    public async Task InitializeAsync()
    {
        _all = await secured.Key("read", "ingest");
        (_, _some) = await secured.Key(new KeyOrder("some", ["read", "ingest"], ["MINE", "MY/OWN"]));
        foreach (string symbol in new[] { "MINE", "MY/OWN", "THEIRS" })
            await secured.Post("/v1/ticks", _all, $"[{string.Join(',', SomeTicks.Walk(symbol, 150))}]");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Lists_hold_only_those_symbols()
    {
        JsonElement symbols = await secured.Get("/v1/symbols", _some);
        Assert.Equal(2, symbols.GetProperty("total").GetInt32());
        Assert.Equal(["MINE", "MY/OWN"], symbols.GetProperty("symbols").EnumerateArray().Select(symbol => symbol.GetProperty("symbol").GetString()));
        Assert.True((await secured.Get("/v1/symbols", _all)).GetProperty("total").GetInt32() >= 3);

        string[] mine = await Signals(_some), all = await Signals(_all);
        Assert.NotEmpty(mine);
        Assert.True(all.Length > mine.Length);
        Assert.Equal(all.Where(id => id.StartsWith('M')), mine);
        Assert.DoesNotContain("THEIRS", (await secured.Get("/v1/signals/insights", _some)).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/symbols/{0}")]
    [InlineData("/v1/symbols/{0}/bars")]
    [InlineData("/v1/symbols/{0}/indicators")]
    [InlineData("/v1/symbols/{0}/decision")]
    [InlineData("/v1/symbols/{0}/decisions")]
    [InlineData("/v1/symbols/{0}/state?at=2024-01-02T15:00:00Z")]
    [InlineData("/v1/signals?symbol={0}")]
    [InlineData("/v1/signals/insights?symbol={0}")]
    [InlineData("/v1/agents?symbol={0}")]
    public async Task Another_symbol_is_answered_as_one_that_is_not_there(string route)
    {
        JsonElement theirs = await secured.Get(Of("THEIRS"), _some, 404);
        Assert.Equal(("unknown-symbol", (await secured.Get(Of("NOWHERE"), _some, 404)).GetProperty("detail").GetString()), (theirs.GetProperty("code").GetString(), theirs.GetProperty("detail").GetString()));
        if (!route.Contains("state", StringComparison.Ordinal))
        {
            await secured.Get(Of("THEIRS"), _all);
            await secured.Get(Of("MY%2FOWN"), _some);
        }

        string Of(string symbol) => string.Format(System.Globalization.CultureInfo.InvariantCulture, route, symbol);
    }

    [Fact]
    public async Task What_is_sent_of_another_symbol_is_refused_item_by_item()
    {
        DateTime time = SomeTicks.Start.AddHours(4);
        JsonElement receipt = await secured.Post("/v1/ticks", _some, $"[{SomeTicks.Tick("THEIRS", time, 100)},{SomeTicks.Tick("MY/OWN", time, 100)}]");
        JsonElement rejected = Assert.Single(receipt.GetProperty("rejected").EnumerateArray());
        Assert.Equal((0, "unknown-symbol"), (rejected.GetProperty("index").GetInt32(), rejected.GetProperty("code").GetString()));

        JsonElement news = await secured.Post("/v1/news", _some, """[{"symbols":["THEIRS"],"timestamp":"2024-01-02T15:00:00Z","headline":"x"}]""", 422);
        Assert.Equal("unknown-symbol", news.GetProperty("code").GetString());
        JsonElement chain = await secured.Post("/v1/options/THEIRS/chain", _some,
            """{"timestamp":"2024-01-02T15:00:00Z","style":"american","contracts":[{"expiry":"2024-02-02T21:00:00Z","strike":90,"right":"put"}]}""", 422);
        Assert.Equal("unknown-symbol", chain.GetProperty("code").GetString());
    }

    private async Task<string[]> Signals(string key)
    {
        var ids = new List<string>();
        for (string? page = ""; page is not null;)
        {
            JsonElement answer = await secured.Get($"/v1/signals?limit=7{(page.Length == 0 ? "" : $"&page={page}")}", key);
            ids.AddRange(answer.GetProperty("signals").EnumerateArray().Select(signal => signal.GetProperty("id").GetString()!));
            page = answer.GetProperty("next").GetString();
        }
        return [.. ids];
    }
}
