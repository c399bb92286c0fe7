using System.Text.Json;

namespace GoldenSignals.Api.Tests;

[Collection(HistoryCollection.Name)]
public class InsightTests(ApiWithHistory grid)
{
    [Fact]
    public async Task Insights_are_the_signals_counted_by_symbol_and_action()
    {
        await grid.Api.Take(SomeTicks.Walk("INSIGHT", 400));
        List<JsonElement> signals = await grid.Api.Pages("/v1/signals", "signals", 1_000, null, "symbol=INSIGHT");
        JsonElement[] insights = await Insights("symbol=INSIGHT");

        Assert.Equal(
            signals.GroupBy(signal => signal.GetProperty("action").GetString()!)
                .OrderBy(some => some.Key == "HOLD" ? 0 : some.Key == "BUY" ? 1 : 2)
                .Select(some => ("INSIGHT", some.Key, some.LongCount(), some.Max(signal => signal.GetProperty("time").GetString())!)),
            insights.Select(row => (row.GetProperty("symbol").GetString()!, row.GetProperty("action").GetString()!, row.GetProperty("count").GetInt64(), row.GetProperty("last").GetString()!)));
        foreach (JsonElement row in insights)
            Assert.Equal(
                signals.Where(signal => signal.GetProperty("action").GetString() == row.GetProperty("action").GetString()).Average(signal => signal.GetProperty("confidence").GetDouble()),
                row.GetProperty("meanConfidence").GetDouble(), 1e-12);

        JsonElement[] buys = await Insights("action=BUY");
        Assert.Contains(buys, row => row.GetProperty("symbol").GetString() == "INSIGHT");
        Assert.All(buys, row => Assert.Equal("BUY", row.GetProperty("action").GetString()));
        Assert.Equal(insights.Single(row => row.GetProperty("action").GetString() == "BUY").ToString(), Assert.Single(await Insights("action=BUY&symbol=INSIGHT")).ToString());
        JsonElement[] all = await Insights("");
        Assert.Equal(all.Select(row => row.GetProperty("symbol").GetString()).Order(StringComparer.Ordinal), all.Select(row => row.GetProperty("symbol").GetString()));

        async Task<JsonElement[]> Insights(string filter)
        {
            JsonElement answer = await grid.Api.Get($"/v1/signals/insights?{filter}");
            Assert.InRange(answer.GetProperty("refreshed").GetDateTime().ToUniversalTime(), DateTime.UtcNow.AddMinutes(-5), DateTime.UtcNow.AddSeconds(1));
            return [.. answer.GetProperty("insights").EnumerateArray()];
        }
    }
}

[Collection(ApiCollection.Name)]
public class InsightWithoutHistoryTests(RunningApi api)
{
    [Fact]
    public async Task Where_nothing_is_written_down_those_at_hand_are_counted_of_the_last_day_only()
    {
        await api.Take(SomeTicks.Walk("OLDNEWS", 400));
        DateTime start = DateTime.UtcNow.AddHours(-7);
        await api.Take(SomeTicks.Walk("NEWS", 400).Select((_, i) => SomeTicks.Tick("NEWS", start.AddMinutes(i), 100 * Math.Exp(0.02 * Math.Sin(i / 25.0)), sequence: i + 1)));
        List<JsonElement> signals = await api.Pages("/v1/signals", "signals", 1_000, null, "symbol=NEWS");
        Assert.NotEmpty(signals);
        Assert.NotEmpty(await api.Pages("/v1/signals", "signals", 1_000, null, "symbol=OLDNEWS"));

        JsonElement[] rows = [.. (await api.Get("/v1/signals/insights?symbol=NEWS")).GetProperty("insights").EnumerateArray()];
        Assert.Equal(signals.Count, rows.Sum(row => row.GetProperty("count").GetInt64()));
        Assert.Equal(0, (await api.Get("/v1/signals/insights?symbol=OLDNEWS")).GetProperty("insights").GetArrayLength());
    }
}
