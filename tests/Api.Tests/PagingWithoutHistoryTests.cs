using System.Text.Json;

namespace GoldenSignals.Api.Tests;

/// <summary>Where nothing is written down, what is at hand is served in the same pages.</summary>
[Collection(ApiCollection.Name)]
public class PagingWithoutHistoryTests(RunningApi api)
{
    [Fact]
    public async Task Bars_and_signals_are_those_at_hand_and_of_decisions_the_last()
    {
        await api.Take(SomeTicks.Walk("ATHAND", 601));                                                  // the window has 512 of 600
        List<JsonElement> bars = await api.Pages("/v1/symbols/ATHAND/bars", "bars", 100);
        Assert.Equal(Enumerable.Range(88, 512).Reverse().Select(minute => SomeTicks.Start.AddMinutes(minute)), bars.Select(bar => bar.GetProperty("time").GetDateTime()));

        JsonElement decision = Assert.Single(await api.Pages("/v1/symbols/ATHAND/decisions", "decisions", 100));
        Assert.Equal((await api.Get("/v1/symbols/ATHAND/decision")).GetProperty("id").GetString(), decision.GetProperty("id").GetString());
        string other = decision.GetProperty("action").GetString() == "HOLD" ? "BUY" : "HOLD";
        Assert.Empty(await api.Pages("/v1/symbols/ATHAND/decisions", "decisions", 100, null, $"action={other}"));
        Assert.Empty(await api.Pages("/v1/symbols/ATHAND/decisions", "decisions", 100, null, "to=2024-01-02T15:00:00Z"));

        List<JsonElement> signals = await api.Pages("/v1/signals", "signals", 1_000, null, "symbol=ATHAND");
        Assert.NotEmpty(signals);
        Assert.Equal(signals.Select(signal => signal.ToString()), (await api.Pages("/v1/signals", "signals", 1, null, "symbol=ATHAND")).Select(signal => signal.ToString()));
    }
}
