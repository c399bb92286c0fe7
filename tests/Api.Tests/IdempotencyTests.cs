using System.IO.Compression;
using System.Text;
using System.Text.Json;
using GoldenSignals.ApiClient;
using GoldenSignals.Grains;
using Microsoft.Extensions.DependencyInjection;

namespace GoldenSignals.Api.Tests;

[Collection(ApiCollection.Name)]
public class IdempotencyTests(RunningApi api)
{
    [Theory]
    [InlineData("/v1/ticks")]
    [InlineData("/v1/bars")]
    [InlineData("/v1/news")]
    [InlineData("/v1/options/ONCE/chain")]
    public async Task A_request_sent_again_with_its_key_is_answered_as_before_and_done_once(string path)
    {
        string body = Body(path, "ONCE");
        (JsonElement first, bool firstReplayed) = await Send(path, body, $"k1 {path}".Replace(' ', '-'));
        (JsonElement again, bool againReplayed) = await Send(path, body, $"k1 {path}".Replace(' ', '-'));
        Assert.Equal((false, true), (firstReplayed, againReplayed));
        Assert.Equal(first.ToString(), again.ToString());
        Assert.True(first.GetProperty("accepted").GetInt32() > 0);

        (JsonElement other, _) = await Send(path, body, $"k2 {path}".Replace(' ', '-'), path is "/v1/ticks" ? 200 : 0);
        Assert.NotEqual(first.ToString(), other.ToString());          // without the key it would have been done again
    }

    [Fact]
    public async Task Packed_or_not_it_is_the_same_request()
    {
        (JsonElement first, _) = await Send("/v1/ticks", Body("/v1/ticks", "ONCE.ZIP"), "zip");
        var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(Body("/v1/ticks", "ONCE.ZIP")));
        var body = new ByteArrayContent(zipped.ToArray()) { Headers = { ContentType = new("application/json"), ContentEncoding = { "gzip" } } };
        (JsonElement again, bool replayed) = await Send("/v1/ticks", body, "zip");
        Assert.True(replayed);
        Assert.Equal(first.ToString(), again.ToString());
    }

    [Fact]
    public async Task A_key_with_another_body_or_for_another_resource_is_refused()
    {
        await Send("/v1/ticks", Body("/v1/ticks", "ONCE.A"), "other");
        Assert.Equal("idempotency-key-reused", (await Send("/v1/ticks", Body("/v1/ticks", "ONCE.B"), "other", 422)).Answer.GetProperty("code").GetString());
        Assert.Equal("idempotency-key-reused", (await Send("/v1/bars", Body("/v1/bars", "ONCE.C"), "other", 422)).Answer.GetProperty("code").GetString());
        await SomeTicks.Json(await api.Client.GetAsync("/v1/symbols/ONCE.C.B"), 404);
    }

    [Fact]
    public async Task A_refusal_of_the_whole_is_an_answer_too_and_what_cannot_be_read_is_none()
    {
        string bad = Body("/v1/ticks", "ONCE.BAD").Replace("\"price\":10", "\"price\":-10", StringComparison.Ordinal);
        (JsonElement first, _) = await Send("/v1/ticks", bad, "refused", 422);
        (JsonElement again, bool replayed) = await Send("/v1/ticks", bad, "refused", 422);
        Assert.True(replayed);
        Assert.Equal(first.GetProperty("rejected").ToString(), again.GetProperty("rejected").ToString());

        await Send("/v1/ticks", "[{]", "unread", 400);
        Assert.False((await Send("/v1/ticks", Body("/v1/ticks", "ONCE.READ"), "unread")).Replayed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with a blank")]
    [InlineData("256")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        (JsonElement problem, _) = await Send("/v1/ticks", Body("/v1/ticks", "ONCE.KEY"), key == "256" ? new string('k', 256) : key, 400);
        Assert.Equal(("invalid-parameter", "Idempotency-Key"), (problem.GetProperty("code").GetString(), problem.GetProperty("parameter").GetString()));
    }

    [Fact]
    public async Task While_the_first_is_worked_on_the_second_is_told_so()
    {
        // The first of them came to another API process, which has not done it yet: the grain knows of both.
        Grid grid = api.Services.GetRequiredService<Grid>();
        string key = "127.0.0.1\nrunning", body = Body("/v1/ticks", "ONCE.RUN");
        string digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes($"/v1/ticks\nFalse\n{body}")));
        Assert.Equal(OnceStage.New, (await grid.AnswersOf(key).Begin(new(key, digest))).Stage);
        Assert.Equal("request-in-progress", (await Send("/v1/ticks", body, "running", 409)).Answer.GetProperty("code").GetString());
        await grid.AnswersOf(key).Forget(key);
        Assert.False((await Send("/v1/ticks", body, "running")).Replayed);
    }

    private Task<(JsonElement Answer, bool Replayed)> Send(string path, string body, string key, int status = 200) => Send(path, SomeTicks.Body(body, "application/json"), key, status);

    private async Task<(JsonElement Answer, bool Replayed)> Send(string path, HttpContent body, string key, int status = 200)
    {
        HttpRequestMessage request = api.Request(HttpMethod.Post, path, body);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        HttpResponseMessage response = await api.Client.SendAsync(request);
        return (await SomeTicks.Json(response, status == 0 ? (int)response.StatusCode : status), response.Headers.Contains("Idempotency-Replayed"));
    }

    private static string Body(string path, string symbol) => path switch
    {
        "/v1/ticks" => $"[{SomeTicks.Tick(symbol, SomeTicks.Start, 100, sequence: 1)},{SomeTicks.Tick(symbol, SomeTicks.Start.AddSeconds(1), 101, sequence: 2)}]",
        "/v1/bars" => $"[{BarInputTests.Bar(symbol + ".B", SomeTicks.Start, 10, 11, 9, 10, 1)}]",
        "/v1/news" => $$"""[{"symbol":"{{symbol}}","timestamp":"2024-01-02T14:30:00Z","headline":"x","id":"1"}]""",
        _ => """{"timestamp":"2024-01-02T14:30:00Z","style":"european","contracts":[{"expiry":"2024-02-02T21:00:00Z","strike":100,"right":"call"}]}""",
    };
}
