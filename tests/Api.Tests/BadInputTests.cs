using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace GoldenSignals.Api.Tests;

/// <summary>The contract's table of bad input, row by row.</summary>
[Collection(ApiCollection.Name)]
public class BadInputTests(RunningApi api)
{
    private const string Good = """{"symbol":"BAD","timestamp":"2024-01-02T14:30:00Z","price":1,"size":1}""";

    /// <summary>What is wrong, the request's body, the status, the code, and the index, line and field that the answer names.</summary>
    private static readonly (string Wrong, string Body, int Status, string Code, int? Index, int? Line, string? Field)[] s_bodies =
    [
        ("price beyond a double", Array("1e400"), 422, "price-not-finite", 0, null, null),
        ("NaN as a string", Array("\"NaN\""), 400, "malformed-body", 0, null, "price"),
        ("Infinity as a string", Array("\"Infinity\""), 400, "malformed-body", 0, null, "price"),
        ("a number as a string", Array("\"1\""), 400, "malformed-body", 0, null, "price"),
        ("bare NaN", Array("NaN"), 400, "malformed-body", 0, 1, "price"),
        ("truncated", $"[{Good},{Good[..30]}", 400, "malformed-body", 1, 1, "timestamp"),
        ("array not closed", $"[{Good}", 400, "malformed-body", 1, 1, null),
        ("something behind the array", $"[{Good}] 1", 400, "malformed-body", 1, 1, null),
        ("comma at the end", $"[{Good},]", 400, "malformed-body", 1, 1, null),
        ("comment", $"[/* */{Good}]", 400, "malformed-body", 0, 1, null),
        ("depth of 100,000", new string('[', 90_000), 400, "malformed-body", 0, null, null),
        ("deep inside a tick", Array(new string('[', 50_000)), 400, "malformed-body", 0, null, "price"),
        ("half a surrogate pair", $"[{Good.Replace("BAD", "\\ud800", StringComparison.Ordinal)}]", 400, "malformed-body", 0, null, "symbol"),
        ("no array", Good, 400, "malformed-body", 0, null, null),
        ("a number for a tick", "[1]", 400, "malformed-body", 0, null, null),
        ("null for a tick", "[null]", 400, "malformed-body", 0, null, null),
        ("nothing", "", 400, "malformed-body", null, null, null),
        ("price 0", Array("0"), 422, "price-out-of-range", 0, null, null),
        ("price below 0", Array("-1"), 422, "price-out-of-range", 0, null, null),
        ("price that rounds to 0", Array("1e-400"), 422, "price-out-of-range", 0, null, null),
        ("price -0.0", Array("-0.0"), 422, "price-out-of-range", 0, null, null),
        ("size below 0", $"[{Good.Replace("\"size\":1", "\"size\":-1", StringComparison.Ordinal)}]", 422, "size-out-of-range", 0, null, null),
        ("price null", Array("null"), 400, "malformed-body", 0, null, "price"),
        ("symbol null", $"[{Good.Replace("\"BAD\"", "null", StringComparison.Ordinal)}]", 400, "malformed-body", 0, null, "symbol"),
        ("price missing", """[{"symbol":"BAD","timestamp":"2024-01-02T14:30:00Z","size":1}]""", 400, "malformed-body", 0, null, null),
        ("symbol missing", """[{"timestamp":"2024-01-02T14:30:00Z","price":1,"size":1}]""", 400, "malformed-body", 0, null, null),
        ("time without offset", $"[{Good.Replace("00Z", "00", StringComparison.Ordinal)}]", 400, "malformed-body", 0, null, "timestamp"),
        ("time as a number", $"[{Good.Replace("\"2024-01-02T14:30:00Z\"", "1704205800", StringComparison.Ordinal)}]", 400, "malformed-body", 0, null, "timestamp"),
        ("no such day", $"[{Good.Replace("01-02", "02-30", StringComparison.Ordinal)}]", 400, "malformed-body", 0, null, "timestamp"),
        ("sequence with a fraction", With("\"sequence\":1.5"), 400, "malformed-body", 0, null, "sequence"),
        ("sequence below 0", With("\"sequence\":-1"), 400, "malformed-body", 0, null, "sequence"),
        ("source null", With("\"source\":null"), 400, "malformed-body", 0, null, "source"),
        ("unknown field", With("\"volume\":1"), 400, "unknown-field", 0, null, "volume"),
        ("differently cased field", With("\"Source\":\"x\""), 400, "unknown-field", 0, null, "Source"),
        ("field twice", With("\"price\":1"), 400, "duplicate-field", 0, null, "price"),
        ("symbol in small letters", Named("bad"), 422, "invalid-symbol", 0, null, null),
        ("symbol too long", Named("ABCDEFGHIJKLMNOPQ"), 422, "invalid-symbol", 0, null, null),
        ("symbol of 70,000 letters", Named(new string('A', 70_000)), 422, "invalid-symbol", 0, null, null),
        ("control character in the symbol", Named("A\\u0001"), 422, "invalid-symbol", 0, null, null),
        ("path in the symbol", Named("..%2f"), 422, "invalid-symbol", 0, null, null),
        ("dots in the symbol", Named("A/../B"), 422, "invalid-symbol", 0, null, null),
        ("SQL in the symbol", Named("' OR 1=1--"), 422, "invalid-symbol", 0, null, null),
        ("the grid's own symbol", Named("CANARY"), 422, "reserved-symbol", 0, null, null),
        ("tick from the future", $"[{Good.Replace("2024", "2124", StringComparison.Ordinal)}]", 422, "future-tick", 0, null, null),
        ("body over the limit", new string(' ', RunningApi.MaxBody) + $"[{Good}]", 413, "body-too-large", null, null, null),
        ("too many ticks", $"[{string.Join(',', Enumerable.Repeat(Good, RunningApi.MaxTicks + 1))}]", 413, "too-many-ticks", null, null, null),
        ("second line", $"{Good}\n{Good[..^1]}\n", 400, "malformed-body", 1, 2, null),
        ("unknown field on a line", $"\n{Good}\r\n{Good.Replace("size", "Size", StringComparison.Ordinal)}", 400, "unknown-field", 1, 3, "Size"),
        ("two ticks on a line", $"{Good} {Good}\n", 400, "malformed-body", 1, 1, null),
        ("lines, nothing good", $"{Good.Replace("BAD", "bad", StringComparison.Ordinal)}\n\n", 422, "invalid-symbol", 0, null, null),
    ];

    private static readonly (string Wrong, string Method, string Path, int Status, string Code)[] s_requests =
    [
        ("unknown symbol", "GET", "/v1/symbols/NOPE", 404, "unknown-symbol"),
        ("unknown symbol's bars", "GET", "/v1/symbols/NOPE/bars", 404, "unknown-symbol"),
        ("unknown symbol's indicators", "GET", "/v1/symbols/NOPE/indicators", 404, "unknown-symbol"),
        ("unknown symbol's decision", "GET", "/v1/symbols/NOPE/decision", 404, "unknown-symbol"),
        ("unknown symbol's signals", "GET", "/v1/signals?symbol=NOPE", 404, "unknown-symbol"),
        ("unknown symbol's records", "GET", "/v1/agents?symbol=NOPE", 404, "unknown-symbol"),
        ("the grid's own symbol", "GET", "/v1/symbols/CANARY/decision", 404, "unknown-symbol"),
        ("path as a symbol", "GET", "/v1/symbols/..%2f", 422, "invalid-symbol"),
        ("longer path as a symbol", "GET", "/v1/symbols/..%2F..%2Fetc%2Fpasswd/bars", 422, "invalid-symbol"),
        ("slash encoded twice", "GET", "/v1/symbols/XRP%252FETH", 422, "invalid-symbol"),
        ("SQL as a symbol", "GET", "/v1/symbols/%27%20OR%201%3D1--/decision", 422, "invalid-symbol"),
        ("bad UTF-8 in the path", "GET", "/v1/symbols/%ff", 422, "invalid-symbol"),
        ("control character as a symbol", "GET", "/v1/symbols/A%01/decision", 422, "invalid-symbol"),
        ("small letters as a symbol", "GET", "/v1/symbols/nope", 422, "invalid-symbol"),
        ("signals of no symbol", "GET", "/v1/signals?symbol=", 422, "invalid-symbol"),
        ("no such order of symbols", "GET", "/v1/symbols?sort=volume", 400, "invalid-parameter"),
        ("no such action of symbols", "GET", "/v1/symbols?action=Buy", 400, "invalid-parameter"),
        ("score that is no number", "GET", "/v1/symbols?minScore=NaN", 400, "invalid-parameter"),
        ("score beyond 1", "GET", "/v1/symbols?maxScore=1.5", 400, "invalid-parameter"),
        ("search for nothing", "GET", "/v1/symbols?search=", 400, "invalid-parameter"),
        ("search for too much", "GET", "/v1/symbols?search=ABCDEFGHIJKLMNOPQ", 400, "invalid-parameter"),
        ("no movers", "GET", "/v1/universe?movers=0", 400, "invalid-parameter"),
        ("decisions of nobody", "GET", "/v1/decisions", 400, "invalid-parameter"),
        ("decisions of an empty name", "GET", "/v1/decisions?symbols=", 422, "invalid-symbol"),
        ("decisions of a path", "GET", "/v1/decisions?symbols=AAA,..%2f", 422, "invalid-symbol"),
        ("fields that are none", "GET", "/v1/symbols?fields=symbol,volume", 400, "invalid-parameter"),
        ("no fields", "GET", "/v1/symbols?fields=", 400, "invalid-parameter"),
        ("bars of no interval", "GET", "/v1/symbols/NOPE/bars?interval=5m", 404, "unknown-symbol"),
        ("series of no indicator", "GET", "/v1/symbols/NOPE/indicators/series?names=", 400, "invalid-parameter"),
        ("series of all at once", "GET", "/v1/symbols/NOPE/indicators/series?names=rsi_14&limit=5001", 400, "invalid-parameter"),
        ("series of an unknown symbol", "GET", "/v1/symbols/NOPE/indicators/series?names=rsi_14", 404, "unknown-symbol"),
        ("signal of no id", "GET", "/v1/signals/0123abcd", 404, "unknown-signal"),
        ("signal of a path", "GET", "/v1/signals/..%2f..%2fetc", 404, "unknown-signal"),
        ("chart of an unknown symbol", "GET", "/udf/symbols?symbol=NOPE", 404, "unknown-symbol"),
        ("chart without times", "GET", "/udf/history?symbol=NOPE&resolution=1", 400, "invalid-parameter"),
        ("search of charts for too many", "GET", "/udf/search?limit=1001", 400, "invalid-parameter"),
        ("bars without a body or type", "POST", "/v1/bars", 415, "unsupported-media-type"),
        ("method that nobody takes", "PROPFIND", "/v1/bars", 405, "method-not-allowed"),
        ("made-up page of symbols", "GET", "/v1/symbols?page=a%27", 400, "invalid-page-token"),
        ("stream of no symbol", "GET", "/v1/stream?symbols=AAA,b", 422, "invalid-symbol"),
        ("limit below 1", "GET", "/v1/symbols?limit=-5", 400, "invalid-parameter"),
        ("limit 0", "GET", "/v1/symbols/NOPE/bars?limit=0", 400, "invalid-parameter"),
        ("limit in letters", "GET", "/v1/signals?limit=abc", 400, "invalid-parameter"),
        ("limit too high", "GET", "/v1/symbols?limit=10001", 400, "invalid-parameter"),
        ("limit beyond an int", "GET", "/v1/signals?limit=99999999999", 400, "invalid-parameter"),
        ("from without offset", "GET", "/v1/symbols/NOPE/bars?from=2024-01-02T14:30:00", 400, "invalid-parameter"),
        ("to as a word", "GET", "/v1/symbols/NOPE/bars?to=yesterday", 400, "invalid-parameter"),
        ("from after to", "GET", "/v1/symbols/NOPE/bars?from=2024-01-03T00:00:00Z&to=2024-01-02T00:00:00Z", 400, "invalid-parameter"),
        ("no such action", "GET", "/v1/signals?action=buy", 400, "invalid-parameter"),
        ("no such action of decisions", "GET", "/v1/symbols/NOPE/decisions?action=BUY,SELL", 400, "invalid-parameter"),
        ("no such action of insights", "GET", "/v1/signals/insights?action=", 400, "invalid-parameter"),
        ("signals from after to", "GET", "/v1/signals?from=2024-01-03T00:00:00Z&to=2024-01-02T00:00:00Z", 400, "invalid-parameter"),
        ("too many decisions", "GET", "/v1/symbols/NOPE/decisions?limit=1001", 400, "invalid-parameter"),
        ("page of nothing", "GET", "/v1/symbols/NOPE/bars?page=", 400, "invalid-page-token"),
        ("made-up page", "GET", "/v1/signals?page=AQIDBAUGBwgJ", 400, "invalid-page-token"),
        ("page of 7,000 letters", "GET", $"/v1/signals?page={new string('A', 7_000)}", 400, "invalid-page-token"),
        ("unknown symbol's decisions", "GET", "/v1/symbols/NOPE/decisions", 404, "unknown-symbol"),
        ("unknown symbol's insights", "GET", "/v1/signals/insights?symbol=NOPE", 404, "unknown-symbol"),
        ("insights of no symbol", "GET", "/v1/signals/insights?symbol=", 422, "invalid-symbol"),
        ("unknown symbol's state", "GET", "/v1/symbols/NOPE/state?at=2024-01-02T14:30:00Z", 404, "unknown-symbol"),
        ("state of a path", "GET", "/v1/symbols/..%2f/state?at=2024-01-02T14:30:00Z", 422, "invalid-symbol"),
        ("state of no time", "GET", "/v1/symbols/NOPE/state", 400, "invalid-parameter"),
        ("state of a time without offset", "GET", "/v1/symbols/NOPE/state?at=2024-01-02T14:30:00", 400, "invalid-parameter"),
        ("state of the future", "GET", "/v1/symbols/NOPE/state?at=2999-01-02T14:30:00Z", 400, "invalid-parameter"),
        ("state with too many bars", "GET", "/v1/symbols/NOPE/state?at=2024-01-02T14:30:00Z&limit=4097", 400, "invalid-parameter"),
        ("stream with a misspelt filter", "GET", "/v1/stream?symbol=AAA", 400, "invalid-parameter"),
        ("no such event", "GET", "/v1/stream?events=bar,tick", 400, "invalid-parameter"),
        ("no such indicator", "GET", "/v1/symbols/NOPE/indicators?names=rsi_14,magic", 400, "invalid-parameter"),
        ("no such resource", "GET", "/v1/nothing", 404, "not-found"),
        ("no such problem", "GET", "/problems/none", 404, "not-found"),
        ("method not taken", "DELETE", "/v1/symbols", 405, "method-not-allowed"),
        ("GET where POST is taken", "GET", "/v1/ticks", 405, "method-not-allowed"),
        ("POST without a body or type", "POST", "/v1/ticks", 415, "unsupported-media-type"),
    ];

    private static readonly (string Wrong, string? Type, string? Encoding, byte[] Body, int Status, string Code)[] s_contents =
    [
        ("no content type", null, null, Bytes(Array("1")), 415, "unsupported-media-type"),
        ("text", "text/plain", null, Bytes(Array("1")), 415, "unsupported-media-type"),
        ("form", "application/x-www-form-urlencoded", null, Bytes("a=1"), 415, "unsupported-media-type"),
        ("another charset", "application/json; charset=utf-16", null, Encoding.Unicode.GetBytes(Array("1")), 415, "unsupported-media-type"),
        ("unknown encoding", "application/json", "zstd", Bytes(Array("1")), 415, "unsupported-media-type"),
        ("bad UTF-8", "application/json", null, [.. "[{\"symbol\":\""u8, 0xC3, 0x28, .. "\"}]"u8], 400, "malformed-body"),
        ("broken gzip", "application/json", "gzip", Bytes("this is no gzip"), 400, "malformed-body"),
        ("gzip cut off", "application/json", "gzip", Zipped(Bytes(Array("1")))[..^12], 400, "malformed-body"),
        ("gzip without its last bytes", "application/json", "gzip", Zipped(Bytes(Array("1")))[..^8], 400, "malformed-body"),
        ("gzip bomb", "application/json", "gzip", Zipped(new byte[50_000_000]), 413, "body-too-large"),
    ];

    public static TheoryData<string> Rows =>
        [.. s_bodies.Select(row => "body: " + row.Wrong), .. s_requests.Select(row => "request: " + row.Wrong), .. s_contents.Select(row => "content: " + row.Wrong)];

    [Theory, MemberData(nameof(Rows))]
    public async Task Is_refused_with_its_status_code_and_place(string row)
    {
        (HttpRequestMessage request, int status, string code, int? index, int? line, string? field) = Case(row);
        using HttpResponseMessage response = await api.Client.SendAsync(request);
        JsonElement problem = await SomeTicks.Json(response, status);

        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal($"/problems/{code}", problem.GetProperty("type").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEqual("", problem.GetProperty("traceId").GetString());
        Assert.DoesNotContain("   at ", problem.ToString(), StringComparison.Ordinal);
        if (index is not null)
            Assert.Equal(index, problem.GetProperty("index").GetInt32());
        if (line is not null)
            Assert.Equal(line, problem.GetProperty("line").GetInt32());
        if (field is not null)
            Assert.Equal(field, problem.GetProperty("field").GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task A_body_over_the_limit_is_told_the_limit(string? encoding)
    {
        byte[] bytes = new byte[RunningApi.MaxBody + 1];
        var body = new ByteArrayContent(encoding is null ? bytes : Zipped(bytes)) { Headers = { ContentType = new("application/json") } };
        if (encoding is not null)
            body.Headers.ContentEncoding.Add(encoding);
        JsonElement problem = await SomeTicks.Json(await api.Client.PostAsync("/v1/ticks", body), 413);
        Assert.Equal("A body may have 100000 bytes.", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("/v1/ticks", "application/json", false)]
    [InlineData("/v1/ticks", "application/x-ndjson", false)]
    [InlineData("/v1/ticks", "application/json", true)]
    [InlineData("/v1/news", "application/json", false)]
    [InlineData("/v1/options/BOM/chain", "application/json", false)]
    public async Task A_byte_order_mark_in_front_of_the_body_is_passed_over(string path, string type, bool zipped)
    {
        string text = path switch
        {
            "/v1/news" => """[{"symbol":"BOM","timestamp":"2024-01-02T14:30:00Z","headline":"x"}]""",
            "/v1/ticks" => type.Contains("nd", StringComparison.Ordinal) ? Good : $"[{Good}]",
            _ => """{"timestamp":"2024-01-02T14:30:00Z","style":"european","contracts":[{"expiry":"2024-02-02T21:00:00Z","strike":100,"right":"call"}]}""",
        };
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. Bytes(text.Replace("\"BAD\"", $"\"BOM{type.Length}{zipped}\"".ToUpperInvariant(), StringComparison.Ordinal))];
        var body = new ByteArrayContent(zipped ? Zipped(bytes) : bytes) { Headers = { ContentType = new(type) } };
        if (zipped)
            body.Headers.ContentEncoding.Add("gzip");
        Assert.Equal(1, (await SomeTicks.Json(await api.Client.PostAsync(path, body))).GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task Every_code_in_the_table_is_in_the_catalogue_of_problems()
    {
        JsonElement catalogue = await api.Get("/problems");
        string[] known = [.. catalogue.EnumerateArray().Select(problem => problem.GetProperty("code").GetString()!)];
        string[] used = [.. s_bodies.Select(row => row.Code), .. s_requests.Select(row => row.Code), .. s_contents.Select(row => row.Code)];
        Assert.Empty(used.Except(known));
    }

    private (HttpRequestMessage Request, int Status, string Code, int? Index, int? Line, string? Field) Case(string row)
    {
        string wrong = row[(row.IndexOf(':', StringComparison.Ordinal) + 2)..];
        switch (row[0])
        {
            case 'b':
                var body = s_bodies.Single(body => body.Wrong == wrong);
                string type = wrong.Contains("line", StringComparison.Ordinal) ? "application/x-ndjson" : "application/json";
                return (api.Request(HttpMethod.Post, "/v1/ticks", SomeTicks.Body(body.Body, type)), body.Status, body.Code, body.Index, body.Line, body.Field);
            case 'r':
                var request = s_requests.Single(request => request.Wrong == wrong);
                return (api.Request(new(request.Method), request.Path), request.Status, request.Code, null, null, null);
            default:
                var content = s_contents.Single(content => content.Wrong == wrong);
                var bytes = new ByteArrayContent(content.Body);
                if (content.Type is not null)
                    bytes.Headers.ContentType = MediaTypeHeaderValue.Parse(content.Type);
                if (content.Encoding is not null)
                    bytes.Headers.ContentEncoding.Add(content.Encoding);
                return (api.Request(HttpMethod.Post, "/v1/ticks", bytes), content.Status, content.Code, null, null, null);
        }
    }

    private static string Array(string price) => $"[{Good.Replace("\"price\":1", $"\"price\":{price}", StringComparison.Ordinal)}]";

    private static string With(string field) => $"[{Good[..^1]},{field}}}]";

    private static string Named(string symbol) => $"[{Good.Replace("BAD", symbol, StringComparison.Ordinal)}]";

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Zipped(byte[] bytes)
    {
        var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return zipped.ToArray();
    }
}
