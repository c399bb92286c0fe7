using System.Text;
using System.Text.Json;
using GoldenSignals.ApiClient;
using GoldenSignals.Domain.Consensus;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GoldenSignals.Api.Tests;

/// <summary>What is kept written of a decision is what would be written anew.</summary>
[Collection(ApiCollection.Name)]
public class DecisionTextTests(RunningApi api)
{
    [Fact]
    public async Task What_is_handed_out_is_the_document_byte_for_byte_with_any_age()
    {
        await api.Take(SomeTicks.Walk("TEXT", 120));
        var texts = api.Services.GetRequiredService<DecisionTexts>();
        var json = api.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        Decision decision = (await api.Services.GetRequiredService<Grid>().ConsensusOf("TEXT").Latest("TEXT"))!;
        foreach (DecisionAge age in new DecisionAge[] { new(false, null, false), new(true, 0, true), new(false, 1234567.0001234, false), new(true, 1e-7, false), new(false, 1e21, true) })
        {
            DecisionAnswer answer = texts.Of(decision, age);
            Assert.Equal(JsonSerializer.Serialize(answer.Value, json), await Written(answer));
            Assert.Equal((age.Stale, age.Seconds, age.Gap), (answer.Value.Stale!.Value, answer.Value.AgeSeconds, answer.Value.Gap!.Value));
        }
    }

    [Fact]
    public async Task A_new_bar_has_a_new_text()
    {
        string[] ticks = SomeTicks.Walk("NEWTEXT", 90);
        await api.Take(ticks[..60]);
        JsonElement before = await api.Get("/v1/symbols/NEWTEXT/decision"), again = await api.Get("/v1/symbols/NEWTEXT/decision");
        Assert.Equal(before.GetProperty("id").GetString(), again.GetProperty("id").GetString());
        await api.Take(ticks[60..]);
        JsonElement after = await api.Get("/v1/symbols/NEWTEXT/decision");
        Assert.Equal("2024-01-02T15:58:00Z", after.GetProperty("time").GetString());
        Assert.NotEqual(before.GetProperty("price").GetDouble(), after.GetProperty("price").GetDouble());
    }

    private static async Task<string> Written(DecisionAnswer answer)
    {
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;
        await answer.ExecuteAsync(context);
        Assert.Equal(body.Length, context.Response.ContentLength);
        return Encoding.UTF8.GetString(body.ToArray());
    }
}
