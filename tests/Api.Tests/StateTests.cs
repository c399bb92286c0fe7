using System.Text.Json;

namespace GoldenSignals.Api.Tests;

public class StateTests
{
    [Fact]
    public async Task A_past_state_is_what_was_told_then_and_still_is_after_a_restart()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("gs-");
        try
        {
            var told = new List<(DateTime At, string Decision, string Indicators, string Bars)>();
            await WithGrid(folder, async api =>
            {
                await Tell(api, told, 2, 40, 90, 161);
                await AreStill(api, told);
            });
            await WithGrid(folder, async api =>                                          // behind its snapshots and before
            {
                await AreStill(api, told);
                await Tell(api, told, 170, 200);
                await AreStill(api, told);
                Assert.Equal(3, (await api.Get("/v1/symbols/THEN/state?at=2024-01-02T15:30:00Z&limit=3")).GetProperty("bars").GetArrayLength());
                JsonElement none = await SomeTicks.Json(await api.Client.GetAsync("/v1/symbols/THEN/state?at=2024-01-02T14:30:59.9999999Z"), 404);
                Assert.Equal("no-decision", none.GetProperty("code").GetString());
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task WithGrid(DirectoryInfo folder, Func<RunningApi, Task> work)
    {
        var api = new RunningApi();
        try
        {
            await api.Start(null, ("Journal:Durability", "Durable"), ("Journal:Folder", folder.FullName), ("Grid:WindowBars", "64"));
            await api.IsReady();
            await work(api);
        }
        finally
        {
            await api.DisposeAsync();
        }
    }

    /// <summary>Feeds bars up to each of some counts, and notes what the API says then.</summary>
    private static async Task Tell(RunningApi api, List<(DateTime At, string Decision, string Indicators, string Bars)> told, params int[] counts)
    {
        foreach (int until in counts)
        {
            int come = told.Count == 0 ? 0 : (int)(told[^1].At - SomeTicks.Start).TotalMinutes + 1;
            await api.Take(SomeTicks.Walk("THEN", until)[come..]);
            await api.Take(SomeTicks.Walk("BESIDE", until, seed: 3)[come..]);
            told.Add((SomeTicks.Start.AddMinutes(until - 1), Decisions.Told(await api.Get("/v1/symbols/THEN/decision")),
                (await api.Get("/v1/symbols/THEN/indicators")).GetProperty("indicators").ToString(), (await api.Get("/v1/symbols/THEN/bars?limit=64")).GetProperty("bars").ToString()));
        }
    }

    private static async Task AreStill(RunningApi api, List<(DateTime At, string Decision, string Indicators, string Bars)> told)
    {
        foreach (var (at, decision, indicators, bars) in told)
            foreach (TimeSpan later in new[] { TimeSpan.Zero, TimeSpan.FromSeconds(59.9999999) })
            {
                JsonElement state = await api.Get($"/v1/symbols/THEN/state?at={at + later:yyyy-MM-ddTHH:mm:ss.fffffffZ}");
                Assert.Equal(at.AddMinutes(-1), state.GetProperty("time").GetDateTime());
                Assert.Equal(at + later, state.GetProperty("at").GetDateTime());
                Assert.Equal(decision, state.GetProperty("decision").ToString());
                Assert.Equal(indicators, state.GetProperty("indicators").ToString());
                Assert.Equal(bars, state.GetProperty("bars").ToString());
            }
    }
}

internal static class Decisions
{
    /// <summary>A decision without what is said of the present beside it.</summary>
    public static string Told(JsonElement decision) =>
        $"{{{string.Join(',', decision.EnumerateObject().Where(member => member.Name is not ("stale" or "ageSeconds" or "gap")).Select(member => member.ToString()))}}}";
}

[Collection(ApiCollection.Name)]
public class StateWithoutJournalTests(RunningApi api)
{
    [Fact]
    public async Task What_is_gone_is_told_with_the_oldest_time_that_works()
    {
        await api.Take(SomeTicks.Walk("GONE", 40));
        JsonElement gone = await SomeTicks.Json(await api.Client.GetAsync("/v1/symbols/GONE/state?at=2024-01-02T15:08:59Z"), 410);
        Assert.Equal(("gone", "2024-01-02T15:09:00Z"), (gone.GetProperty("code").GetString(), gone.GetProperty("oldest").GetString()));
        Assert.Contains("2024-01-02T15:09:00Z", gone.GetProperty("detail").GetString(), StringComparison.Ordinal);

        JsonElement state = await api.Get($"/v1/symbols/GONE/state?at={gone.GetProperty("oldest").GetString()}");
        Assert.Equal(Decisions.Told(await api.Get("/v1/symbols/GONE/decision")), state.GetProperty("decision").ToString());
        Assert.Equal((await api.Get("/v1/symbols/GONE/indicators")).GetProperty("indicators").ToString(), state.GetProperty("indicators").ToString());
        Assert.Equal((await api.Get("/v1/symbols/GONE/bars")).GetProperty("bars").ToString(), state.GetProperty("bars").ToString());
    }

    [Fact]
    public async Task Nothing_is_known_of_the_future()
    {
        await api.Take(SomeTicks.Walk("FUTURE", 3));
        JsonElement problem = await SomeTicks.Json(await api.Client.GetAsync("/v1/symbols/FUTURE/state?at=9999-12-31T23:59:59Z"), 400);
        Assert.Equal(("invalid-parameter", "at"), (problem.GetProperty("code").GetString(), problem.GetProperty("parameter").GetString()));
    }
}
