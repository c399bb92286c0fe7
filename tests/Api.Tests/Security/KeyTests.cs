using System.Net.Http.Headers;
using System.Text.Json;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Silo.Storage.Keys;

namespace GoldenSignals.Api.Tests.Security;

/// <summary>Who may do what, as a caller meets it.</summary>
public class KeyTests(SecuredApi secured) : IClassFixture<SecuredApi>
{
    private static readonly string s_tick = $"[{SomeTicks.Tick("KEYS", SomeTicks.Start, 100)}]";

    [Fact]
    public async Task Everything_but_health_and_the_documentation_asks_for_a_key()
    {
        JsonElement document = await SomeTicks.Json(await secured.Api.Client.GetAsync("/openapi/v1.json"));
        foreach (JsonProperty path in document.GetProperty("paths").EnumerateObject())
            foreach (JsonProperty operation in path.Value.EnumerateObject().Where(_ => path.Name != "/v1/ws"))       // shows its key in a message
            {
                string route = path.Name.Replace("{symbol}", "AAA", StringComparison.Ordinal).Replace("{id}", "x", StringComparison.Ordinal).Replace("{code}", "not-found", StringComparison.Ordinal);
                using HttpResponseMessage response = await secured.Send(new HttpMethod(operation.Name.ToUpperInvariant()), route, key: null);
                bool open = path.Name.StartsWith("/health", StringComparison.Ordinal) || path.Name.StartsWith("/problems", StringComparison.Ordinal);
                Assert.True(open == operation.Value.GetProperty("responses").TryGetProperty("401", out _) is false, path.Name);
                Assert.True(open == ((int)response.StatusCode == 200), $"{operation.Name} {path.Name}: {response.StatusCode}");
                if (!open)
                    Assert.Equal((401, "Bearer realm=\"goldensignals\""), ((int)response.StatusCode, response.Headers.WwwAuthenticate.ToString()));
            }
        Assert.Equal(200, (int)(await secured.Send(HttpMethod.Get, "/docs", null)).StatusCode);
    }

    [Fact]
    public async Task Whatever_is_wrong_with_a_key_the_answer_is_the_same()
    {
        string good = await secured.Key("read"), revoked = await secured.Key("read");
        (_, string expired) = await secured.Key(new KeyOrder("old", ["read"], Expires: DateTimeOffset.UtcNow.AddMinutes(-1)));
        (_, string signs) = await secured.Key(new KeyOrder("signs", ["read"], Signed: true));
        await new KeyFile(secured.KeyFilePath).Revoke(revoked[..KeyText.IdLength], DateTime.UtcNow);
        await ((KeyRing)secured.Api.Services.GetService(typeof(KeyRing))!).Refresh();
        string guessed = good[..^1] + (good[^1] == 'a' ? 'b' : 'a');

        string[] answers = await Task.WhenAll(new[] { null, "x", guessed, $"gs_aaaaaaaaaaaa_{new string('a', 52)}", revoked, expired, signs, good.ToUpperInvariant(), good + "a", good[..^1], new string('k', 10_000) }
            .Select(async key =>
            {
                using HttpResponseMessage response = await secured.Send(HttpMethod.Get, "/v1/symbols", key);
                Assert.Equal(401, (int)response.StatusCode);
                return WithoutTrace(await response.Content.ReadAsStringAsync());
            }));
        Assert.Single(answers.Distinct());
        Assert.Contains("\"unauthorized\"", answers[0], StringComparison.Ordinal);
        Assert.Equal(200, (int)(await secured.Send(HttpMethod.Get, "/v1/symbols", good)).StatusCode);
    }

    [Fact]
    public async Task A_key_may_come_in_either_header_once_and_in_no_other_way()
    {
        string key = await secured.Key("read");
        await Answers(200, request => request.Headers.Add("X-Api-Key", key));
        await Answers(200, request => request.Headers.TryAddWithoutValidation("Authorization", $"bearer {key}"));
        await Answers(401, request => request.Headers.Add("X-Api-Key", [key, key]));
        await Answers(401, request => request.Headers.TryAddWithoutValidation("Authorization", key));
        await Answers(401, request => request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("a:b"u8)));
        await Answers(401, request => request.Headers.Add("Cookie", $"key={key}"));
        await Answers(401, _ => { }, $"?key={key}&api_key={key}&access_token={key}");

        async Task Answers(int status, Action<HttpRequestMessage> show, string query = "")
        {
            using HttpRequestMessage request = secured.Api.Request(HttpMethod.Get, "/v1/symbols" + query);
            show(request);
            using HttpResponseMessage response = await secured.Api.Client.SendAsync(request);
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Theory]
    [InlineData("read", 200, 403, 403)]
    [InlineData("ingest", 403, 200, 403)]
    [InlineData("admin", 403, 403, 200)]
    [InlineData("read,ingest", 200, 200, 403)]
    public async Task A_scope_allows_what_it_says_and_nothing_else(string scopes, int reading, int sending, int administering)
    {
        string key = await secured.Key(scopes.Split(','));
        using HttpResponseMessage read = await secured.Send(HttpMethod.Get, "/v1/symbols", key), admin = await secured.Send(HttpMethod.Get, "/v1/admin/keys", key);
        using HttpResponseMessage sent = await secured.Send(HttpMethod.Post, "/v1/ticks", key, SomeTicks.Body(s_tick, "application/json"));
        Assert.Equal((reading, sending, administering), ((int)read.StatusCode, (int)sent.StatusCode, (int)admin.StatusCode));
        foreach (HttpResponseMessage refused in new[] { read, sent, admin }.Where(response => (int)response.StatusCode == 403))
            Assert.Equal("forbidden", (await SomeTicks.Json(refused, 403)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_administrator_makes_lists_and_revokes_keys_that_others_use_at_once()
    {
        string admin = await secured.Key("admin");
        using HttpResponseMessage made = await secured.Send(HttpMethod.Post, "/v1/admin/keys", admin,
            SomeTicks.Body("""{"name":"desk 7","scopes":["read","ingest"],"symbols":["AAA","B/C"],"expires":"2199-01-01T00:00:00+01:00"}""", "application/json"));
        JsonElement answer = JsonDocument.Parse(await made.Content.ReadAsStringAsync()).RootElement, about = answer.GetProperty("about");
        string key = answer.GetProperty("key").GetString()!, id = about.GetProperty("id").GetString()!;

        Assert.Equal((201, $"/v1/admin/keys/{id}", true), ((int)made.StatusCode, made.Headers.Location?.ToString(), made.Headers.CacheControl?.NoStore));
        Assert.Equal(("good", "2198-12-31T23:00:00Z"), (about.GetProperty("state").GetString(), about.GetProperty("expires").GetString()));
        await secured.Get("/v1/symbols", key);
        string list = (await secured.Get("/v1/admin/keys", admin)).ToString();
        Assert.Contains(id, list, StringComparison.Ordinal);
        Assert.DoesNotContain(key[(KeyText.IdLength + 1)..], list, StringComparison.Ordinal);
        Assert.DoesNotContain("hash", list, StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual(JsonValueKind.Null, (await secured.Get($"/v1/admin/keys/{id}", admin)).GetProperty("lastUsed").ValueKind);

        Assert.Equal("revoked", (await SomeTicks.Json(await secured.Send(HttpMethod.Delete, $"/v1/admin/keys/{id}", admin))).GetProperty("state").GetString());
        await secured.Get("/v1/symbols", key, 401);
        await secured.Get("/v1/admin/keys/gs_aaaaaaaaaaaa", admin, 404);
        Assert.Equal(404, (int)(await secured.Send(HttpMethod.Delete, "/v1/admin/keys/gs_aaaaaaaaaaaa", admin)).StatusCode);
    }

    [Theory]
    [InlineData("""{"name":"","scopes":["read"]}""", "name")]
    [InlineData("""{"name":"a\u0007","scopes":["read"]}""", "name")]
    [InlineData("""{"name":"a","scopes":[]}""", "scopes")]
    [InlineData("""{"name":"a","scopes":["write"]}""", "scopes")]
    [InlineData("""{"name":"a","scopes":["read","read"]}""", "scopes")]
    [InlineData("""{"name":"a","scopes":[null]}""", "scopes")]
    [InlineData("""{"name":"a","scopes":["read"],"symbols":[]}""", "symbols")]
    [InlineData("""{"name":"a","scopes":["read"],"symbols":["a"]}""", "symbols")]
    [InlineData("""{"name":"a","scopes":["read"],"symbols":[null]}""", "symbols")]
    [InlineData("""{"name":"a","scopes":["read","admin"],"symbols":["A"]}""", "symbols")]
    [InlineData("""{"name":"a","scopes":["read"],"expires":"2001-01-01T00:00:00Z"}""", "expires")]
    [InlineData("""{"name":"a","scopes":["read"],"expires":"2199-01-01"}""", "expires")]
    [InlineData("""{"name":"a","scopes":["read"],"signed":"yes"}""", "signed")]
    [InlineData("""{"name":"a","scopes":["read"],"scope":"read"}""", "scope")]
    [InlineData("""{"scopes":["read"]}""", null)]
    [InlineData("null", null)]
    public async Task A_key_that_makes_no_sense_is_refused_by_field(string body, string? field)
    {
        JsonElement problem = await secured.Post("/v1/admin/keys", await secured.Key("admin"), body, 400);
        Assert.Equal(field, problem.TryGetProperty("field", out JsonElement named) ? named.GetString() : null);
    }

    [Fact]
    public async Task What_another_process_revokes_ends_within_a_second_and_cuts_what_is_open()
    {
        string key = await secured.Key("read");
        using HttpRequestMessage request = secured.Api.Request(HttpMethod.Get, "/v1/stream");
        request.Headers.Authorization = new("Bearer", key);
        using HttpResponseMessage stream = await secured.Api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(200, (int)stream.StatusCode);
        await using Stream events = await stream.Content.ReadAsStreamAsync();

        await new KeyFile(secured.KeyFilePath).Revoke(key[..KeyText.IdLength], DateTime.UtcNow);

        byte[] buffer = new byte[4096];
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            while (await events.ReadAsync(buffer, limit.Token) > 0)
            {
                // What was sent before the end.
            }
        });
        await secured.Get("/v1/symbols", key, 401);
    }

    [Fact]
    public async Task The_file_is_its_owners_alone_and_holds_no_key()
    {
        string key = await secured.Key("read");
        string text = await File.ReadAllTextAsync(secured.KeyFilePath);
        Assert.Contains(key[..KeyText.IdLength], text, StringComparison.Ordinal);
        Assert.DoesNotContain(key[(KeyText.IdLength + 1)..], text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(secured.KeyFilePath));
    }

    /// <summary>Whatever stands in the headers: an answer, and never one of 500.</summary>
    [Fact]
    public async Task Generated_credentials_open_nothing_and_break_nothing()
    {
        var random = new Random(5);
        string[] pieces =
        [
            "Bearer ", "bearer", "GS1-HMAC-SHA256 ", "Basic ", "gs_", "gs_aaaaaaaaaaaa", "_", ".", "..", "e30", "eyJhbGciOiJub25lIn0", "eyJhbGciOiJIUzI1NiJ9", "W10", "bnVsbA", "MQ", "=", "==", ",", " ", "Key=", "Timestamp=",
            "Nonce=", "Body=", "Signature=", "9999999999999", "-1", "0123456789abcdef", new string('0', 64), new string('z', 64), new string('A', 3_000), "\"", "%00", "\t", "a",
        ];
        for (int i = 0; i < 1_500; i++)
        {
            using HttpRequestMessage request = secured.Api.Request(HttpMethod.Get, "/v1/symbols");
            string value = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)]));
            request.Headers.TryAddWithoutValidation(i % 3 == 0 ? "X-Api-Key" : "Authorization", (i % 3 == 1 ? "GS1-HMAC-SHA256 Key=gs_aaaaaaaaaaaa, Timestamp=1700000000000, Nonce=0123456789abcdef, " : "") + value);
            using HttpResponseMessage response = await secured.Api.Client.SendAsync(request);
            Assert.True((int)response.StatusCode is 401 or 400, $"{response.StatusCode}: {value}");
        }
    }

    private static string WithoutTrace(string problem) => System.Text.RegularExpressions.Regex.Replace(problem, "\"traceId\":\"[^\"]*\"", "");
}
