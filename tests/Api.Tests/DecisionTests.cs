using System.Text.Json;
using GoldenSignals.Domain.Agents;

namespace GoldenSignals.Api.Tests;

[Collection(ApiCollection.Name)]
public class DecisionTests(RunningApi api)
{
    [Fact]
    public async Task The_contributions_add_up_to_the_score_bit_for_bit()
    {
        string[] ticks = SomeTicks.Walk("SUM", 300);
        int voted = 0;
        foreach (string[] part in ticks.Chunk(50))
        {
            await api.Take(part);
            JsonElement decision = await api.Get("/v1/symbols/SUM/decision");
            double sum = 0;
            foreach (JsonElement vote in decision.GetProperty("votes").EnumerateArray())
            {
                sum += vote.GetProperty("contribution").GetDouble();
                voted += vote.GetProperty("abstains").GetBoolean() ? 0 : 1;
            }
            Assert.Equal(decision.GetProperty("score").GetDouble(), sum);
        }
        Assert.True(voted > 0, "nobody voted: the test shows nothing");
    }

    [Fact]
    public async Task A_decision_says_everything_that_it_rests_on()
    {
        await api.Take(SomeTicks.Walk("WHY", 250));
        JsonElement decision = await api.Get("/v1/symbols/WHY/decision");
        JsonElement agents = (await api.Get("/v1/agents?symbol=WHY")).GetProperty("agents");

        Assert.Equal("1m", decision.GetProperty("interval").GetString());
        Assert.Equal("2024-01-02T18:38:00Z", decision.GetProperty("time").GetString());
        Assert.Contains(decision.GetProperty("action").GetString(), new[] { "BUY", "SELL", "HOLD" });
        Assert.Equal($"WHY:1m:20240102T183800Z:{decision.GetProperty("configuration").GetString()}", decision.GetProperty("id").GetString());
        JsonElement[] votes = [.. decision.GetProperty("votes").EnumerateArray()];
        Assert.Equal(agents.EnumerateArray().Select(agent => agent.GetProperty("id").GetString()), votes.Select(vote => vote.GetProperty("agent").GetString()));

        string[] inputs = [.. decision.GetProperty("inputs").EnumerateObject().Select(input => input.Name)];
        foreach ((JsonElement vote, JsonElement agent) in votes.Zip(agents.EnumerateArray()))
        {
            Assert.Equal(vote.GetProperty("kind").GetString(), agent.GetProperty("kind").GetString());
            Assert.Equal(JsonValueKind.Object, agent.GetProperty("record").ValueKind);
            if (!vote.GetProperty("abstains").GetBoolean())
                Assert.Subset(inputs.ToHashSet(), agent.GetProperty("inputs").EnumerateArray().Select(input => input.GetString()!).ToHashSet());
        }

        string[] flips = [.. decision.GetProperty("flips").EnumerateArray().Select(flip => flip.GetProperty("to").GetString()!)];
        Assert.Equal(decision.GetProperty("action").GetString() == "HOLD" ? ["BUY", "SELL"] : ["HOLD"], flips);
        Assert.Equal((await api.Get("/v1/symbols/WHY")).GetProperty("reason").GetString(), decision.GetProperty("reasons")[0].GetString());
        Assert.Equal(decision.GetProperty("action").GetString() == "HOLD", decision.GetProperty("risk").ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public async Task Signals_are_the_changes_newest_first_and_can_be_filtered()
    {
        await api.Take(SomeTicks.Walk("CHANGE", 300));
        JsonElement[] all = await Signals("symbol=CHANGE&limit=1000");
        Assert.NotEmpty(all);
        Assert.All(all, signal => Assert.NotEqual(signal.GetProperty("action").GetString(), signal.GetProperty("actionBefore").GetString()));
        Assert.Equal(all.OrderByDescending(signal => signal.GetProperty("time").GetDateTime()), all);

        JsonElement[] buys = await Signals("symbol=CHANGE&action=BUY&limit=1000");
        Assert.Equal(all.Count(signal => signal.GetProperty("action").GetString() == "BUY"), buys.Length);
        Assert.All(buys, buy => Assert.True(buy.GetProperty("risk").GetProperty("stop").GetDouble() < buy.GetProperty("price").GetDouble()));
        Assert.Equal(all[0].ToString(), Assert.Single(await Signals("symbol=CHANGE&limit=1")).ToString());

        async Task<JsonElement[]> Signals(string query) => [.. (await api.Get("/v1/signals?" + query)).GetProperty("signals").EnumerateArray()];
    }

    [Fact]
    public async Task Every_agent_shows_what_its_options_are_set_to_their_defaults_and_ranges()
    {
        JsonElement agents = (await api.Get("/v1/agents")).GetProperty("agents");
        Assert.Equal(AgentCatalog.Ids, agents.EnumerateArray().Select(agent => agent.GetProperty("id").GetString()));
        JsonElement rsi = agents.EnumerateArray().Single(agent => agent.GetProperty("id").GetString() == "rsi");
        JsonElement option = rsi.GetProperty("options").EnumerateArray().Single(option => option.GetProperty("name").GetString() == "oversold");
        Assert.Equal((28, 30), (option.GetProperty("value").GetDouble(), option.GetProperty("default").GetDouble()));
        Assert.InRange(option.GetProperty("default").GetDouble(), option.GetProperty("minimum").GetDouble(), option.GetProperty("maximum").GetDouble());
        Assert.Equal("momentum", rsi.GetProperty("kind").GetString());
        Assert.Equal(JsonValueKind.Null, rsi.GetProperty("record").ValueKind);
    }
}
