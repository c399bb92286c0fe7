using System.Globalization;
using System.Text.Json;
using GoldenSignals.Domain.Options;

namespace GoldenSignals.Api.Tests;

/// <summary><c>POST /v1/options/{symbol}/chain</c>: what is taken, what is refused, and what it does.</summary>
[Collection(ApiCollection.Name)]
public class ChainTests(RunningApi api)
{
    private const string Contract = """{"expiry":"2024-02-02T21:00:00Z","strike":100,"right":"call","bid":2,"ask":2.1}""";
    private const string Chain = $$"""{"timestamp":"2024-01-02T14:30:30Z","style":"european","rate":0,"contracts":[{{Contract}}]}""";

    private async Task<JsonElement> Post(string symbol, string body, int status = 200, string type = "application/json") =>
        await SomeTicks.Json(await api.Client.SendAsync(api.Request(HttpMethod.Post, $"/v1/options/{symbol}/chain", SomeTicks.Body(body, type))), status);

    /// <summary>Quotes around the model's prices at one volatility, of two expiries on both sides of 30 days.</summary>
    private static string At(double volatility)
    {
        DateTime time = SomeTicks.Start.AddSeconds(30);
        var contracts = from days in new[] { 20, 45 }
                        from strike in Enumerable.Range(0, 13).Select(i => 85 + 2.5 * i)
                        from right in new[] { OptionRight.Call, OptionRight.Put }
                        let price = BlackScholesMerton.Undiscounted(right, 100, strike, volatility * Math.Sqrt(days / 365.0))
                        where price > 0.01
                        select string.Create(CultureInfo.InvariantCulture,
                            $$"""{"expiry":"{{time.AddDays(days):yyyy-MM-dd'T'HH:mm:ss'Z'}}","strike":{{strike:R}},"right":"{{(right == OptionRight.Call ? "call" : "put")}}","bid":{{price * 0.999:R}},"ask":{{price * 1.001:R}},"volume":10,"openInterest":100}""");
        return $$"""{"timestamp":"2024-01-02T14:30:30Z","style":"european","rate":0,"dividendYield":0,"underlyingPrice":100,"contracts":[{{string.Join(',', contracts)}}]}""";
    }

    [Fact]
    public async Task A_chain_is_seen_at_the_next_bar_under_a_symbol_with_a_slash_too()
    {
        foreach ((string path, string symbol) in new[] { ("CHAIN", "CHAIN"), ("CH%2FAIN", "CH/AIN") })
        {
            Assert.Equal("""{"accepted":1,"duplicates":0,"rejected":[],"durability":"memory"}""", (await Post(path, At(0.25))).ToString());
            await api.Take(SomeTicks.Walk(symbol, 2));

            JsonElement seen = (await api.Get($"/v1/symbols/{path}/indicators?names=opt_iv_30,opt_spot,opt_age_hours,opt_oi,opt_rate,opt_iv_rank_252")).GetProperty("indicators");
            Assert.Equal(0.25, seen.GetProperty("opt_iv_30").GetDouble(), 0.002);
            Assert.Equal(100, seen.GetProperty("opt_spot").GetDouble(), 0.05);
            Assert.Equal(30 / 3600.0, seen.GetProperty("opt_age_hours").GetDouble(), 1e-9);
            Assert.Equal(0, seen.GetProperty("opt_rate").GetDouble());
            Assert.True(seen.GetProperty("opt_oi").GetDouble() > 1000);
            Assert.Equal(JsonValueKind.Null, seen.GetProperty("opt_iv_rank_252").ValueKind);
        }
    }

    [Fact]
    public async Task A_chain_of_the_same_time_is_a_duplicate()
    {
        await Post("CHAINDUP", Chain);
        Assert.Equal("""{"accepted":0,"duplicates":1,"rejected":[],"durability":"memory"}""", (await Post("CHAINDUP", At(0.3))).ToString());
        Assert.Equal(1, (await Post("CHAINDUP", Chain.Replace("14:30:30", "14:30:31", StringComparison.Ordinal))).GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task What_the_source_does_not_have_may_be_left_out_or_null()
    {
        Assert.Equal(1, (await Post("CHAINFEW", """
            {"style":"american","timestamp":"2024-01-02T16:30:30.5+02:00","rate":null,"contracts":[{"right":"put","strike":95,"expiry":"2024-02-02T16:00:00-05:00","bid":null}]}
            """)).GetProperty("accepted").GetInt32());
        await api.Take(SomeTicks.Walk("CHAINFEW", 2));
        Assert.Equal("""{"opt_contracts":1,"opt_rate":null,"opt_iv_30":null}""",
            (await api.Get("/v1/symbols/CHAINFEW/indicators?names=opt_contracts,opt_rate,opt_iv_30")).GetProperty("indicators").ToString());
    }

    [Fact]
    public async Task Words_may_be_in_any_letter_case() =>
        Assert.Equal(1, (await Post("CHAINCASE", Chain.Replace("european", "European", StringComparison.Ordinal).Replace("call", "CALL", StringComparison.Ordinal))).GetProperty("accepted").GetInt32());

    /// <summary>What is wrong, the body, the status, code and field of the answer.</summary>
    private static readonly (string Wrong, string Body, int Status, string Code, string? Field)[] s_bodies =
    [
        ("no contracts", Chain.Replace(Contract, "", StringComparison.Ordinal), 422, "empty-chain", "contracts"),
        ("strike 0", Chain.Replace("\"strike\":100", "\"strike\":0", StringComparison.Ordinal), 422, "strike-out-of-range", "contracts[0].strike"),
        ("strike beyond a double", Chain.Replace("\"strike\":100", "\"strike\":1e400", StringComparison.Ordinal), 422, "strike-out-of-range", "contracts[0].strike"),
        ("bid below 0", Chain.Replace("\"bid\":2", "\"bid\":-2", StringComparison.Ordinal), 422, "price-out-of-range", "contracts[0].bid"),
        ("underlying at 0", Chain.Replace("\"rate\":0", "\"underlyingPrice\":0", StringComparison.Ordinal), 422, "price-out-of-range", "underlyingPrice"),
        ("volume below 0", Chain.Replace("\"bid\":2", "\"volume\":-1", StringComparison.Ordinal), 422, "size-out-of-range", "contracts[0].volume"),
        ("rate of 500 %", Chain.Replace("\"rate\":0", "\"rate\":5", StringComparison.Ordinal), 422, "rate-out-of-range", "rate"),
        ("contract twice", Chain.Replace(Contract, $"{Contract},{Contract}", StringComparison.Ordinal), 422, "duplicate-contract", "contracts[1]"),
        ("expiry in the year 1", Chain.Replace("2024-02-02", "0001-02-02", StringComparison.Ordinal), 422, "time-out-of-range", "contracts[0].expiry"),
        ("chain of the year 1", Chain.Replace("2024-01-02", "0001-01-02", StringComparison.Ordinal), 422, "time-out-of-range", "timestamp"),
        ("chain from the future", Chain.Replace("2024-01-02", "2124-01-02", StringComparison.Ordinal), 422, "future-input", null),
        ("number as a string", Chain.Replace("\"strike\":100", "\"strike\":\"100\"", StringComparison.Ordinal), 400, "malformed-body", "contracts[0].strike"),
        ("null for a contract", Chain.Replace(Contract, "null", StringComparison.Ordinal), 400, "malformed-body", "contracts[0]"),
        ("null for the second contract", Chain.Replace(Contract, $"{Contract},null", StringComparison.Ordinal), 400, "malformed-body", "contracts[1]"),
        ("ask below 0 in the second contract", Chain.Replace(Contract, $"{Contract},{Contract.Replace("2.1", "-2", StringComparison.Ordinal)}", StringComparison.Ordinal), 422, "price-out-of-range", "contracts[1].ask"),
        ("two styles at once", Chain.Replace("european", "european, american", StringComparison.Ordinal), 400, "malformed-body", "style"),
        ("strike missing", Chain.Replace("\"strike\":100,", "", StringComparison.Ordinal), 400, "malformed-body", "contracts[0]"),
        ("strike null", Chain.Replace("\"strike\":100", "\"strike\":null", StringComparison.Ordinal), 400, "malformed-body", "contracts[0].strike"),
        ("style missing", Chain.Replace("\"style\":\"european\",", "", StringComparison.Ordinal), 400, "malformed-body", null),
        ("no such style", Chain.Replace("european", "bermudan", StringComparison.Ordinal), 400, "malformed-body", "style"),
        ("no such right", Chain.Replace("call", "both", StringComparison.Ordinal), 400, "malformed-body", "contracts[0].right"),
        ("right as a number", Chain.Replace("\"call\"", "0", StringComparison.Ordinal), 400, "malformed-body", "contracts[0].right"),
        ("contracts null", Chain.Replace($"[{Contract}]", "null", StringComparison.Ordinal), 400, "malformed-body", "contracts"),
        ("time without offset", Chain.Replace("30:30Z", "30:30", StringComparison.Ordinal), 400, "malformed-body", "timestamp"),
        ("expiry as a date", Chain.Replace("T21:00:00Z", "", StringComparison.Ordinal), 400, "malformed-body", "contracts[0].expiry"),
        ("unknown field", Chain.Replace("\"rate\":0", "\"rho\":0", StringComparison.Ordinal), 400, "unknown-field", "rho"),
        ("unknown field of a contract", Chain.Replace("\"bid\":2", "\"delta\":2", StringComparison.Ordinal), 400, "unknown-field", "contracts[0].delta"),
        ("field twice", Chain.Replace("\"rate\":0", "\"rate\":0,\"rate\":0", StringComparison.Ordinal), 400, "duplicate-field", "rate"),
        ("field of a contract twice", Chain.Replace("\"bid\":2", "\"bid\":2,\"bid\":2", StringComparison.Ordinal), 400, "duplicate-field", "contracts[0].bid"),
        ("an array", $"[{Chain}]", 400, "malformed-body", null),
        ("null", "null", 400, "malformed-body", null),
        ("nothing", "", 400, "malformed-body", null),
        ("truncated", Chain[..^1], 400, "malformed-body", null),
        ("something behind it", Chain + "1", 400, "malformed-body", null),
        ("body over the limit", Chain + new string(' ', RunningApi.MaxBody), 413, "body-too-large", null),
    ];

    public static TheoryData<string> Rows => [.. s_bodies.Select(row => row.Wrong)];

    [Theory, MemberData(nameof(Rows))]
    public async Task Is_refused_with_its_code_and_field(string row)
    {
        var (_, body, status, code, field) = s_bodies.Single(body => body.Wrong == row);
        JsonElement problem = await Post("CHAINBAD", body, status);

        Assert.Equal(code, problem.GetProperty("code").GetString());
        if (field is not null)
            Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.DoesNotContain("GoldenSignals.", problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("System.", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chain", "application/json", 422, "invalid-symbol")]
    [InlineData("CANARY", "application/json", 422, "reserved-symbol")]
    [InlineData("..%2F..", "application/json", 422, "invalid-symbol")]
    [InlineData("CHAINBAD", "application/x-ndjson", 415, "unsupported-media-type")]
    public async Task Other_symbols_and_types_are_refused(string symbol, string type, int status, string code) =>
        Assert.Equal(code, (await Post(symbol, Chain, status, type)).GetProperty("code").GetString());
}
