using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Domain;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GoldenSignals.Api.Tests.Security;

/// <summary>Tokens: which are taken, and which of the many ways to forge one are not.</summary>
public sealed class JwtTests : IDisposable
{
    private const long Now = 1_700_000_000;

    private readonly string _file = Path.GetTempFileName();
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly SetTime _clock = new(DateTimeOffset.FromUnixTimeSeconds(Now));

    public void Dispose()
    {
        File.Delete(_file);
        _rsa.Dispose();
        _curve.Dispose();
    }

    /// <summary>The example of RFC 7515, A.1, down to its key: what others sign is verified here.</summary>
    [Fact]
    public void The_token_of_the_standard_has_the_signature_that_the_standard_says()
    {
        byte[] secret = Base64Url.DecodeFromChars("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
        JwtKey key = JwtKey.Shared(secret);
        byte[] signed = Encoding.ASCII.GetBytes("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ");
        byte[] signature = Base64Url.DecodeFromChars("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        Assert.True(key.Verifies(signed, signature));
        signature[0] ^= 1;
        Assert.False(key.Verifies(signed, signature));
    }

    /// <summary>The examples of RFC 7515, A.2 (RS256) and A.3 (ES256), with their keys as the standard prints them.</summary>
    [Theory]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""",
        "eyJhbGciOiJFUzI1NiJ9", "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q")]
    [InlineData("""{"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"}""",
        "eyJhbGciOiJSUzI1NiJ9", "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw")]
    public void The_public_keys_of_the_standard_verify_what_it_signs(string key, string header, string signature)
    {
        JwtKey read = Assert.Single(JwtKey.Read($"{{\"keys\":[{key}]}}"));
        byte[] signed = Encoding.ASCII.GetBytes($"{header}.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ");
        Assert.True(read.Verifies(signed, Base64Url.DecodeFromChars(signature)));
        signed[^1] ^= 1;
        Assert.False(read.Verifies(signed, Base64Url.DecodeFromChars(signature)));
    }

    [Theory]
    [InlineData("HS256")]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public void A_token_of_the_issuer_names_its_caller(string algorithm)
    {
        Caller caller = Verifier(Set()).Find(Token(algorithm, Claims("\"scope\":\"read admin write\"")))!;
        Assert.Equal(("jwt:alice", Scopes.Read | Scopes.Admin), (caller.Id, caller.Scopes));
        Assert.Null(caller.Symbols);
        Assert.Equal(["A", "B/C"], Verifier(Set()).Find(Token(algorithm, Claims("\"scp\":[\"ingest\"],\"symbols\":[\"A\",\"b\",\"B/C\"]")))!.Symbols!.Order());
    }

    public static TheoryData<string, string> Forged => new()
    {
        { "none", """{"alg":"none"}""" }, { "None", """{"alg":"None"}""" }, { "no algorithm", "{}" }, { "null", """{"alg":null}""" },
        { "HS256 with the public key as the secret, by kid", """{"alg":"HS256","kid":"r"}""" }, { "another algorithm of the family", """{"alg":"HS512","kid":"h"}""" },
        { "RS256 under the id of a curve", """{"alg":"RS256","kid":"e"}""" }, { "an id that nobody has", """{"alg":"HS256","kid":"x"}""" },
        { "something critical", """{"alg":"HS256","kid":"h","crit":["exp"],"exp":1}""" }, { "another type", """{"alg":"HS256","kid":"h","typ":"secevent+jwt"}""" },
        { "algorithm twice", """{"alg":"none","alg":"HS256","kid":"h"}""" }, { "an array", """["HS256"]""" }, { "no JSON", "HS256" },
    };

    [Theory, MemberData(nameof(Forged))]
    public void Headers_that_forgers_write_open_nothing(string what, string header)
    {
        byte[] publicKey = _rsa.ExportSubjectPublicKeyInfo(), pem = Encoding.ASCII.GetBytes(_rsa.ExportSubjectPublicKeyInfoPem());
        foreach (byte[] secret in new[] { SecuredApi.JwtSecret, publicKey, pem, [] })
            Assert.True(Verifier(Set()).Find(SecuredApi.Token(header, Claims(""), signed => HMACSHA256.HashData(secret, signed))) is null, what);
        Assert.Null(Verifier(Set()).Find(SecuredApi.Token(header, Claims(""), _ => [])));
    }

    [Fact]
    public void A_public_key_is_no_secret()
    {
        string pem = _rsa.ExportSubjectPublicKeyInfoPem();
        JwtVerifier verifier = Verifier(pem);
        Assert.NotNull(verifier.Find(Token("RS256", Claims(""))));
        foreach (byte[] secret in new[] { Encoding.ASCII.GetBytes(pem), Encoding.ASCII.GetBytes(pem + "\n"), _rsa.ExportSubjectPublicKeyInfo(), _rsa.ExportRSAPublicKey() })
            Assert.Null(verifier.Find(SecuredApi.Token("""{"alg":"HS256"}""", Claims(""), signed => HMACSHA256.HashData(secret, signed))));
    }

    [Theory]
    [InlineData("\"exp\":1700000000", true)]                         // within the skew of 2 s
    [InlineData("\"exp\":1699999998", false)]
    [InlineData("\"exp\":\"1800000000\"", false)]
    [InlineData("\"exp\":1e400", false)]
    [InlineData("\"exp\":null", false)]
    [InlineData("\"exp\":1700000010.5", true)]
    [InlineData("\"exp\":1700000010,\"nbf\":1700000002", true)]
    [InlineData("\"exp\":1700000010,\"nbf\":1700000003", false)]
    [InlineData("\"exp\":1700000010,\"exp\":1800000000", false)]
    [InlineData("", false)]
    public void Times_are_asked_for(string times, bool good) =>
        Assert.Equal(good, Verifier(Set()).Find(Token("HS256", $$"""{"iss":"{{SecuredApi.Issuer}}","aud":"grid","sub":"alice"{{(times.Length > 0 ? "," : "")}}{{times}}}""")) is not null);

    [Theory]
    [InlineData("""{"iss":"https://issuer.test","aud":["other","grid"],"sub":"a","exp":1700000010}""", true)]
    [InlineData("""{"iss":"https://issuer.test","aud":"other","sub":"a","exp":1700000010}""", false)]
    [InlineData("""{"iss":"https://issuer.test","aud":"a grid","sub":"a","exp":1700000010}""", false)]
    [InlineData("""{"iss":"https://issuer.test","aud":[],"sub":"a","exp":1700000010}""", false)]
    [InlineData("""{"iss":"https://issuer.test","sub":"a","exp":1700000010}""", false)]
    [InlineData("""{"iss":"https://issuer.test/","aud":"grid","sub":"a","exp":1700000010}""", false)]
    [InlineData("""{"iss":["https://issuer.test"],"aud":"grid","sub":"a","exp":1700000010}""", false)]
    [InlineData("""{"aud":"grid","sub":"a","exp":1700000010}""", false)]
    [InlineData("""{"iss":"https://issuer.test","aud":"grid","exp":1700000010}""", false)]
    [InlineData("""{"iss":"https://issuer.test","aud":"grid","sub":"","exp":1700000010}""", false)]
    [InlineData("""{"iss":"https://issuer.test","aud":"grid","sub":"a\n","exp":1700000010}""", false)]
    [InlineData("null", false)]
    public void Issuer_audience_and_subject_are_asked_for(string claims, bool good) => Assert.Equal(good, Verifier(Set()).Find(Token("ES256", claims)) is not null);

    [Fact]
    public void Any_changed_letter_breaks_it_and_so_does_another_way_to_write_it()
    {
        JwtVerifier verifier = Verifier(Set());
        string token = Token("HS256", Claims(""));
        for (int i = 0; i < token.Length; i++)
            Assert.True(verifier.Find(token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..]) is null, $"letter {i}");
        foreach (string other in new[] { token + "=", token + ".", "." + token, token.Replace('.', ' '), token + " ", token.Replace("_", "/", StringComparison.Ordinal).Replace("-", "+", StringComparison.Ordinal) + "==", "..", "" })
            Assert.Null(verifier.Find(other));
    }

    [Fact]
    public void Without_an_id_there_must_be_no_choice()
    {
        JwtVerifier verifier = Verifier(Set(another: true));
        Assert.Null(verifier.Find(SecuredApi.Token("""{"alg":"RS256"}""", Claims(""), SignRsa)));
        Assert.NotNull(verifier.Find(SecuredApi.Token("""{"alg":"RS256","kid":"r"}""", Claims(""), SignRsa)));
    }

    [Fact]
    public void A_file_of_keys_is_read_again_when_it_changes_and_the_old_ones_hold_while_it_is_broken()
    {
        string token = SecuredApi.Token("""{"alg":"RS256","kid":"r"}""", Claims(""), SignRsa);
        JwtVerifier verifier = Verifier(Set());
        Assert.NotNull(verifier.Find(token));
        Change("{}");
        Assert.NotNull(verifier.Find(token));
        Change("""{"keys":[{"kty":"oct","kid":"n","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}]}""");
        Assert.Null(verifier.Find(token));

        void Change(string text)
        {
            File.WriteAllText(_file, text);
            _clock.Now += TimeSpan.FromSeconds(2);
        }
    }

    [Theory]
    [InlineData("", "neither")]
    [InlineData("{}", "neither")]
    [InlineData("""{"keys":[]}""", "no key")]
    [InlineData("""{"keys":[{"kty":"oct","k":"c2hvcnQ"}]}""", "32 bytes")]
    [InlineData("""{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}""", "neither")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "neither")]
    public void Files_without_a_usable_key_end_the_start_with_a_reason(string text, string reason)
    {
        var wrong = Assert.Throws<ValidationException>(() => Verifier(text));
        Assert.Contains(reason, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weak_keys_and_half_a_configuration_are_refused()
    {
        using var weak = RSA.Create(1024);
        Assert.Contains("2048", Assert.Throws<ValidationException>(() => Verifier(weak.ExportSubjectPublicKeyInfoPem())).Message, StringComparison.Ordinal);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Contains("P-256", Assert.Throws<ValidationException>(() => Verifier(curve.ExportSubjectPublicKeyInfoPem())).Message, StringComparison.Ordinal);
        Assert.Contains("Jwt:Audience", Assert.Throws<ValidationException>(() => OptionRules.Validated(new JwtOptions { Issuer = "x", KeyFile = "y" }, "Jwt")).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2hvcnQ", Assert.Throws<ValidationException>(() => OptionRules.Validated(new JwtOptions { Issuer = "x", Audience = "y", Secret = "c2hvcnQ=" }, "Jwt")).Message, StringComparison.Ordinal);
    }

    private JwtVerifier Verifier(string keys)
    {
        File.WriteAllText(_file, keys);
        return new(Options.Create(new JwtOptions { Issuer = SecuredApi.Issuer, Audience = SecuredApi.Audience, KeyFile = _file, ClockSkew = TimeSpan.FromSeconds(2) }), _clock, NullLogger<JwtVerifier>.Instance);
    }

    private string Set(bool another = false)
    {
        RSAParameters rsa = _rsa.ExportParameters(false);
        ECParameters curve = _curve.ExportParameters(false);
        string Public(string id) => $$"""{"kty":"RSA","use":"sig","kid":"{{id}}","n":"{{Text(rsa.Modulus!)}}","e":"{{Text(rsa.Exponent!)}}"}""";
        return $$"""
            {"keys":[{{Public("r")}},{{(another ? Public("r2") + "," : "")}}{"kty":"EC","crv":"P-256","kid":"e","x":"{{Text(curve.Q.X!)}}","y":"{{Text(curve.Q.Y!)}}"},
            {"kty":"oct","kid":"h","alg":"HS256","k":"{{Text(SecuredApi.JwtSecret)}}"},{"kty":"OKP","crv":"Ed25519","kid":"o","x":"AA"}]}
            """;
    }

    private string Token(string algorithm, string claims) => algorithm switch
    {
        "HS256" => SecuredApi.Token("""{"alg":"HS256","typ":"JWT","kid":"h"}""", claims, signed => HMACSHA256.HashData(SecuredApi.JwtSecret, signed)),
        "RS256" => SecuredApi.Token("""{"alg":"RS256","typ":"at+jwt"}""", claims, SignRsa),
        _ => SecuredApi.Token("""{"alg":"ES256","kid":"e"}""", claims, signed => _curve.SignData(signed, HashAlgorithmName.SHA256)),
    };

    private byte[] SignRsa(byte[] signed) => _rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static string Claims(string more) => $$"""{"iss":"{{SecuredApi.Issuer}}","aud":"grid","sub":"alice","exp":{{Now + 60}}{{(more.Length > 0 ? "," : "")}}{{more}}}""";

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private sealed class SetTime(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}

/// <summary>The same over HTTP.</summary>
public class JwtRequestTests(SecuredApi secured) : IClassFixture<SecuredApi>
{
    [Fact]
    public async Task A_token_opens_what_its_scope_says_until_it_ends()
    {
        await secured.Get("/v1/symbols", Token("read", 60));
        await secured.Get("/v1/admin/keys", Token("read", 60), 403);
        await secured.Get("/v1/symbols", Token("", 60), 403);
        await secured.Get("/v1/symbols", Token("read", -5), 401);
        JsonElement problem = await secured.Get("/v1/symbols", Token("read", 60) + "x", 401);
        Assert.Equal("unauthorized", problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task One_that_is_bound_to_symbols_does_not_administer()
    {
        await secured.Get("/v1/admin/keys", Token("admin", 60));
        await secured.Get("/v1/admin/keys", Token("admin\",\"symbols\":[\"A\"],\"x\":\"", 60), 403);
    }

    [Fact]
    public async Task What_it_has_open_ends_with_it()
    {
        using HttpRequestMessage request = secured.Api.Request(HttpMethod.Get, "/v1/stream");
        request.Headers.Authorization = new("Bearer", Token("read", 0));                     // good for another second or two, by the skew of 2 s
        using HttpResponseMessage stream = await secured.Api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(200, (int)stream.StatusCode);
        await using Stream events = await stream.Content.ReadAsStreamAsync();
        byte[] buffer = new byte[4096];
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            while (await events.ReadAsync(buffer, limit.Token) > 0)
            {
                // What was sent before the end.
            }
        });
    }

    private static string Token(string scope, int seconds) => SecuredApi.Token("""{"alg":"HS256"}""",
        $$"""{"iss":"{{SecuredApi.Issuer}}","aud":"grid","sub":"bob","scope":"{{scope}}","exp":{{DateTimeOffset.UtcNow.ToUnixTimeSeconds() + seconds}}}""",
        signed => HMACSHA256.HashData(SecuredApi.JwtSecret, signed));
}
