using System.Text.Json;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Silo.Storage.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace GoldenSignals.Api.Tests;

/// <summary>In grids of their own: an agent that is off is off for everybody.</summary>
public class AgentTests
{
    private static async Task<JsonElement> Put(RunningApi api, string agent, string body, int status = 200) =>
        await SomeTicks.Json(await api.Client.PutAsync($"/v1/agents/{agent}", SomeTicks.Body(body, "application/json")), status);

    /// <summary>As an administrator.</summary>
    private static async Task With(DirectoryInfo? folder, Func<RunningApi, Task> work)
    {
        var api = new RunningApi();
        DirectoryInfo keys = Directory.CreateTempSubdirectory("gs-keys-");
        try
        {
            string file = Path.Combine(keys.FullName, "keys.json");
            (string, string)[] settings = folder is null ? [] : [("Journal:Durability", "Durable"), ("Journal:Folder", folder.FullName)];
            await api.Start(null, [("Api:KeyFile", file), .. settings]);
            await api.IsReady();
            (StoredKey kept, string text) = new KeyOrder("test", ["read", "ingest", "admin"]).Make(DateTime.UtcNow);
            await new KeyFile(file).Add(kept);
            await api.Services.GetRequiredService<KeyRing>().Refresh();
            api.Client.DefaultRequestHeaders.Authorization = new("Bearer", text);
            await work(api);
        }
        finally
        {
            await api.DisposeAsync();
            keys.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Who_is_no_administrator_changes_nothing() => await With(null, async api =>
    {
        api.Client.DefaultRequestHeaders.Authorization = null;
        Assert.Equal("unauthorized", (await Put(api, "rsi", """{"enabled":false}""", 401)).GetProperty("code").GetString());
        Assert.Equal(0, (await api.Get("/v1/agents/rsi")).GetProperty("changes").GetArrayLength());
    });

    [Fact]
    public async Task An_agent_is_listed_with_its_record_over_all_symbols_its_time_and_its_faults() => await With(null, async api =>
    {
        await api.Take(SomeTicks.Walk("AAA", 150));
        await api.Take(SomeTicks.Walk("BBB", 150, seed: 3));
        JsonElement[] all = [.. (await api.Get("/v1/agents")).GetProperty("agents").EnumerateArray()];
        JsonElement[] a = [.. (await api.Get("/v1/agents?symbol=AAA")).GetProperty("agents").EnumerateArray()], b = [.. (await api.Get("/v1/agents?symbol=BBB")).GetProperty("agents").EnumerateArray()];
        int voted = 0;
        for (int i = 0; i < all.Length; i++)
        {
            foreach (string name in new[] { "resolved", "gains", "losses" })
                Assert.Equal(Number(a[i], "record", name) + Number(b[i], "record", name), Number(all[i], "overall", name), 1e-9);
            voted += Number(all[i], "overall", "resolved") > 0 ? 1 : 0;
            Assert.True(all[i].GetProperty("evaluations").GetInt64() >= 2 * 149);
            Assert.True(all[i].GetProperty("meanMicroseconds").GetDouble() > 0);
            Assert.Equal((0, true, 1.0, JsonValueKind.Null),
                (all[i].GetProperty("faults").GetInt32(), all[i].GetProperty("enabled").GetBoolean(), all[i].GetProperty("weight").GetDouble(), all[i].GetProperty("reason").ValueKind));
            Assert.False(all[i].TryGetProperty("changes", out _));
        }
        Assert.True(voted > 10);
        JsonElement one = await api.Get("/v1/agents/rsi?symbol=AAA");
        Assert.Equal(("rsi", 0), (one.GetProperty("id").GetString(), one.GetProperty("changes").GetArrayLength()));
        Assert.Equal("unknown-agent", (await SomeTicks.Json(await api.Client.GetAsync("/v1/agents/nobody"), 404)).GetProperty("code").GetString());

        static double Number(JsonElement agent, string of, string name) => agent.GetProperty(of).GetProperty(name).GetDouble();
    });

    [Fact]
    public async Task A_change_holds_from_the_bar_that_it_states_and_after_a_restart()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("gs-");
        string[] ticks = SomeTicks.Walk("OFF", 200);
        try
        {
            await With(folder, async api =>
            {
                await api.Take(ticks[..120]);                        // 119 bars are decided
                JsonElement changed = await Put(api, "kama", """{"enabled":false,"weight":2}""");
                Assert.True(changed.GetProperty("enabled").GetBoolean());
                Assert.Equal("""[{"from":"2024-01-02T16:29:00Z","enabled":false,"weight":2,"reason":"switched-off"}]""", changed.GetProperty("changes").GetRawText());
                Assert.NotEqual("switched-off", await Reason(api, "OFF"));
                await api.Take(ticks[120..122]);
                Assert.Equal("switched-off", await Reason(api, "OFF"));
                JsonElement early = await Put(api, "kama", """{"enabled":true,"from":"2024-01-02T16:00:00Z"}""", 409);
                Assert.Equal(("bar-decided", "2024-01-02T16:31:00Z"), (early.GetProperty("code").GetString(), early.GetProperty("earliest").GetString()));
            });
            await With(folder, async api =>
            {
                JsonElement kama = await api.Get("/v1/agents/kama");
                Assert.Equal((false, 2.0, "switched-off"), (kama.GetProperty("enabled").GetBoolean(), kama.GetProperty("weight").GetDouble(), kama.GetProperty("reason").GetString()));
                await api.Take(ticks[122..130]);
                Assert.Equal("switched-off", await Reason(api, "OFF"));
                await Put(api, "kama", """{"enabled":true,"from":"2024-01-02T16:41:00Z"}""");
                await api.Take(ticks[130..132]);                     // the bar of 16:40
                Assert.Equal("switched-off", await Reason(api, "OFF"));
                await api.Take(ticks[132..133]);
                Assert.NotEqual("switched-off", await Reason(api, "OFF"));
                Assert.Equal(2, (await api.Get("/v1/agents/kama")).GetProperty("weight").GetDouble());
                JsonElement whatIf = await SomeTicks.Json(await api.Client.PostAsync("/v1/whatif/OFF",
                    SomeTicks.Body("""{"at":"2024-01-02T16:35:00Z","agents":{"kama":{"enabled":true}}}""", "application/json")));
                Assert.Equal("2024-01-02T16:34:00Z", whatIf.GetProperty("time").GetString());
                Assert.Equal(["kama"], whatIf.GetProperty("difference").GetProperty("agents").EnumerateArray().Select(id => id.GetString()));
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        static async Task<string?> Reason(RunningApi api, string symbol) => (await api.Get($"/v1/symbols/{symbol}/decision")).GetProperty("votes").EnumerateArray()
            .Single(vote => vote.GetProperty("agent").GetString() == "kama").GetProperty("reason").GetString();
    }

    [Theory]
    [InlineData("rsi", "{}", 422, "invalid-option")]
    [InlineData("rsi", "{\"weight\":11}", 422, "invalid-option")]
    [InlineData("rsi", "{\"weight\":-0.1}", 422, "invalid-option")]
    [InlineData("rsi", "{\"enabled\":\"no\"}", 400, "malformed-body")]
    [InlineData("rsi", "{\"enabled\":true,\"from\":\"yesterday\"}", 400, "malformed-body")]
    [InlineData("rsi", "{\"on\":true}", 400, "unknown-field")]
    [InlineData("rsi", "[true]", 400, "malformed-body")]
    [InlineData("nobody", "{\"enabled\":true}", 404, "unknown-agent")]
    public async Task What_cannot_be_is_refused(string agent, string body, int status, string code) => await With(null, async api =>
    {
        Assert.Equal(code, (await Put(api, agent, body, status)).GetProperty("code").GetString());
        Assert.Equal(0, (await api.Get("/v1/agents/rsi")).GetProperty("changes").GetArrayLength());
    });
}
