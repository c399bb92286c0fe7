using System.Text.Json;

namespace GoldenSignals.Api.Tests.Security;

/// <summary>An embedded grid as it is by default: open to its own machine, and to nothing that only comes through it.</summary>
[Collection(ApiCollection.Name)]
public class OpenAccessTests(RunningApi api)
{
    [Fact]
    public async Task This_machine_may_read_and_send_but_not_administer()
    {
        await Status(200, "/v1/symbols");
        Assert.Equal(200, (int)(await api.Client.PostAsync("/v1/ticks", SomeTicks.Array([SomeTicks.Tick("OPEN", SomeTicks.Start, 1)]))).StatusCode);
        await Status(401, "/v1/admin/keys");
    }

    [Fact]
    public Task A_key_that_is_not_good_is_refused_all_the_same() => Status(401, "/v1/symbols", ("Authorization", "Bearer gs_nobody"));

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("Host", "rebound.example.com")]
    [InlineData("Origin", "https://page.example.com")]
    [InlineData("Origin", "null")]
    public Task A_proxy_or_a_page_that_is_open_on_this_machine_is_not_this_machine(string header, string value) => Status(401, "/v1/symbols", (header, value));

    [Fact]
    public Task A_page_of_the_grid_itself_is() => Status(200, "/v1/symbols", ("Origin", api.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)));

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("[::1]:8080")]
    public Task Its_names_are(string host) => Status(200, "/v1/symbols", ("Host", host));

    [Fact]
    public async Task Browsers_are_told_what_they_must_not_do_on_errors_too()
    {
        foreach (string path in new[] { "/v1/symbols", "/v1/nothing", "/docs/index.html" })
        {
            using HttpResponseMessage response = await api.Client.GetAsync(path);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
            Assert.Contains("frame-ancestors 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.False(response.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task Pages_of_other_origins_are_let_in_by_name_only()
    {
        using HttpRequestMessage asked = Preflight(api, "https://desk.example.com");
        using HttpResponseMessage off = await api.Client.SendAsync(asked);
        Assert.False(off.Headers.Contains("Access-Control-Allow-Origin"));

        var with = new RunningApi();
        try
        {
            await with.Start(null, ("Api:CorsOrigins", "https://desk.example.com, https://other.example.com"));
            using HttpResponseMessage named = await with.Client.SendAsync(Preflight(with, "https://desk.example.com")), unnamed = await with.Client.SendAsync(Preflight(with, "https://evil.example.com"));
            Assert.Equal("https://desk.example.com", Assert.Single(named.Headers.GetValues("Access-Control-Allow-Origin")));
            Assert.False(unnamed.Headers.Contains("Access-Control-Allow-Origin"));
        }
        finally
        {
            await with.DisposeAsync();
        }

        static HttpRequestMessage Preflight(RunningApi api, string origin)
        {
            HttpRequestMessage request = api.Request(HttpMethod.Options, "/v1/ticks");
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Access-Control-Request-Method", "POST");
            request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
            return request;
        }
    }

    private async Task Status(int status, string path, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = api.Request(HttpMethod.Get, path);
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using HttpResponseMessage response = await api.Client.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
        if (status == 401)
            Assert.Equal("unauthorized", JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString());
    }
}
