using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace GoldenSignals.Api.Tests;

/// <summary>Requests at one operation, from quite right to pure noise; of one seed always the same.</summary>
internal sealed class MadeUpRequests
{
    private static readonly string[] s_values =
    [
        "", " ", "0", "-1", "1", "2", "-0", "1e400", "-1e400", "NaN", "Infinity", "1.5", "2147483647", "2147483648", "9223372036854775807", "-9223372036854775808", "99999999999999999999", "null", "true",
        "ACME", "XRP/ETH", "acme", "..", "../../etc/passwd", "' OR 1=1--", "<script>alert(1)</script>", "${jndi:ldap://x}", "ACME,XRP/ETH", ",", ",,,", "%", "%%", "\0", "\u0001", "\r\nX: y", "\ud83d\ude00", "é", "\u202e",
        "2024-01-02T14:30:00Z", "2024-01-02", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "2024-01-02T14:30:00+14:00", "2024-13-45T99:99:99Z", "1m", "5m", "0m", "1000000w", "1d", "1S", "D", "rsi_14", "rsi_14,atr_14",
        "BUY", "-score", "symbol", "ACME:1m:20240102T143000Z:00000000", "::::", "A:1w:99991231T235959Z:0", "votes.agent", "a.b.c.d.e.f", ".", "AQIDBAUGBwgJ", "W/\"x\"", "*", "gzip;q=x", "bytes=0-",
    ];

    private static readonly string[] s_headers =
    [
        "Accept", "Accept-Encoding", "If-None-Match", "If-Match", "If-Modified-Since", "Range", "Idempotency-Key", "Last-Event-ID", "Authorization", "X-Api-Key", "X-Forwarded-For", "Host", "Origin", "Cookie", "traceparent",
        "X-HTTP-Method-Override", "Expect", "Upgrade", "Prefer",
    ];

    private static readonly string[] s_types = ["application/json", "application/x-ndjson", "application/json; charset=utf-8", "application/json; charset=utf-16", "text/plain", "application/xml", "multipart/form-data", "x", "application/json;;;", "*/*"];

    private readonly Random _random;

    public MadeUpRequests(int seed, string operation) => _random = new(operation.Aggregate(seed, (hash, c) => hash * 31 + c));

    /// <summary>The last request, for people.</summary>
    public string Told { get; private set; } = "";

    /// <summary>Whether the last request may be refused before it is read.</summary>
    public bool IsNoHttp { get; private set; }

    public HttpRequestMessage Next(RunningApi api, string path, string method, JsonElement operation)
    {
        IsNoHttp = false;
        string target = string.Join('/', path.Split('/').Select(part => part.StartsWith('{') ? Escaped(OneOf(0.5, Usual(part)), inPath: true) : part));
        var query = new List<string>();
        if (operation.TryGetProperty("parameters", out JsonElement parameters))
            foreach (JsonElement parameter in parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "query"))
                for (double often = parameter.TryGetProperty("required", out JsonElement needed) && needed.GetBoolean() ? 0.9 : 0.3; _random.NextDouble() < often; often /= 4)
                    query.Add($"{parameter.GetProperty("name").GetString()}={Escaped(OneOf(0.5, parameter.TryGetProperty("example", out JsonElement example) ? example.ToString() : "x"))}");
        if (_random.NextDouble() < 0.1)
            query.Add($"{Escaped(Value())}={Escaped(Value())}");
        if (_random.NextDouble() < 0.03)
            query.Add($"x={new string('y', 40_000)}");
        string line = $"{target}{(query.Count > 0 ? "?" : "")}{string.Join('&', query)}";
        HttpRequestMessage request = api.Request(new(method.ToUpperInvariant()), line, method is "post" or "put" or "patch" || _random.NextDouble() < 0.02 ? Body(operation) : null);
        for (double often = 0.4; _random.NextDouble() < often; often /= 2)
            AddHeader(request);
        Told = $"{request.Method} {line[..Math.Min(line.Length, 500)]}\n{request.Headers}{request.Content?.Headers}";
        return request;
    }

    private void AddHeader(HttpRequestMessage request)
    {
        string name = s_headers[_random.Next(s_headers.Length)], value = Value();
        if (name == "Expect" || value.Any(c => c is < ' ' or > '~'))
            IsNoHttp = true;
        request.Headers.TryAddWithoutValidation(name, value.Replace("\r\n", " ", StringComparison.Ordinal));
        IsNoHttp |= name is "Host" or "Upgrade";
    }

    private ByteArrayContent Body(JsonElement operation)
    {
        string good = operation.TryGetProperty("requestBody", out JsonElement body) && body.GetProperty("content").EnumerateObject().First().Value is var media && media.TryGetProperty("example", out JsonElement example)
            ? example.GetRawText() : "{}";
        byte[] bytes = _random.Next(8) switch
        {
            0 => Noise(_random.Next(2_000)),
            1 => Encoding.UTF8.GetBytes(MadeUpJson(0)),
            2 => Encoding.UTF8.GetBytes(good[.._random.Next(good.Length + 1)]),
            3 => Changed(Encoding.UTF8.GetBytes(good)),
            4 or 5 => Encoding.UTF8.GetBytes(WithOtherValues(good)),
            6 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(_random.Next(2) == 0 ? "[" : "{\"a\":", _random.Next(20_000)))),
            _ => Encoding.UTF8.GetBytes(good),
        };
        string? coding = _random.Next(8) switch { 0 => "gzip", 1 => "br", 2 => "deflate", 3 => "gzip, gzip", _ => null };
        if (coding is "gzip" or "br" && _random.Next(2) == 0)
            bytes = Packed(bytes, coding);
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", _random.Next(4) == 0 ? s_types[_random.Next(s_types.Length)] : "application/json");
        if (coding is not null)
            content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        return content;
    }

    private string OneOf(double often, string usual) => _random.NextDouble() < often ? usual : Value();

    private string Value() => _random.Next(6) switch
    {
        0 => new string((char)_random.Next(32, 127), _random.Next(300)),
        1 => Encoding.Latin1.GetString(Noise(_random.Next(20))),
        _ => s_values[_random.Next(s_values.Length)],
    };

    private static string Usual(string part) => part switch { "{symbol}" => "ACME", "{code}" => "gone", _ => "ACME:1m:20240102T150000Z:00000000" };

    /// <summary>Mostly as urls have it; now and then raw where a url may hold it, or with bytes that are no text.</summary>
    private string Escaped(string value, bool inPath = false) => _random.Next(12) switch
    {
        0 => string.Concat(Noise(_random.Next(1, 8)).Select(b => b == 0 && inPath ? "%41" : string.Create(CultureInfo.InvariantCulture, $"%{b:X2}"))),
        1 => new string([.. value.Where(c => char.IsAsciiLetterOrDigit(c) || "-._~!$'()*,;:@%".Contains(c, StringComparison.Ordinal))]),
        _ => Uri.EscapeDataString(inPath && value.Length > 0 ? value.Replace("\0", "0", StringComparison.Ordinal) : inPath ? "A" : value),
    };

    private string MadeUpJson(int depth) => _random.Next(depth > 4 ? 5 : 8) switch
    {
        0 => "null",
        1 => _random.Next(2) == 0 ? "true" : "-1e999",
        2 => _random.NextInt64().ToString(CultureInfo.InvariantCulture),
        3 => JsonSerializer.Serialize(s_values[_random.Next(s_values.Length)]),
        4 => "\"\\ud800\"",
        5 or 6 => $"[{string.Join(',', Enumerable.Range(0, _random.Next(4)).Select(_ => MadeUpJson(depth + 1)))}]",
        _ => $"{{{string.Join(',', Enumerable.Range(0, _random.Next(5)).Select(_ => $"{JsonSerializer.Serialize(s_names[_random.Next(s_names.Length)])}:{MadeUpJson(depth + 1)}"))}}}",
    };

    private static readonly string[] s_names = ["symbol", "symbols", "timestamp", "time", "price", "size", "sequence", "source", "open", "high", "low", "close", "volume", "interval", "headline", "contracts", "style", "expiry", "strike", "right", "Symbol", "", "\0", "x"];

    /// <summary>The same with values of some members changed.</summary>
    private string WithOtherValues(string json) => System.Text.RegularExpressions.Regex.Replace(json, "(?<=:)(\"[^\"]*\"|-?[0-9.]+)", value => _random.Next(3) == 0 ? MadeUpJson(4) : value.Value);

    private byte[] Changed(byte[] bytes)
    {
        for (int i = _random.Next(1, 4); i > 0 && bytes.Length > 0; i--)
            bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        return bytes;
    }

    private byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Packed(byte[] bytes, string coding)
    {
        var packed = new MemoryStream();
        using (Stream to = coding == "br" ? new BrotliStream(packed, CompressionLevel.Fastest) : new GZipStream(packed, CompressionLevel.Fastest))
            to.Write(bytes);
        return packed.ToArray();
    }
}
