using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using GoldenSignals.ApiClient;
using GoldenSignals.Grains;
using GoldenSignals.Silo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace GoldenSignals.Api.Tests;

[Collection(HistoryCollection.Name)]
public class PageTokenTests(ApiWithHistory grid)
{
    private const string Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private RunningApi Api => grid.Api;

    [Fact]
    public async Task A_token_changed_in_any_place_is_refused()
    {
        string token = await Next("TAMPER", "/v1/symbols/TAMPER/bars?limit=2");
        Assert.Matches("^[A-Za-z0-9_-]+$", token);
        var changed = new List<string> { "", "x", token + "A", token + "=", token + "%20", "%20" + token, token[..^1], token[1..], token.ToLowerInvariant(), token + token };
        for (int i = 0; i < token.Length; i++)
        {
            char other = token[i] == 'A' ? 'B' : (char)(token[i] ^ 1);
            changed.Add($"{token[..i]}{(char.IsAsciiLetterOrDigit(other) ? other : '-')}{token[(i + 1)..]}");
            changed.Add(token[..i]);
        }
        for (int at = 0; at < Base64Url.DecodeFromChars(token).Length; at++)
            for (int bit = 1; bit < 256; bit += bit)
            {
                byte[] bytes = Base64Url.DecodeFromChars(token);
                bytes[at] ^= (byte)bit;
                changed.Add(Base64Url.EncodeToString(bytes));
            }
        foreach (string[] some in changed.Where(text => text != token).Distinct().Chunk(50))
            await Task.WhenAll(some.Select(text => IsRefused($"/v1/symbols/TAMPER/bars?limit=2&page={text}")));
        Assert.Equal(2, (await Api.Get($"/v1/symbols/TAMPER/bars?limit=2&page={token}")).GetProperty("bars").GetArrayLength());
    }

    [Theory]
    [InlineData("/v1/symbols/OTHERS/bars", "", "/v1/symbols/OTHER/bars", "")]
    [InlineData("/v1/symbols/OTHERS/bars", "", "/v1/symbols/OTHERS/decisions", "")]
    [InlineData("/v1/symbols/OTHERS/bars", "", "/v1/signals", "symbol=OTHERS")]
    [InlineData("/v1/symbols/OTHERS/decisions", "", "/v1/symbols/OTHERS/decisions", "action=HOLD")]
    [InlineData("/v1/symbols/OTHERS/decisions", "action=HOLD", "/v1/symbols/OTHERS/decisions", "")]
    [InlineData("/v1/symbols/OTHERS/decisions", "action=HOLD", "/v1/symbols/OTHERS/decisions", "action=BUY")]
    [InlineData("/v1/symbols/OTHERS/bars", "from=2024-01-02T14:30:00Z", "/v1/symbols/OTHERS/bars", "")]
    [InlineData("/v1/symbols/OTHERS/bars", "from=2024-01-02T14:30:00Z", "/v1/symbols/OTHERS/bars", "to=2024-01-02T14:30:00Z")]
    [InlineData("/v1/symbols/OTHERS/bars", "to=2024-01-02T15:30:00Z", "/v1/symbols/OTHERS/bars", "to=2024-01-02T15:30:00.0000001Z")]
    public async Task A_token_of_another_query_is_refused(string path, string filter, string otherPath, string otherFilter)
    {
        await Known("OTHER");
        string token = await Next("OTHERS", $"{path}?limit=2&{filter}");
        await IsRefused($"{otherPath}?limit=2&{otherFilter}&page={token}");
        await Api.Get($"{path}?limit=2&{filter}&page={token}");
    }

    [Fact]
    public async Task Another_limit_and_the_same_moment_written_otherwise_are_the_same_query()
    {
        string token = await Next("SAME", "/v1/symbols/SAME/bars?limit=2&from=2024-01-02T14:30:00Z");
        Assert.Equal(18, (await Api.Get($"/v1/symbols/SAME/bars?limit=100&from=2024-01-02T16:30:00.000%2B02:00&page={token}")).GetProperty("bars").GetArrayLength());
    }

    [Fact]
    public void Processes_with_the_same_key_take_each_others_tokens_and_without_one_only_their_own()
    {
        (PageTokens one, PageTokens same) = (Tokens(Key), Tokens(Key));
        (PageTokens other, PageTokens another) = (Tokens(null), Tokens(null));
        var place = new HistoryPlace(SomeTicks.Start.AddTicks(7), "XRP/ETH", TimeSpan.FromMinutes(5));

        Assert.Equal(place, same.Query("r", "A", null, null, null, 1, Token(one)).Behind);
        Assert.Equal(place, other.Query("r", "A", null, null, null, 1, Token(other)).Behind);
        foreach ((PageTokens given, PageTokens taken) in new[] { (one, other), (other, one), (other, another) })
            Assert.Equal(400, Assert.Throws<ProblemException>(() => taken.Query("r", "A", null, null, null, 1, Token(given))).Answer.StatusCode);

        string Token(PageTokens tokens) =>
            tokens.Page("r", tokens.Query("r", "A", null, null, null, 1, null), [place, place], row => row).Next!;
    }

    [Fact]
    public void A_token_ends_with_the_HMAC_of_what_is_before_and_one_of_another_version_is_refused()
    {
        PageTokens tokens = Tokens(Key);
        var place = new HistoryPlace(SomeTicks.Start, "AAA", TimeSpan.FromMinutes(1));
        string text = tokens.Page("r", Query(null), [place, place], row => row).Next!;
        byte[] token = Base64Url.DecodeFromChars(text);
        Assert.Equal(HMACSHA256.HashData(Convert.FromBase64String(Key), token.AsSpan()[..^32]), token[^32..]);

        token[0]++;
        HMACSHA256.HashData(Convert.FromBase64String(Key), token.AsSpan()[..^32], token.AsSpan()[^32..]);
        var refused = Assert.Throws<ProblemException>(() => Query(Base64Url.EncodeToString(token))).Answer.ProblemDetails;
        Assert.Equal("page is a token of another version of the grid.", refused.Detail);

        HistoryQuery Query(string? page) => tokens.Query("r", "A", null, null, null, 1, page);
    }

    [Theory]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==")]
    [InlineData("c2VjcmV0")]
    [InlineData("sesame!")]
    public void A_key_that_is_too_short_or_no_base64_is_refused_without_being_told(string key)
    {
        var wrong = Assert.Throws<System.ComponentModel.DataAnnotations.ValidationException>(() => Bound(key));
        Assert.Equal("Api:PageTokenKey must be base64 of 32 bytes or more", wrong.Message);
    }

    private async Task<string> Next(string symbol, string path)
    {
        await Known(symbol);
        return (await Api.Get(path)).GetProperty("next").GetString()!;
    }

    private async Task Known(string symbol)
    {
        if ((await Api.Client.GetAsync($"/v1/symbols/{symbol}")).StatusCode == HttpStatusCode.NotFound)
            await Api.Take(SomeTicks.Walk(symbol, 21));
    }

    private async Task IsRefused(string path)
    {
        JsonElement problem = await SomeTicks.Json(await Api.Client.SendAsync(Api.Request(HttpMethod.Get, path)), 400);
        Assert.Equal(("invalid-page-token", "page"), (problem.GetProperty("code").GetString(), problem.GetProperty("parameter").GetString()));
    }

    private static PageTokens Tokens(string? key) => new(Options.Create(Bound(key)));

    private static ApiOptions Bound(string? key) => GridHosting.Bound<ApiOptions>(
        new ConfigurationBuilder().AddInMemoryCollection(key is null ? [] : [new("Api:PageTokenKey", key)]).Build(), ApiOptions.Section);
}
