using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GoldenSignals.Api.Tests;

[Collection(ApiCollection.Name)]
public class WhatIfTests(RunningApi api)
{
    private async Task<JsonElement> Ask(string symbol, string body, int status = 200) =>
        await SomeTicks.Json(await api.Client.PostAsync($"/v1/whatif/{symbol}", SomeTicks.Body(body, "application/json")), status);

    /// <summary>Without what is told of the present only.</summary>
    private static string Plain(JsonElement decision)
    {
        JsonObject plain = JsonNode.Parse(decision.GetRawText())!.AsObject();
        foreach (string name in new[] { "stale", "ageSeconds", "gap" })
            plain.Remove(name);
        return plain.ToJsonString();
    }

    [Fact]
    public async Task Asked_for_nothing_it_tells_the_decision_twice()
    {
        await api.Take(SomeTicks.Walk("WIF0", 200));
        JsonElement answer = await Ask("WIF0", "{}");
        JsonElement decision = await api.Get("/v1/symbols/WIF0/decision");
        Assert.Equal(Plain(decision), answer.GetProperty("base").GetRawText());
        Assert.Equal(Plain(decision), answer.GetProperty("variant").GetRawText());
        Assert.Equal("""{"action":false,"score":0,"confidence":0,"agents":[]}""", answer.GetProperty("difference").GetRawText());
        Assert.Equal(("WIF0", "1m", decision.GetProperty("time").GetString()), (answer.GetProperty("symbol").GetString(), answer.GetProperty("interval").GetString(), answer.GetProperty("time").GetString()));
    }

    [Fact]
    public async Task Without_the_agents_on_one_side_the_score_is_on_the_other_and_nothing_is_kept()
    {
        await api.Take(SomeTicks.Walk("WIF1", 200));
        JsonElement decision = await api.Get("/v1/symbols/WIF1/decision");
        string[] buyers = [.. decision.GetProperty("contributions").EnumerateObject().Where(part => part.Value.GetDouble() > 0).Select(part => part.Name)];
        Assert.NotEmpty(buyers);
        string parts = string.Join(',', buyers.Select(id => $$"""{{'"'}}{{id}}":{"enabled":false}"""));
        JsonElement answer = await Ask("WIF1", $$"""{"agents":{ {{parts}} } }""");
        Assert.True(answer.GetProperty("variant").GetProperty("score").GetDouble() <= 0);
        Assert.Equal(buyers, answer.GetProperty("difference").GetProperty("agents").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal(Plain(decision), Plain(await api.Get("/v1/symbols/WIF1/decision")));
        foreach (JsonElement vote in answer.GetProperty("variant").GetProperty("votes").EnumerateArray())
            if (buyers.Contains(vote.GetProperty("agent").GetString()))
                Assert.Equal(("taken-out", true), (vote.GetProperty("reason").GetString(), vote.GetProperty("abstains").GetBoolean()));
    }

    [Fact]
    public async Task Other_thresholds_risk_weights_and_options_are_another_configuration_that_explains_itself()
    {
        await api.Take(SomeTicks.Walk("WIF2", 200));
        JsonElement answer = await Ask("WIF2", """
            {"consensus":{"enterScore":0.011,"leaveScore":0.01,"minBarsInState":1,"quorumVoters":1,"quorumKinds":1,"confidenceThreshold":0.3,"maxDisagreement":1},
             "risk":{"stopAtr":1,"targetAtr":4,"maxAtrFraction":1},"agents":{"kama":{"weight":10},"rsi":{"options":{"oversold":49,"overbought":51,"fullDepth":1}}}}
            """);
        JsonElement variant = answer.GetProperty("variant"), before = answer.GetProperty("base");
        Assert.NotEqual(before.GetProperty("configuration").GetString(), variant.GetProperty("configuration").GetString());
        Assert.NotEqual("HOLD", variant.GetProperty("action").GetString());
        Assert.Equal(4, variant.GetProperty("risk").GetProperty("rewardRisk").GetDouble());
        double sum = 0;
        foreach (JsonElement vote in variant.GetProperty("votes").EnumerateArray())
            sum += vote.GetProperty("contribution").GetDouble();
        Assert.Equal(variant.GetProperty("score").GetDouble(), sum);
        Assert.Equal(Weight(before) * 10, Weight(variant), 1e-12);
        Assert.False(Vote(variant, "rsi").GetProperty("abstains").GetBoolean());
        Assert.Equal(["HOLD"], variant.GetProperty("flips").EnumerateArray().Select(flip => flip.GetProperty("to").GetString()));

        static JsonElement Vote(JsonElement decision, string agent) => decision.GetProperty("votes").EnumerateArray().Single(vote => vote.GetProperty("agent").GetString() == agent);
        static double Weight(JsonElement decision) => Vote(decision, "kama").GetProperty("weight").GetDouble();
    }

    [Theory]
    [InlineData("", 400, "malformed-body")]
    [InlineData("[]", 400, "malformed-body")]
    [InlineData("null", 400, "malformed-body")]
    [InlineData("{\"Agents\":{}}", 400, "unknown-field")]
    [InlineData("{\"agents\":{\"rsi\":{\"on\":true}}}", 400, "unknown-field")]
    [InlineData("{\"consensus\":{\"method\":\"hedge\"}}", 400, "unknown-field")]
    [InlineData("{\"at\":\"2024-01-02\"}", 400, "malformed-body")]
    [InlineData("{\"agents\":{},\"agents\":{}}", 400, "duplicate-field")]
    [InlineData("{\"agents\":{\"rsi\":{\"weight\":\"2\"}}}", 400, "malformed-body")]
    [InlineData("{\"agents\":{\"rsi\":null}}", 422, "invalid-option")]
    [InlineData("{\"agents\":{\"nobody\":{}}}", 422, "invalid-option")]
    [InlineData("{\"agents\":{\"rsi\":{\"weight\":-1}}}", 422, "invalid-option")]
    [InlineData("{\"agents\":{\"rsi\":{\"weight\":10.5}}}", 422, "invalid-option")]
    [InlineData("{\"agents\":{\"rsi\":{\"weight\":1e999}}}", 422, "invalid-option")]
    [InlineData("{\"agents\":{\"rsi\":{\"options\":{\"oversold\":0.5}}}}", 422, "invalid-option")]
    [InlineData("{\"agents\":{\"rsi\":{\"options\":{\"oversold\":\"30\"}}}}", 422, "invalid-option")]
    [InlineData("{\"agents\":{\"rsi\":{\"options\":{\"oversold\":null}}}}", 422, "invalid-option")]
    [InlineData("{\"agents\":{\"rsi\":{\"options\":{\"Oversold\":30}}}}", 422, "invalid-option")]
    [InlineData("{\"consensus\":{\"enterScore\":2}}", 422, "invalid-option")]
    [InlineData("{\"consensus\":{\"leaveScore\":0.5}}", 422, "invalid-option")]
    [InlineData("{\"risk\":{\"stopAtr\":0}}", 422, "invalid-option")]
    [InlineData("{\"at\":\"2099-01-02T00:00:00Z\"}", 422, "invalid-option")]
    [InlineData("{\"at\":\"2001-01-02T00:00:00Z\"}", 410, "gone")]
    public async Task What_cannot_be_asked_is_refused_with_a_reason(string body, int status, string code)
    {
        string symbol = $"W{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(body)))[..10]}";
        await api.Take(SomeTicks.Walk(symbol, 5));
        Assert.Equal(code, (await Ask(symbol, body, status)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Unknown_symbols_are_not_found() => Assert.Equal("unknown-symbol", (await Ask("NOSUCH", "{}", 404)).GetProperty("code").GetString());
}
