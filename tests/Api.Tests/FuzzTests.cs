using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;

namespace GoldenSignals.Api.Tests;

/// <summary>Made-up requests at every route of the document: whatever is sent, the answer is one of the contract's, and the grid lives on.</summary>
public sealed class FuzzTests : IClassFixture<FuzzedApi>
{
    private const int RequestsOfOperation = 40;

    private readonly FuzzedApi _fuzzed;

    public FuzzTests(FuzzedApi fuzzed) => _fuzzed = fuzzed;

    private RunningApi Api => _fuzzed.Api;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task No_request_makes_it_fail_or_tell_what_it_is_made_of(int seed)
    {
        JsonElement document = await Api.Get("/openapi/v1.json");
        int answered = 0, good = 0;
        foreach (JsonProperty path in document.GetProperty("paths").EnumerateObject())
            foreach (JsonProperty operation in path.Value.EnumerateObject())
            {
                var made = new MadeUpRequests(seed, $"{operation.Name} {path.Name}");
                for (int i = 0; i < RequestsOfOperation; i++)
                {
                    using HttpRequestMessage request = made.Next(Api, path.Name, operation.Name, operation.Value);
                    string told = made.Told;
                    using var impatient = new CancellationTokenSource(TimeSpan.FromSeconds(30));
                    HttpResponseMessage response;
                    try
                    {
                        response = await Api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, impatient.Token);
                    }
                    catch (HttpRequestException) when (made.IsNoHttp)
                    {
                        continue;                                    // the client itself would not send it, or the server has cut it off
                    }
                    using (response)
                    {
                        answered++;
                        good += response.IsSuccessStatusCode ? 1 : 0;
                        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream" || response.StatusCode == HttpStatusCode.SwitchingProtocols)
                            continue;
                        string text = Encoding.UTF8.GetString(await Unpacked(response));
                        Assert.True((int)response.StatusCode != 500, $"{told}\n{text}");
                        Assert.True((int)response.StatusCode < 500, $"{(int)response.StatusCode}: {told}\n{text}");
                        foreach (string leak in new[] { "   at ", "System.", "Microsoft.", "GoldenSignals.ApiClient", ".cs:line" })
                            Assert.False(text.Contains(leak, StringComparison.Ordinal) && path.Name != "/openapi/v1.json", $"{leak} in the answer to {told}\n{text}");
                        if ((int)response.StatusCode >= 400 && text.Length > 0)
                        {
                            JsonElement problem = JsonDocument.Parse(text).RootElement;
                            Assert.Equal((int)response.StatusCode, problem.GetProperty("status").GetInt32());
                            Assert.NotEqual("", problem.GetProperty("code").GetString());
                        }
                    }
                }
            }
        Assert.True(good > answered / 50, $"only {good} of {answered} requests were good: the test shows little");
    }

    [Fact]
    public async Task What_was_refused_leaves_nothing_behind()
    {
        await Refused(200);
        long before = await Memory();
        await Refused(3_000);
        long after = await Memory();
        Assert.True(after - before < 32 << 20, $"{before:N0} bytes before, {after:N0} after");

        async Task Refused(int count)
        {
            var random = new Random(5);
            for (int i = 0; i < count; i += 50)
                await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
                {
                    string junk = $"J{random.Next():X}";
                    using HttpResponseMessage one = await Api.Client.GetAsync($"/v1/symbols/{junk}/bars?limit={junk}");
                    using HttpResponseMessage two = await Api.Client.PostAsync("/v1/ticks", SomeTicks.Body($$"""[{"symbol":"{{junk}}","timestamp":"2024-01-02T14:30:00Z","price":0,"size":1,"source":"{{junk}}"}]""", "application/json"));
                    using HttpResponseMessage three = await Api.Client.GetAsync($"/v1/decisions?symbols={junk}&fields={junk}");
                    using HttpResponseMessage four = await Api.Client.PostAsync("/v1/bars", SomeTicks.Body(new string('[', 5_000), "application/json"));
                }));
        }

        static Task<long> Memory()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Task.FromResult(GC.GetTotalMemory(forceFullCollection: true));
        }
    }

    private static async Task<byte[]> Unpacked(HttpResponseMessage response)
    {
        byte[] bytes = await response.Content.ReadAsByteArrayAsync();
        string? coding = response.Content.Headers.ContentEncoding.SingleOrDefault();
        if (coding is null)
            return bytes;
        using Stream plain = coding == "br" ? new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress) : new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        var all = new MemoryStream();
        await plain.CopyToAsync(all);
        return all.ToArray();
    }
}

/// <summary>A grid of its own, with a symbol to ask for: made-up requests may change it.</summary>
public sealed class FuzzedApi : IAsyncLifetime
{
    public RunningApi Api { get; } = new();

    public async Task InitializeAsync()
    {
        await Api.InitializeAsync();
        await Api.Take(SomeTicks.Walk("ACME", 150));
        await Api.Take(SomeTicks.Walk("XRP/ETH", 20));
    }

    public Task DisposeAsync() => Api.DisposeAsync();
}
