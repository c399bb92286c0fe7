using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GoldenSignals.ApiClient.Security;

namespace GoldenSignals.Api.Tests.Security;

/// <summary>Requests that a key signs, by a client written from the documentation alone.</summary>
public class SignedRequestTests(SecuredApi secured) : IClassFixture<SecuredApi>
{
    private static readonly string s_body = $"[{SomeTicks.Tick("SIGNED", SomeTicks.Start, 100)}]";

    [Theory]
    [InlineData("GET", "/v1/symbols", "")]
    [InlineData("GET", "/v1/symbols", "limit=5")]
    [InlineData("GET", "/v1/signals", "to=2024-01-02T00%3A00%3A00%2b01:00&limit=3&from=2024-01-01T00:00:00Z")]
    [InlineData("GET", "/v1/signals", "from=2024-01-01T00:00:00+01:00")]
    [InlineData("POST", "/v1/ticks", "")]
    public async Task A_request_that_is_signed_is_taken(string method, string path, string query)
    {
        var signer = await Signer.Create(secured);
        using HttpRequestMessage request = signer.Sign(new(method), path, query, method == "POST" ? s_body : null);
        using HttpResponseMessage response = await secured.Api.Client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(-2.0, null)]
    [InlineData(-6.0, "timestamp-window")]
    [InlineData(-3600.0, "timestamp-window")]
    [InlineData(0.5, null)]
    [InlineData(2.5, "timestamp-window")]
    [InlineData(3600.0, "timestamp-window")]
    public async Task It_is_good_for_five_seconds_and_may_be_one_ahead(double seconds, string? code)
    {
        var signer = await Signer.Create(secured);
        await Answers(signer.Sign(HttpMethod.Get, "/v1/symbols", time: DateTimeOffset.UtcNow.AddSeconds(seconds)), code);
    }

    [Fact]
    public async Task It_is_taken_once_by_all_processes_of_the_api_together()
    {
        var second = new RunningApi();
        try
        {
            await second.StartBeside(secured.Api, secured.SettingsOf(process: 2));
            var signer = await Signer.Create(secured);
            await ((KeyRing)second.Services.GetService(typeof(KeyRing))!).Refresh();
            DateTimeOffset now = DateTimeOffset.UtcNow;

            await Answers(signer.Sign(HttpMethod.Post, "/v1/ticks", "", s_body, now, "the-first-nonce-of-all"), null);
            await Answers(signer.Sign(HttpMethod.Post, "/v1/ticks", "", s_body, now, "the-first-nonce-of-all"), "replayed-request");
            await Answers(signer.Sign(HttpMethod.Post, "/v1/ticks", "", s_body, now, "the-first-nonce-of-all", second), "replayed-request");
            await Answers(signer.Sign(HttpMethod.Post, "/v1/ticks", "", s_body, now, "another-nonce-than-before", second), null);
            await Answers(signer.Sign(HttpMethod.Post, "/v1/ticks", "", s_body, now, "another-nonce-than-before"), "replayed-request");
            // A nonce is the key's own: others may happen on the same.
            await Answers((await Signer.Create(secured)).Sign(HttpMethod.Post, "/v1/ticks", "", s_body, now, "the-first-nonce-of-all"), null);
        }
        finally
        {
            await second.DisposeAsync();
        }
    }

    public static TheoryData<string> Changes => ["method", "path", "query", "query order of one name", "body", "body digest", "timestamp", "nonce", "key", "signature", "other secret"];

    [Theory, MemberData(nameof(Changes))]
    public async Task Whatever_is_changed_behind_the_signature_it_is_bad(string what)
    {
        Signer signer = await Signer.Create(secured), other = await Signer.Create(secured);
        string now = $"{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}", nonce = RandomNumberGenerator.GetHexString(32), digest = Signer.Hex(SHA256.HashData(Encoding.UTF8.GetBytes(s_body)));
        string changed = Signer.Hex(SHA256.HashData("[]"u8));
        string signature = (what == "other secret" ? other : signer).Signature("POST", "/v1/ticks", "a=1&a=2&b=1", digest, now, nonce);
        using HttpRequestMessage request = secured.Api.Request(what == "method" ? HttpMethod.Put : HttpMethod.Post,
            (what == "path" ? "/v1/news" : "/v1/ticks") + (what == "query" ? "?a=1&a=2&b=2" : what == "query order of one name" ? "?a=2&a=1&b=1" : "?b=1&a=1&a=2"),
            SomeTicks.Body(what == "body" ? "[]" : s_body, "application/json"));
        request.Headers.TryAddWithoutValidation("Authorization", Signer.Header(
            what == "key" ? other.Id : signer.Id, what == "timestamp" ? $"{long.Parse(now, CultureInfo.InvariantCulture) - 1}" : now, what == "nonce" ? nonce + "0" : nonce,
            what == "body digest" ? changed : digest, what == "signature" ? signature[..^1] + (signature[^1] == '0' ? '1' : '0') : signature));
        await Answers(request, "bad-signature");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("Key=gs_aaaaaaaaaaaa")]
    [InlineData("Key=gs_aaaaaaaaaaaa, Timestamp=1, Nonce=0123456789abcdef, Body=00, Signature=00")]
    [InlineData("Key=gs_aaaaaaaaaaaa, Key=gs_aaaaaaaaaaaa, Nonce=0123456789abcdef, Body=00, Signature=00")]
    public async Task What_is_no_signature_is_a_bad_one(string parameters)
    {
        using HttpRequestMessage request = secured.Api.Request(HttpMethod.Get, "/v1/symbols");
        request.Headers.TryAddWithoutValidation("Authorization", "GS1-HMAC-SHA256 " + parameters);
        await Answers(request, "bad-signature");
    }

    [Fact]
    public async Task Short_nonces_keys_that_do_not_sign_and_revoked_ones_are_refused()
    {
        var signer = await Signer.Create(secured);
        await Answers(signer.Sign(HttpMethod.Get, "/v1/symbols", nonce: "short"), "bad-signature");
        await Answers(signer.Sign(HttpMethod.Get, "/v1/symbols", nonce: "white space in a nonce"), "bad-signature");
        await Answers(new Signer(secured, await secured.Key("read")).Sign(HttpMethod.Get, "/v1/symbols"), "bad-signature");
        await ((KeyRing)secured.Api.Services.GetService(typeof(KeyRing))!).Revoke(signer.Id);
        await Answers(signer.Sign(HttpMethod.Get, "/v1/symbols"), "bad-signature");
    }

    [Fact]
    public async Task A_scope_is_asked_of_it_too() =>
        Assert.Equal(403, (int)(await secured.Api.Client.SendAsync((await Signer.Create(secured)).Sign(HttpMethod.Get, "/v1/admin/keys"))).StatusCode);

    private async Task Answers(HttpRequestMessage request, string? code)
    {
        using HttpResponseMessage response = await secured.Api.Client.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        if (code is null)
            Assert.True(response.IsSuccessStatusCode, text);
        else
            Assert.Equal((401, code), ((int)response.StatusCode, JsonDocument.Parse(text).RootElement.GetProperty("code").GetString()));
    }

    /// <summary>The other side, written from docs/security.md.</summary>
    private sealed class Signer(SecuredApi secured, string key)
    {
        public string Id { get; } = key[..15];

        public static async Task<Signer> Create(SecuredApi secured) => new(secured, (await secured.Key(new KeyOrder("signs", ["read", "ingest"], Signed: true))).Text);

        public static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

        public static string Header(string id, string timestamp, string nonce, string digest, string signature) =>
            $"GS1-HMAC-SHA256 Key={id}, Timestamp={timestamp}, Nonce={nonce}, Body={digest}, Signature={signature}";

        public string Signature(string method, string path, string canonicalQuery, string digest, string timestamp, string nonce) =>
            Hex(HMACSHA256.HashData(SHA256.HashData(Encoding.ASCII.GetBytes(key)), Encoding.UTF8.GetBytes($"GS1-HMAC-SHA256\n{method}\n{path}\n{canonicalQuery}\n{digest}\n{timestamp}\n{nonce}")));

        public HttpRequestMessage Sign(HttpMethod method, string path, string query = "", string? body = null, DateTimeOffset? time = null, string? nonce = null, RunningApi? to = null)
        {
            HttpRequestMessage request = (to ?? secured.Api).Request(method, query.Length == 0 ? path : $"{path}?{query}", body is null ? null : SomeTicks.Body(body, "application/json"));
            string timestamp = $"{(time ?? DateTimeOffset.UtcNow).ToUnixTimeMilliseconds()}", digest = Hex(SHA256.HashData(Encoding.UTF8.GetBytes(body ?? "")));
            nonce ??= RandomNumberGenerator.GetHexString(32);
            request.Headers.TryAddWithoutValidation("Authorization", Header(Id, timestamp, nonce, digest, Signature(method.Method, path, Canonical(query), digest, timestamp, nonce)));
            return request;
        }

        private static string Canonical(string query) => string.Join('&', query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
            .Select(pair => (Name: pair[0], Value: Uri.EscapeDataString(Uri.UnescapeDataString(pair[1].Replace('+', ' '))))).OrderBy(pair => pair.Name, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}"));
    }
}
