using System.Text.Json;

namespace GoldenSignals.Api.Tests;

[Collection(ApiCollection.Name)]
public class LiveDecisionTests(RunningApi api)
{
    [Fact]
    public async Task The_developing_bar_is_decided_as_its_close_then_is()
    {
        string[] ticks = SomeTicks.Walk("LIV", 121);
        await api.Take(ticks[..120]);                                // each closes the bar of the one before
        JsonElement live = await api.Get("/v1/symbols/LIV/live"), closed = await api.Get("/v1/symbols/LIV/decision");
        Assert.Equal(("2024-01-02T16:29:00Z", "2024-01-02T16:30:00Z", "2024-01-02T16:29:00Z"),
            (live.GetProperty("time").GetString(), live.GetProperty("closes").GetString(), live.GetProperty("heard").GetString()));
        Assert.Equal("2024-01-02T16:28:00Z", closed.GetProperty("time").GetString());
        Assert.Equal(live.GetProperty("bar").GetProperty("close").GetDouble(), live.GetProperty("decision").GetProperty("price").GetDouble());

        await api.Take(ticks[120..]);
        JsonElement then = await api.Get("/v1/symbols/LIV/decision");
        foreach (string name in new[] { "id", "score", "confidence", "action", "votes", "contributions", "risk", "flips", "inputs" })
            Assert.Equal(live.GetProperty("decision").GetProperty(name).GetRawText(), then.GetProperty(name).GetRawText());
    }

    [Fact]
    public async Task It_follows_every_tick_and_the_decision_of_the_last_bar_stays_what_it_is()
    {
        await api.Take(SomeTicks.Walk("LIV2", 60));
        string closed = (await api.Get("/v1/symbols/LIV2/decision")).GetProperty("id").GetString()!;
        double price = (await api.Get("/v1/symbols/LIV2/live")).GetProperty("bar").GetProperty("close").GetDouble();
        await api.Take([SomeTicks.Tick("LIV2", SomeTicks.Start.AddMinutes(59).AddSeconds(30), price * 1.01, sequence: 61)]);
        JsonElement live = await api.Get("/v1/symbols/LIV2/live");
        Assert.Equal(price * 1.01, live.GetProperty("bar").GetProperty("high").GetDouble());
        Assert.Equal("2024-01-02T15:29:30Z", live.GetProperty("heard").GetString());
        Assert.Equal(closed, (await api.Get("/v1/symbols/LIV2/decision")).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Unknown_symbols_are_not_found() =>
        Assert.Equal("unknown-symbol", (await SomeTicks.Json(await api.Client.GetAsync("/v1/symbols/NOSUCH/live"), 404)).GetProperty("code").GetString());
}
