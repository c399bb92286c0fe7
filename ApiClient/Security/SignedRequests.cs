using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GoldenSignals.Grains;
using Microsoft.AspNetCore.Http.Features;
using Orleans;

namespace GoldenSignals.ApiClient.Security;

/// <summary>Requests that a key has signed: the key is not in them, they are good for seconds, and each is taken once.</summary>
/// <remarks>
/// <c>Authorization: GS1-HMAC-SHA256 Key=…, Timestamp=…, Nonce=…, Body=…, Signature=…</c>. The signature is HMAC-SHA256, with the SHA-256 of the
/// key, over these, joined by line feeds: the scheme's name, method, path as sent, query in canonical form, SHA-256 of the body, timestamp, nonce.
/// </remarks>
internal sealed class SignedRequests(KeyRing keys, IGrainFactory grains, TimeProvider clock)
{
    public const string Scheme = "GS1-HMAC-SHA256 ";

    private const int MinNonce = 16, MaxNonce = 64;

    private static readonly TimeSpan s_back = TimeSpan.FromSeconds(5), s_ahead = TimeSpan.FromSeconds(1);

    private static readonly SearchValues<char> s_nonce = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>SHA-256 of nothing.</summary>
    private static readonly byte[] s_noBody = SHA256.HashData([]);

    public async ValueTask<Identity> Check(HttpContext context, string parameters)
    {
        if (Signature.Parse(parameters) is not { } signature)
            return Identity.Refused(Problems.BadSignature);
        (HeldKey? key, byte[] secret) = keys.Signing(signature.Key);
        byte[] expected = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(Canonical(context.Request, signature)));
        if (!CryptographicOperations.FixedTimeEquals(expected, signature.Mac) || key is null || keys.Used(key) is not { } caller)
            return Identity.Refused(Problems.BadSignature, signature.Key);
        TimeSpan age = clock.GetUtcNow() - signature.Time;
        if (age > s_back || age < -s_ahead)
            return Identity.Refused(Problems.TimestampWindow, signature.Key);
        if (!await grains.GetGrain<INonceGrain>(signature.Key).Use(signature.Nonce))
            return Identity.Refused(Problems.ReplayedRequest, signature.Key);
        return await HasBody(context, signature.Body) ? new(caller, null) : Identity.Refused(Problems.BadSignature, signature.Key);
    }

    /// <summary>What is signed.</summary>
    public static string Canonical(HttpRequest request, Signature signature)
    {
        string target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget, path = target.Split('?', 2)[0];
        return string.Join('\n', Scheme.Trim(), request.Method, path, Query(request.QueryString.Value), Convert.ToHexStringLower(signature.Body), signature.Timestamp, signature.Nonce);
    }

    /// <summary>The parameters in the order of their names, those of one name as they stand, everything but letters, digits and -._~ as %XX.</summary>
    public static string Query(string? text) => string.Join('&',
        from part in (text ?? "").TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        let pair = part.Split('=', 2)
        let name = Canonical(pair[0])
        orderby name
        select $"{name}={(pair.Length > 1 ? Canonical(pair[1]) : "")}");

    private static string Canonical(string encoded) => Uri.EscapeDataString(Uri.UnescapeDataString(encoded.Replace('+', ' ')));

    /// <summary>Reads the body to see whether it is the one that was signed; then it is there to be read again.</summary>
    private static async Task<bool> HasBody(HttpContext context, byte[] digest)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return CryptographicOperations.FixedTimeEquals(digest, s_noBody);
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        body.Position = 0;
        context.Request.Body = body;
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(body.GetBuffer().AsSpan(0, (int)body.Length)), digest);
    }

    /// <summary>What the header says.</summary>
    /// <param name="Timestamp">Milliseconds since 1970, as written.</param>
    /// <param name="Body">SHA-256 of the body.</param>
    internal sealed record Signature(string Key, string Timestamp, DateTimeOffset Time, string Nonce, byte[] Body, byte[] Mac)
    {
        public static Signature? Parse(string text)
        {
            string[] names = ["Key", "Timestamp", "Nonce", "Body", "Signature"], values = new string[names.Length];
            string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
            if (parts.Length != names.Length)
                return null;
            foreach (string part in parts)
            {
                int equals = part.IndexOf('=', StringComparison.Ordinal), index = equals < 0 ? -1 : Array.IndexOf(names, part[..equals]);
                if (index < 0 || values[index] is not null)
                    return null;
                values[index] = part[(equals + 1)..];
            }
            return KeyText.IsId(values[0]) && values[1].Length <= 13 && long.TryParse(values[1], NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds)
                && values[2].Length is >= MinNonce and <= MaxNonce && !values[2].AsSpan().ContainsAnyExcept(s_nonce)
                && Digest(values[3]) is { } body && Digest(values[4]) is { } mac
                ? new(values[0], values[1], DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), values[2], body, mac)
                : null;
        }

        private static byte[]? Digest(string hexadecimal)
        {
            byte[] digest = new byte[SHA256.HashSizeInBytes];
            return hexadecimal.Length == 2 * digest.Length && Convert.FromHexString(hexadecimal, digest, out _, out _) == OperationStatus.Done ? digest : null;
        }
    }
}
