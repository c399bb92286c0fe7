using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace GoldenSignals.Api.Tests;

/// <summary><c>POST /v1/news</c>: what is taken, what is refused and where, and what it does.</summary>
[Collection(ApiCollection.Name)]
public class NewsTests(RunningApi api)
{
    private const string Path = "/v1/news";
    private const string Good = """{"symbol":"NEWSBAD","timestamp":"2024-01-02T14:30:30Z","headline":"x"}""";

    private static string Item(string symbol, string id, string headline = "Shares surge on record profit", int seconds = 30) =>
        $$"""{"symbol":"{{symbol}}","timestamp":"{{SomeTicks.Start.AddSeconds(seconds):yyyy-MM-dd'T'HH:mm:ss'Z'}}","headline":"{{headline}}","id":"{{id}}"}""";

    private static string Report(string symbol, string actual = "2", string more = "") =>
        $$"""{"symbol":"{{symbol}}","timestamp":"2024-01-02T14:30:30Z","actualEps":{{actual}},"expectedEps":1{{more}}}""";

    private async Task<JsonElement> Post(HttpContent content, int status = 200) => await SomeTicks.Json(await api.Client.PostAsync(Path, content), status);

    private async Task<JsonElement> Indicators(string symbol) => (await api.Get($"/v1/symbols/{symbol}/indicators")).GetProperty("indicators");

    [Fact]
    public async Task An_array_and_lines_of_the_same_items_do_the_same_at_the_next_bar()
    {
        JsonElement array = await Post(SomeTicks.Array([Item("NEWSARR", "1"), Report("NEWSARR")]));
        JsonElement lines = await Post(SomeTicks.Lines([Item("NEWSLIN", "1"), "", Report("NEWSLIN"), ""]));
        Assert.Equal("""{"accepted":2,"duplicates":0,"rejected":[],"durability":"memory"}""", array.ToString());
        Assert.Equal(array.ToString(), lines.ToString());

        foreach (string symbol in new[] { "NEWSARR", "NEWSLIN", "NEWSNOT" })
            await api.Take(SomeTicks.Walk(symbol, 2));
        JsonElement told = await Indicators("NEWSARR");
        Assert.True(told.GetProperty("news_tone_24h").GetDouble() > 0);
        Assert.Equal(told.GetProperty("news_tone_24h").ToString(), (await Indicators("NEWSLIN")).GetProperty("news_tone_24h").ToString());
        Assert.Equal(JsonValueKind.Null, (await Indicators("NEWSNOT")).GetProperty("news_tone_24h").ValueKind);
    }

    [Fact]
    public async Task An_item_counts_for_the_first_bar_that_ends_after_it()
    {
        await Post(SomeTicks.Array([Item("NEWSWHEN", "1", seconds: 90)]));

        string[] ticks = SomeTicks.Walk("NEWSWHEN", 3);
        await api.Take(ticks[..2]);
        Assert.Equal(JsonValueKind.Null, (await Indicators("NEWSWHEN")).GetProperty("news_tone_24h").ValueKind);
        await api.Take(ticks[2..]);
        Assert.True((await Indicators("NEWSWHEN")).GetProperty("news_tone_24h").GetDouble() > 0);
    }

    [Fact]
    public async Task An_item_sent_again_is_a_duplicate_by_id_or_without_one_by_time_and_text()
    {
        string plain = Item("NEWSDUP", "7").Replace(",\"id\":\"7\"", "", StringComparison.Ordinal);
        await Post(SomeTicks.Array([Item("NEWSDUP", "1"), plain, Report("NEWSDUP")]));

        JsonElement again = await Post(SomeTicks.Array(
            [Item("NEWSDUP", "1", "told otherwise"), plain, Report("NEWSDUP"), Item("NEWSDUP", "2"), plain.Replace("surge", "fall", StringComparison.Ordinal)]));

        Assert.Equal("""{"accepted":2,"duplicates":3,"rejected":[],"durability":"memory"}""", again.ToString());
    }

    [Fact]
    public async Task A_long_batch_sent_again_changes_nothing()
    {
        await api.Take(SomeTicks.Walk("NEWSMANY", 2));
        string[] items = [.. Enumerable.Range(0, 800).Select(i => Item("NEWSMANY", $"{i}", "x"))];
        Assert.Equal(800, (await Post(SomeTicks.Array(items))).GetProperty("accepted").GetInt32());
        Assert.Equal((0, 800), ((await Post(SomeTicks.Array(items))).GetProperty("accepted").GetInt32(), (await Post(SomeTicks.Array(items))).GetProperty("duplicates").GetInt32()));
    }

    [Fact]
    public async Task What_cannot_be_is_rejected_by_its_index_and_the_rest_is_taken()
    {
        JsonElement receipt = await Post(SomeTicks.Array(
        [
            Item("NEWSPART", "1"),
            Item("news", "2"),
            """{"symbols":["NEWSPART","..","NEWSOTHER"],"timestamp":"2024-01-02T14:30:30Z","headline":"of three","channel":"social","stance":"bearish"}""",
            Report("NEWSPART", "1e8"),
            Report("NEWSPART", "2", ",\"dispersion\":0"),
            Item("NEWSPART", "3", " "),
            Item("NEWSPART", new string('i', 201)),
            Item("NEWSPART", "4", new string('h', 2001)),
            Item("CANARY", "5"),
            Item("NEWSPART", "6").Replace("2024", "2124", StringComparison.Ordinal),
            Item("NEWSPART", "7").Replace("2024", "1799", StringComparison.Ordinal),
            Report("NEWSPART", "1e400"),
        ]));

        Assert.Equal(3, receipt.GetProperty("accepted").GetInt32());
        Assert.Equal(
            "1 invalid-symbol, 2 invalid-symbol, 3 eps-out-of-range, 4 dispersion-out-of-range, 5 headline-missing, 6 id-too-long, 7 headline-too-long, 8 reserved-symbol, "
            + "9 future-input, 10 time-out-of-range, 11 eps-out-of-range", Rejected(receipt));
        string[] known = [.. (await api.Get("/problems")).EnumerateArray().Select(problem => problem.GetProperty("code").GetString()!)];
        Assert.Empty(receipt.GetProperty("rejected").EnumerateArray().Select(rejected => rejected.GetProperty("code").GetString()!).Except(known));
    }

    [Fact]
    public async Task When_nothing_is_taken_the_answer_is_the_first_code()
    {
        JsonElement problem = await Post(SomeTicks.Array([Item("NEWSNONE", "1", ""), Item("no", "2")]), 422);
        Assert.Equal("headline-missing", problem.GetProperty("code").GetString());
        Assert.Equal("Headline missing", problem.GetProperty("title").GetString());
        Assert.Equal("0 headline-missing, 1 invalid-symbol", Rejected(problem));
        Assert.Equal("Headline missing", (await api.Get("/problems/headline-missing")).GetProperty("title").GetString());
    }

    /// <summary>What is wrong, the body, the status, code, index, line and field of the answer.</summary>
    private static readonly (string Wrong, string Body, int Status, string Code, int? Index, int? Line, string? Field)[] s_bodies =
    [
        ("unknown field", $"[{Good},{With("\"mood\":1")}]", 400, "unknown-field", 1, null, "mood"),
        ("unknown field on a line", $"{Good}\n\n{With("\"mood\":1")}", 400, "unknown-field", 1, 3, "mood"),
        ("differently cased field", $"[{Good.Replace("headline", "Headline", StringComparison.Ordinal)}]", 400, "unknown-field", 0, null, "Headline"),
        ("field twice", $"[{With("\"headline\":\"y\"")}]", 400, "duplicate-field", 0, null, "headline"),
        ("field twice on a line", With("\"headline\":\"y\""), 400, "duplicate-field", 0, 1, "headline"),
        ("number for a headline", $"[{Good.Replace("\"x\"", "5", StringComparison.Ordinal)}]", 400, "malformed-body", 0, null, "headline"),
        ("number as a string", $"[{Report("NEWSBAD", "\"2\"")}]", 400, "malformed-body", 0, null, "actualEps"),
        ("bare NaN", $"[{Report("NEWSBAD", "NaN")}]", 400, "malformed-body", 0, null, null),
        ("time as a number", $"[{Good.Replace("\"2024-01-02T14:30:30Z\"", "1704205800", StringComparison.Ordinal)}]", 400, "malformed-body", 0, null, "timestamp"),
        ("time without offset", $"[{Good.Replace("30Z", "30", StringComparison.Ordinal)}]", 400, "malformed-body", 0, null, "timestamp"),
        ("seconds in a string", $"[{Good.Replace("2024-01-02T14:30:30Z", "1704205800", StringComparison.Ordinal)}]", 400, "malformed-body", 0, null, "timestamp"),
        ("date only", $"[{Good.Replace("T14:30:30Z", "", StringComparison.Ordinal)}]", 400, "malformed-body", 0, null, "timestamp"),
        ("time missing", """[{"symbol":"NEWSBAD","headline":"x"}]""", 400, "malformed-body", 0, null, null),
        ("time null", $"[{Good.Replace("\"2024-01-02T14:30:30Z\"", "null", StringComparison.Ordinal)}]", 400, "malformed-body", 0, null, "timestamp"),
        ("neither headline nor earnings", """[{"symbol":"NEWSBAD","timestamp":"2024-01-02T14:30:30Z"}]""", 400, "malformed-body", 0, null, null),
        ("headline and earnings", $"[{With("\"actualEps\":1,\"expectedEps\":1")}]", 400, "malformed-body", 0, null, null),
        ("no such channel", $"[{With("\"channel\":\"radio\"")}]", 400, "malformed-body", 0, null, "channel"),
        ("no such stance", $"[{With("\"stance\":\"so-so\"")}]", 400, "malformed-body", 0, null, "stance"),
        ("two stances at once", $"[{With("\"stance\":\"bullish,bearish\"")}]", 400, "malformed-body", 0, null, "stance"),
        ("no stance in a word", $"[{With("\"stance\":\"none\"")}]", 400, "malformed-body", 0, null, "stance"),
        ("channel as a number", $"[{With("\"channel\":0")}]", 400, "malformed-body", 0, null, "channel"),
        ("no symbol", $"[{Good.Replace("\"symbol\":\"NEWSBAD\",", "", StringComparison.Ordinal)}]", 400, "malformed-body", 0, null, "symbol"),
        ("no symbols", $"[{Of(0)}]", 400, "malformed-body", 0, null, "symbols"),
        ("65 symbols", $"[{Good},{Of(65)}]", 400, "malformed-body", 1, null, "symbols"),
        ("null for a symbol", $"[{Of(2).Replace("\"S1\"", "null", StringComparison.Ordinal)}]", 400, "malformed-body", 0, null, "symbols[1]"),
        ("too many symbols", $"[{string.Join(',', Enumerable.Repeat(Of(64), RunningApi.MaxTicks / 64 + 1))}]", 413, "too-many-items", RunningApi.MaxTicks / 64, null, null),
        ("headline of blanks", $"[{Good.Replace("\"x\"", "\" \"", StringComparison.Ordinal)}]", 422, "headline-missing", 0, null, "headline"),
        ("earnings beyond all measure", $"[{Report("NEWSBAD", "1e8")}]", 422, "eps-out-of-range", 0, null, "actualEps"),
        ("symbol twice", $"[{With("\"symbols\":[\"A\"]")}]", 400, "malformed-body", 0, null, "symbols"),
        ("truncated", $"[{Good},{Good[..20]}", 400, "malformed-body", 1, null, null),
        ("truncated line", $"{Good}\n{Good[..20]}", 400, "malformed-body", 1, 2, null),
        ("two items on a line", $"{Good} {Good}", 400, "malformed-body", 0, 1, null),
        ("array not closed", $"[{Good}", 400, "malformed-body", 1, null, null),
        ("something behind the array", $"[{Good}] 1", 400, "malformed-body", 1, null, null),
        ("comma at the end", $"[{Good},]", 400, "malformed-body", 1, null, null),
        ("no array", Good, 400, "malformed-body", 0, null, null),
        ("number for an item", "[1]", 400, "malformed-body", 0, null, null),
        ("null for an item", "[null]", 400, "malformed-body", 0, null, null),
        ("half a surrogate pair", $"[{Good.Replace("\"x\"", "\"\\ud800\"", StringComparison.Ordinal)}]", 400, "malformed-body", 0, null, "headline"),
        ("depth of 100,000", new string('[', 90_000), 400, "malformed-body", 0, null, null),
        ("nothing", "", 400, "malformed-body", null, null, null),
        ("nothing on a line", "", 400, "malformed-body", null, null, null),
        ("too many items", $"[{string.Join(',', Enumerable.Repeat(Good, RunningApi.MaxTicks + 1))}]", 413, "too-many-items", RunningApi.MaxTicks, null, null),
        ("body over the limit", $"[{Good}{new string(' ', RunningApi.MaxBody)}]", 413, "body-too-large", null, null, null),
    ];

    public static TheoryData<string> Rows => [.. s_bodies.Select(row => row.Wrong)];

    [Theory, MemberData(nameof(Rows))]
    public async Task Is_refused_with_its_code_and_place(string row)
    {
        var (wrong, body, status, code, index, line, field) = s_bodies.Single(body => body.Wrong == row);
        JsonElement problem = await Post(SomeTicks.Body(body, wrong.Contains(" line", StringComparison.Ordinal) ? "application/x-ndjson" : "application/json"), status);

        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal((index, line, field), (Number(problem, "index"), Number(problem, "line"), problem.TryGetProperty("field", out JsonElement named) ? named.GetString() : null));
        Assert.DoesNotContain("GoldenSignals.", problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("System.", problem.ToString(), StringComparison.Ordinal);

        static int? Number(JsonElement problem, string name) => problem.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : null;
    }

    [Theory]
    [InlineData("text/plain", null)]
    [InlineData("application/json", "zstd")]
    public async Task Other_types_and_encodings_are_refused(string type, string? encoding)
    {
        HttpContent content = SomeTicks.Body("[]", type);
        if (encoding is not null)
            content.Headers.ContentEncoding.Add(encoding);
        Assert.Equal("unsupported-media-type", (await Post(content, 415)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_gzipped_body_is_unpacked()
    {
        var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(Item("NEWSZIP", "1")));
        var body = new ByteArrayContent(zipped.ToArray());
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        body.Headers.ContentEncoding.Add("gzip");
        Assert.Equal(1, (await Post(body)).GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task Words_may_be_in_any_letter_case()
    {
        string[] items = [With("\"channel\":\"NEWS\"").Replace("NEWSBAD", "NEWSCASE", StringComparison.Ordinal), With("\"channel\":\"Social\",\"stance\":\"BULLISH\"").Replace("NEWSBAD", "NEWSCASE", StringComparison.Ordinal)];
        Assert.Equal(2, (await Post(SomeTicks.Array(items))).GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task More_than_may_wait_for_a_first_bar_is_refused_and_told_as_such()
    {
        string[] items = [.. Enumerable.Range(0, 300).Select(i => Item("NEWSWAIT", $"{i}", "x"))];
        JsonElement receipt = await Post(SomeTicks.Array(items));
        Assert.Equal((256, 44), (receipt.GetProperty("accepted").GetInt32(), receipt.GetProperty("rejected").GetArrayLength()));
        Assert.Equal("too-many-waiting", (await Post(SomeTicks.Array(items[256..]), 422)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_empty_array_is_taken_for_what_it_is() =>
        Assert.Equal("""{"accepted":0,"duplicates":0,"rejected":[],"durability":null}""", (await Post(SomeTicks.Body("[]", "application/json"))).ToString());

    private static string With(string field) => $"{Good[..^1]},{field}}}";

    private static string Of(int symbols) =>
        Good.Replace("\"symbol\":\"NEWSBAD\"", $"\"symbols\":[{string.Join(',', Enumerable.Range(0, symbols).Select(i => $"\"S{i}\""))}]", StringComparison.Ordinal);

    private static string Rejected(JsonElement receipt) => string.Join(", ",
        receipt.GetProperty("rejected").EnumerateArray().Select(rejected => $"{rejected.GetProperty("index")} {rejected.GetProperty("code").GetString()}"));
}
