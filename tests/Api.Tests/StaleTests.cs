using System.Text.Json;
using GoldenSignals.ApiClient;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Grains;

namespace GoldenSignals.Api.Tests;

/// <summary>What is served of a symbol says how old it is, and whether ticks are missing.</summary>
[Collection(ApiCollection.Name)]
public class StaleTests(RunningApi api)
{
    private static readonly DateTime s_now = new(2024, 1, 2, 15, 0, 0, DateTimeKind.Utc);

    private static SymbolRow Row(DateTime heardUtc, TimeSpan interval) =>
        new("AAA", interval, heardUtc - interval, 10, 0, SignalAction.Hold, 0, 0, "gap") { HeardUtc = heardUtc };

    [Theory]
    [InlineData(60, 300, false)]
    [InlineData(60, 300.001, true)]
    [InlineData(1, 5, false)]
    [InlineData(1, 5.001, true)]
    [InlineData(0.5, 5, false)]                                     // 5 s at least
    [InlineData(86400, 5 * 86400, false)]
    public void Five_intervals_without_news_are_too_long(double interval, double age, bool stale)
    {
        var ages = new Ages(s_now, StaleAfter: null);
        SymbolRow row = Row(s_now.AddSeconds(-age), TimeSpan.FromSeconds(interval));
        Assert.Equal(stale, ages.IsStale(row));
        Assert.Equal(age, ages.Seconds(row)!.Value, 6);
    }

    [Fact]
    public void How_long_is_too_long_is_an_option_and_without_a_time_nothing_is()
    {
        SymbolRow row = Row(s_now.AddSeconds(-10), TimeSpan.FromHours(1));
        Assert.True(new Ages(s_now, TimeSpan.FromSeconds(9)).IsStale(row));
        Assert.False(new Ages(s_now, TimeSpan.FromSeconds(10)).IsStale(row));
        Assert.Equal((false, null), (new Ages(null, TimeSpan.FromSeconds(1)).IsStale(row), new Ages(null, null).Seconds(row)));
        Assert.Equal(0, new Ages(s_now, null).Seconds(Row(s_now.AddSeconds(1), TimeSpan.FromSeconds(1))));
    }

    private static string[] Every20Seconds(string symbol, DateTime from, DateTime to) =>
        [.. Enumerable.Range(0, (int)((to - from).TotalSeconds / 20) + 1).Select(i => SomeTicks.Tick(symbol, from.AddSeconds(20 * i), 100 + i % 3 * 0.1, sequence: i + 1))];

    [Fact]
    public async Task What_has_not_been_heard_of_for_long_is_served_as_stale_with_its_age()
    {
        DateTime now = DateTime.UtcNow;
        await api.Take(Every20Seconds("FRESH", now.AddMinutes(-5), now.AddSeconds(-1)));
        await api.Take(Every20Seconds("OLD", now.AddMinutes(-25), now.AddMinutes(-20)));

        foreach ((string symbol, bool stale, double least, double most) in new[] { ("FRESH", false, 1.0, 90), ("OLD", true, 1200, 1300) })
            foreach (JsonElement served in await Served(symbol))
            {
                Assert.Equal(stale, served.GetProperty("stale").GetBoolean());
                Assert.InRange(served.GetProperty("ageSeconds").GetDouble(), least, most);
                Assert.False(served.GetProperty("gap").GetBoolean());
            }
        JsonElement old = (await Served("OLD"))[0];
        Assert.Equal(100, old.GetProperty("price").GetDouble(), 0);              // the last that was good
    }

    [Fact]
    public async Task A_symbol_of_which_ticks_are_missing_says_so_until_a_whole_bar_has_closed()
    {
        DateTime start = SomeTicks.Start;
        await api.Take([SomeTicks.Tick("HOLE", start, 100, sequence: 1), SomeTicks.Tick("HOLE", start.AddSeconds(60), 100, sequence: 2)]);
        Assert.All(await Served("HOLE"), served => Assert.False(served.GetProperty("gap").GetBoolean()));

        await api.Take([SomeTicks.Tick("HOLE", start.AddSeconds(70), 100, sequence: 4)]);
        Assert.All(await Served("HOLE"), served => Assert.True(served.GetProperty("gap").GetBoolean()));

        await api.Take([SomeTicks.Tick("HOLE", start.AddSeconds(120), 100, sequence: 5)]);
        JsonElement[] after = await Served("HOLE");
        Assert.All(after, served => Assert.True(served.GetProperty("gap").GetBoolean()));
        Assert.Equal("gap", after[0].GetProperty("reason").GetString());
        Assert.Equal("gap", after[2].GetProperty("reasons")[0].GetString());
        Assert.All(after[2].GetProperty("flips").EnumerateArray(), flip => Assert.Contains("gap", flip.GetProperty("also").EnumerateArray().Select(also => also.GetString())));

        await api.Take([SomeTicks.Tick("HOLE", start.AddSeconds(180), 100, sequence: 6)]);
        Assert.All(await Served("HOLE"), served => Assert.False(served.GetProperty("gap").GetBoolean()));
    }

    /// <summary>The symbol by itself, in the list, and its decision.</summary>
    private async Task<JsonElement[]> Served(string symbol) =>
    [
        await api.Get($"/v1/symbols/{symbol}"),
        (await api.Get("/v1/symbols?limit=10000")).GetProperty("symbols").EnumerateArray().Single(row => row.GetProperty("symbol").GetString() == symbol),
        await api.Get($"/v1/symbols/{symbol}/decision"),
    ];

    [Fact]
    public async Task The_status_accounts_for_everything_that_came_in()
    {
        await api.Take(SomeTicks.Walk("COUNTED", 20));
        await SomeTicks.Json(await api.Client.PostAsync("/v1/ticks", SomeTicks.Array([.. SomeTicks.Walk("COUNTED", 21), SomeTicks.Tick("COUNTED", SomeTicks.Start, 1000)])));
        JsonElement status = await api.Get("/v1/status");
        long Count(string name) => status.GetProperty(name).GetInt64();
        long quarantined = status.GetProperty("quarantined").EnumerateObject().Sum(reason => reason.Value.GetInt64());
        Assert.True(quarantined > 0 && Count("duplicates") > 0);
        Assert.Equal(0, Count("shed"));
        Assert.Equal(Count("received"), Count("ticks") + Count("inputBars") + Count("inputs") + Count("duplicates") + quarantined + Count("shed"));
        JsonElement[] shards = [.. status.GetProperty("input").EnumerateArray()];
        Assert.Equal(Enumerable.Range(0, 4), shards.Select(shard => shard.GetProperty("shard").GetInt32()));
        Assert.All(shards, shard => Assert.Equal(shard.GetProperty("received").GetInt64(),
            new[] { "processed", "duplicates", "quarantined", "shed" }.Sum(name => shard.GetProperty(name).GetInt64())));
        Assert.Equal(Count("received"), shards.Sum(shard => shard.GetProperty("received").GetInt64()));
        Assert.Single(shards.Where(shard => shard.GetProperty("received").GetInt64() > 0).Select(shard => shard.GetProperty("silo").GetString()).Distinct(), silo => !string.IsNullOrEmpty(silo));
    }
}
