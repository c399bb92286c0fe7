using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;

namespace GoldenSignals.Api.Tests;

/// <summary>Only the fields that are asked for, nothing twice, nothing large unpacked.</summary>
[Collection(HistoryCollection.Name)]
public class RepresentationTests(ApiWithHistory grid)
{
    private RunningApi Api => grid.Api;

    [Theory]
    [InlineData("/v1/symbols/FIELDS/bars?limit=2&fields=time,close", "bars", "time close", "symbol interval bars next")]
    [InlineData("/v1/symbols/FIELDS/bars?limit=2&interval=5m&fields=close", "bars", "close", "symbol interval bars next")]
    [InlineData("/v1/symbols?limit=2&fields=price,symbol", "symbols", "symbol price", "symbols total next")]
    [InlineData("/v1/signals?symbol=FIELDS&limit=2&fields=id", "signals", "id", "signals next")]
    [InlineData("/v1/symbols/FIELDS/decisions?limit=2&fields=id,score", "decisions", "id score", "decisions next")]
    [InlineData("/v1/decisions?symbols=FIELDS&fields=action,symbol", "decisions", "symbol action", "decisions missing")]
    [InlineData("/v1/symbols/FIELDS/indicators/series?names=rsi_14,atr_14&limit=2&fields=indicators.rsi_14", "rows", "indicators", "symbol interval computedFrom rows next")]
    public async Task Of_rows_only_those_fields_come_in_their_own_order_and_what_is_around_them_stays(string path, string rows, string fields, string around)
    {
        await Filled("FIELDS");
        JsonElement page = await Api.Get(path);
        Assert.Equal(around.Split(' '), page.EnumerateObject().Select(member => member.Name));
        Assert.NotEmpty(page.GetProperty(rows).EnumerateArray());
        Assert.All(page.GetProperty(rows).EnumerateArray(), row => Assert.Equal(fields.Split(' '), row.EnumerateObject().Select(member => member.Name)));
    }

    [Fact]
    public async Task Fields_below_others_are_named_with_dots()
    {
        await Filled("FIELDS");
        JsonElement whole = await Api.Get("/v1/symbols/FIELDS/decision");
        JsonElement some = await Api.Get("/v1/symbols/FIELDS/decision?fields=votes.agent,votes.reason,inputs,action,flips.byOneAgent.agent");
        Assert.Equal(["action", "votes", "flips", "inputs"], some.EnumerateObject().Select(member => member.Name));
        Assert.Equal(whole.GetProperty("inputs").ToString(), some.GetProperty("inputs").ToString());
        Assert.Equal(
            whole.GetProperty("votes").EnumerateArray().Select(vote => $"{{\"agent\":{vote.GetProperty("agent").GetRawText()},\"reason\":{vote.GetProperty("reason").GetRawText()}}}"),
            some.GetProperty("votes").EnumerateArray().Select(vote => vote.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("Close")]
    [InlineData("close,")]
    [InlineData("close.x")]
    [InlineData("time..")]
    [InlineData("bars")]
    public async Task A_field_that_there_is_not_is_refused(string fields)
    {
        await Filled("FIELDS");
        JsonElement problem = await SomeTicks.Json(await Api.Client.GetAsync($"/v1/symbols/FIELDS/bars?fields={fields}"), 400);
        Assert.Equal(("invalid-parameter", "fields"), (problem.GetProperty("code").GetString(), problem.GetProperty("parameter").GetString()));
    }

    [Theory]
    [InlineData("/v1/symbols/CLOSED/bars?to=2024-01-02T15:30:00Z", true)]
    [InlineData("/v1/symbols/CLOSED/bars?to=2024-01-02T17:30:00Z", true)]
    [InlineData("/v1/symbols/CLOSED/bars?to=2024-01-02T17:30:00.0000001Z", false)]
    [InlineData("/v1/symbols/CLOSED/bars", false)]
    [InlineData("/v1/symbols/CLOSED/bars?to=2024-01-02T15:30:00Z&fields=close", true)]
    [InlineData("/v1/symbols/CLOSED/bars?to=2024-01-02T15:30:00Z&interval=5m", true)]
    [InlineData("/v1/symbols/CLOSED/decisions?to=2024-01-02T15:30:00Z", true)]
    [InlineData("/v1/symbols/CLOSED/decisions", false)]
    [InlineData("/v1/symbols/CLOSED/indicators/series?names=rsi_14&to=2024-01-02T15:30:00Z", true)]
    [InlineData("/v1/signals?symbol=CLOSED&to=2024-01-02T15:30:00Z", true)]
    [InlineData("/v1/signals?to=2024-01-02T15:30:00Z", false)]
    [InlineData("/v1/symbols/CLOSED", false)]
    public async Task What_will_not_change_is_not_sent_twice(string path, bool closed)
    {
        await Filled("CLOSED");
        using HttpResponseMessage first = await Api.Client.GetAsync(path);
        Assert.Equal(closed, first.Headers.ETag is not null);
        if (!closed)
            return;
        Assert.Equal("private, no-cache", first.Headers.CacheControl!.ToString().Replace("no-cache, private", "private, no-cache", StringComparison.Ordinal));
        foreach (string had in new[] { first.Headers.ETag!.ToString(), $"\"x\", {first.Headers.ETag}", "*" })
        {
            using HttpResponseMessage again = await Api.Client.SendAsync(With(path, "If-None-Match", had));
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Equal(first.Headers.ETag, again.Headers.ETag);
            Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        }
        using HttpResponseMessage other = await Api.Client.SendAsync(With(path, "If-None-Match", "W/\"AAAA\""));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await other.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("gzip, br", "br")]
    [InlineData("gzip;q=1.0, br;q=0.5", "gzip")]
    [InlineData("*", "br")]
    [InlineData("br;q=0, *", "gzip")]
    [InlineData("identity", null)]
    [InlineData("zstd", null)]
    [InlineData("gzip;q=0", null)]
    [InlineData("gzip;q=x,,;", null)]
    public async Task What_is_large_comes_as_small_as_the_client_takes_it(string accepts, string? coding)
    {
        await Filled("PACKED");
        string plain = await Api.Client.GetStringAsync("/v1/symbols/PACKED/bars?to=2024-01-02T17:00:00Z");
        using HttpResponseMessage response = await Api.Client.SendAsync(With("/v1/symbols/PACKED/bars?to=2024-01-02T17:00:00Z", "Accept-Encoding", accepts));
        byte[] bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(coding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal(plain, Encoding.UTF8.GetString(Unpacked(bytes, coding)));
        if (coding is null)
            return;
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
        Assert.True(bytes.Length < plain.Length / 2, $"{bytes.Length} of {plain.Length} bytes");
    }

    [Theory]
    [InlineData("/v1/symbols/PACKED/bars?limit=1")]
    [InlineData("/v1/symbols/nope")]
    [InlineData("/v1/nothing")]
    [InlineData("/health/ready")]
    public async Task What_is_small_comes_as_it_is(string path)
    {
        await Filled("PACKED");
        using HttpResponseMessage response = await Api.Client.SendAsync(With(path, "Accept-Encoding", "gzip, br"));
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.ValueKind);
    }

    [Fact]
    public async Task The_page_of_the_document_and_the_stream_work_for_who_takes_packed_answers()
    {
        using HttpResponseMessage script = await Api.Client.SendAsync(With("/docs/swagger-ui-bundle.js", "Accept-Encoding", "gzip"));
        Assert.True(Unpacked(await script.Content.ReadAsByteArrayAsync(), script.Content.Headers.ContentEncoding.SingleOrDefault()).Length > 100_000);
        using HttpResponseMessage stream = await Api.Client.SendAsync(With("/v1/stream?symbols=PACKED", "Accept-Encoding", "gzip, br"), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(("text/event-stream", 0), (stream.Content.Headers.ContentType!.MediaType, stream.Content.Headers.ContentEncoding.Count));
        byte[] some = new byte[1];
        Assert.Equal(1, await (await stream.Content.ReadAsStreamAsync()).ReadAsync(some));
    }

    private HttpRequestMessage With(string path, string header, string value)
    {
        HttpRequestMessage request = Api.Request(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(header, value);
        return request;
    }

    private async Task Filled(string symbol)
    {
        if (!(await Api.Client.GetAsync($"/v1/symbols/{symbol}")).IsSuccessStatusCode)
            await Api.Take(SomeTicks.Walk(symbol, 181));
    }

    private static byte[] Unpacked(byte[] bytes, string? coding)
    {
        using Stream packed = new MemoryStream(bytes);
        using Stream plain = coding switch { "gzip" => new GZipStream(packed, CompressionMode.Decompress), "br" => new BrotliStream(packed, CompressionMode.Decompress), _ => packed };
        var all = new MemoryStream();
        plain.CopyTo(all);
        return all.ToArray();
    }
}
