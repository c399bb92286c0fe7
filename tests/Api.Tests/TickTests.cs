using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace GoldenSignals.Api.Tests;

[Collection(ApiCollection.Name)]
public class TickTests(RunningApi api)
{
    [Fact]
    public async Task An_array_and_lines_of_the_same_ticks_make_the_same_bars()
    {
        string[] first = SomeTicks.Walk("ARRAY", 20), second = SomeTicks.Walk("LINES", 20);
        JsonElement one = await SomeTicks.Json(await api.Client.PostAsync("/v1/ticks", SomeTicks.Array(first)));
        JsonElement two = await SomeTicks.Json(await api.Client.PostAsync("/v1/ticks", SomeTicks.Lines(second)));

        Assert.Equal(one.ToString(), two.ToString());
        Assert.Equal(20, one.GetProperty("accepted").GetInt32());
        Assert.Equal("memory", one.GetProperty("durability").GetString());
        JsonElement bars = (await api.Get("/v1/symbols/ARRAY/bars")).GetProperty("bars");
        Assert.Equal(19, bars.GetArrayLength());
        Assert.Equal(bars.ToString(), (await api.Get("/v1/symbols/LINES/bars")).GetProperty("bars").ToString());
    }

    [Fact]
    public async Task A_batch_that_is_partly_bad_is_partly_taken()
    {
        // Several symbols, so that several shards' receipts are put together again.
        DateTime time = SomeTicks.Start;
        JsonElement receipt = await SomeTicks.Json(await api.Client.PostAsync("/v1/ticks", SomeTicks.Array(
        [
            SomeTicks.Tick("PART1", time, 10),
            SomeTicks.Tick("part2", time, 10),
            SomeTicks.Tick("PART3", time, 10),
            SomeTicks.Tick("PART3", time, 100),
            SomeTicks.Tick("PART4", time, -1),
            SomeTicks.Tick("PART1", time.AddMinutes(1), 10),
            SomeTicks.Tick("PART1", time, 10),
            SomeTicks.Tick("PART5", time, 10),
        ])));

        Assert.Equal(4, receipt.GetProperty("accepted").GetInt32());
        Assert.Equal(0, receipt.GetProperty("duplicates").GetInt32());
        Assert.Equal("1 invalid-symbol, 3 price-spike, 4 price-out-of-range, 6 late-tick", Rejected(receipt));
    }

    [Fact]
    public async Task A_batch_of_which_nothing_is_taken_is_a_problem_with_the_first_code_and_all_of_them()
    {
        JsonElement problem = await SomeTicks.Json(await api.Client.PostAsync("/v1/ticks", SomeTicks.Array(
            [SomeTicks.Tick("NONE", SomeTicks.Start, 0), SomeTicks.Tick("..", SomeTicks.Start, 1)])), 422);

        Assert.Equal("price-out-of-range", problem.GetProperty("code").GetString());
        Assert.Equal(0, problem.GetProperty("accepted").GetInt32());
        Assert.Equal("0 price-out-of-range, 1 invalid-symbol", Rejected(problem));
    }

    [Fact]
    public async Task A_tick_sent_again_by_source_and_sequence_changes_nothing_and_is_counted()
    {
        string[] ticks = SomeTicks.Walk("TWICE", 10);
        await api.Take(ticks);
        string before = (await api.Get("/v1/symbols/TWICE/bars")).ToString();
        long counted = await Duplicates();

        JsonElement again = await SomeTicks.Json(await api.Client.PostAsync("/v1/ticks", SomeTicks.Array(ticks)));
        Assert.Equal((0, 10), (again.GetProperty("accepted").GetInt32(), again.GetProperty("duplicates").GetInt32()));
        Assert.Equal("", Rejected(again));
        Assert.Equal(before, (await api.Get("/v1/symbols/TWICE/bars")).ToString());
        Assert.Equal(counted + 10, await Duplicates());

        DateTime last = SomeTicks.Start.AddMinutes(9);
        JsonElement others = await SomeTicks.Json(await api.Client.PostAsync("/v1/ticks", SomeTicks.Array(
            [SomeTicks.Tick("TWICE", last, 100, source: "another", sequence: 1), SomeTicks.Tick("TWICE", last, 100), SomeTicks.Tick("TWICE", last, 100)])));
        Assert.Equal((3, 0), (others.GetProperty("accepted").GetInt32(), others.GetProperty("duplicates").GetInt32()));

        async Task<long> Duplicates() => (await api.Get("/v1/status")).GetProperty("duplicates").GetInt64();
    }

    [Fact]
    public async Task Source_and_sequence_may_be_left_out_and_offsets_and_blanks_are_understood()
    {
        JsonElement receipt = await SomeTicks.Json(await api.Client.PostAsync("/v1/ticks", SomeTicks.Body(
            """
             [ {"size":0,"price":5e0,"timestamp":"2024-01-02T16:30:00.123456789+02:00","symbol":"LEFT\u004fUT"} ,
               {"symbol":"LEFTOUT","timestamp":"2024-01-02T14:31:00Z","price":5,"size":0.5} ]
            """, "application/json; charset=UTF-8".Split(';')[0])));
        Assert.Equal(2, receipt.GetProperty("accepted").GetInt32());
        Assert.Equal("2024-01-02T14:30:00Z", (await api.Get("/v1/symbols/LEFTOUT/bars")).GetProperty("bars")[0].GetProperty("time").GetString());
    }

    [Fact]
    public async Task An_empty_array_is_taken_for_what_it_is()
    {
        JsonElement receipt = await SomeTicks.Json(await api.Client.PostAsync("/v1/ticks", SomeTicks.Body("[]", "application/json")));
        Assert.Equal("""{"accepted":0,"duplicates":0,"rejected":[],"durability":null}""", receipt.ToString());
    }

    [Fact]
    public async Task A_gzipped_body_is_unpacked()
    {
        var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes($"[{SomeTicks.Tick("ZIPPED", SomeTicks.Start, 1)}]"));
        var body = new ByteArrayContent(zipped.ToArray());
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        body.Headers.ContentEncoding.Add("gzip");
        Assert.Equal(1, (await SomeTicks.Json(await api.Client.PostAsync("/v1/ticks", body))).GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task A_body_of_unknown_length_over_the_limit_is_refused()
    {
        HttpRequestMessage request = api.Request(HttpMethod.Post, "/v1/ticks", SomeTicks.Body(new string(' ', RunningApi.MaxBody + 1), "application/json"));
        request.Headers.TransferEncodingChunked = true;
        JsonElement problem = await SomeTicks.Json(await api.Client.SendAsync(request), 413);
        Assert.Equal("body-too-large", problem.GetProperty("code").GetString());
    }

    private static string Rejected(JsonElement receipt) => string.Join(", ",
        receipt.GetProperty("rejected").EnumerateArray().Select(rejected => $"{rejected.GetProperty("index")} {rejected.GetProperty("code").GetString()}"));
}
