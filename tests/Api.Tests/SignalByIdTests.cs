using System.Text.Json;

namespace GoldenSignals.Api.Tests;

public class SignalByIdTests
{
    [Fact]
    public async Task A_signal_is_explained_as_it_was_told_when_it_came()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("gs-");
        var api = new RunningApi();
        try
        {
            await api.Start(null, ("Journal:Durability", "Durable"), ("Journal:Folder", folder.FullName));
            await api.IsReady();
            var told = new Dictionary<string, JsonElement>();
            foreach (string tick in SomeTicks.Walk("BY/ID", 260))
            {
                await api.Take([tick]);
                if (await api.Client.GetAsync("/v1/symbols/BY%2FID/decision") is { IsSuccessStatusCode: true } response
                    && await SomeTicks.Json(response) is var decision && decision.GetProperty("action").GetString() != decision.GetProperty("actionBefore").GetString())
                    told[decision.GetProperty("id").GetString()!] = decision;
            }
            JsonElement[] signals = [.. (await api.Get("/v1/signals?symbol=BY/ID&limit=1000")).GetProperty("signals").EnumerateArray()];
            Assert.Equal(told.Keys.Order(StringComparer.Ordinal), signals.Select(signal => signal.GetProperty("id").GetString()!).Order(StringComparer.Ordinal));
            Assert.True(signals.Length > 2, "too few signals to show anything");
            foreach ((string id, JsonElement then) in told)
            {
                JsonElement signal = await api.Get($"/v1/signals/{id.Replace("/", "%2F", StringComparison.Ordinal)}");
                foreach (JsonProperty member in then.EnumerateObject().Where(member => member.Name is not ("stale" or "ageSeconds" or "gap")))
                    Assert.Equal(member.Value.ToString(), signal.GetProperty(member.Name).ToString());
                Assert.NotEmpty(signal.GetProperty("contributions").EnumerateObject());
            }
        }
        finally
        {
            await api.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }
}

[Collection(ApiCollection.Name)]
public class SignalIdTests(RunningApi api)
{
    [Fact]
    public async Task Where_nothing_is_written_down_an_old_one_is_gone_but_for_how_it_came_out()
    {
        await api.Take(SomeTicks.Walk("SIG.GONE", 300));
        JsonElement[] signals = [.. (await api.Get("/v1/signals?symbol=SIG.GONE&limit=1000")).GetProperty("signals").EnumerateArray()];
        JsonElement problem = await SomeTicks.Json(await api.Client.GetAsync($"/v1/signals/{signals[^1].GetProperty("id").GetString()}"), 410);
        Assert.Equal("gone", problem.GetProperty("code").GetString());
        Assert.Equal(signals[^1].ToString(), problem.GetProperty("signal").ToString());
    }

    [Fact]
    public async Task An_id_that_no_signal_has_is_unknown()
    {
        await api.Take(SomeTicks.Walk("NOSIGNAL", 10));
        string id = (await api.Get("/v1/symbols/NOSIGNAL/decision")).GetProperty("id").GetString()!;
        Assert.Equal("HOLD", (await api.Get("/v1/symbols/NOSIGNAL/decision")).GetProperty("action").GetString());
        foreach (string wrong in new[]
        {
            id, id[..^1], id.Replace(":1m:", ":60s:", StringComparison.Ordinal), id.ToLowerInvariant(), "x", ":::", "A:1m:99991231T235959Z:0", "A:999999w:20240102T143000Z:0", "..%2f", "%00x"[3..], "a%20b",
            "A:1m:20240102T143000.Z:0", "A:2147483647w:22991231T235959Z:0",
        })
        {
            JsonElement problem = await SomeTicks.Json(await api.Client.SendAsync(api.Request(HttpMethod.Get, $"/v1/signals/{wrong}")), 404);
            Assert.Equal("unknown-signal", problem.GetProperty("code").GetString());
        }
    }
}
