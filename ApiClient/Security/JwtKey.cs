using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GoldenSignals.ApiClient.Security;

/// <summary>A key that tokens are checked with. What kind it is says which algorithm it is for, and only that one: a public key is no secret of HS256.</summary>
/// <param name="Id">Its <c>kid</c>; null when it has none.</param>
/// <param name="Algorithm">HS256, RS256 or ES256.</param>
internal sealed record JwtKey(string? Id, string Algorithm, JwtKey.Verify Verifies)
{
    private const int LeastRsaBits = 2048, LeastSecretBytes = 32;

    public delegate bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature);

    public static JwtKey Shared(byte[] secret, string? id = null) => new(id, "HS256", (signed, signature) =>
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, signed, mac);
        return CryptographicOperations.FixedTimeEquals(mac, signature);
    });

    /// <summary>The keys of a JSON Web Key Set that tokens may be signed with, or one public key as PEM.</summary>
    /// <exception cref="InvalidDataException">It is neither, or there is no such key in it, or one that is too weak.</exception>
    public static JwtKey[] Read(string text)
    {
        try
        {
            JwtKey[] keys = text.Contains("-----BEGIN", StringComparison.Ordinal) ? [Pem(text)] : [.. Set(text)];
            return keys.Length > 0 ? keys : throw new InvalidDataException("there is no key for RS256, ES256 or HS256 in it");
        }
        catch (Exception wrong) when (wrong is JsonException or CryptographicException or FormatException or ArgumentException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"it is neither a JSON Web Key Set nor a public key as PEM: {wrong.Message}", wrong);
        }
    }

    private static IEnumerable<JwtKey> Set(string text)
    {
        using var set = JsonDocument.Parse(text, new() { AllowDuplicateProperties = false });
        foreach (JsonElement key in set.RootElement.GetProperty("keys").EnumerateArray())
        {
            string? id = Text(key, "kid"), algorithm = Text(key, "alg");
            JwtKey? read = Text(key, "use") is null or "sig" ? (Text(key, "kty"), Text(key, "crv")) switch
            {
                ("RSA", _) when algorithm is null or "RS256" => Rsa(RSA.Create(new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") }), id),
                ("EC", "P-256") when algorithm is null or "ES256" =>
                    Curve(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = { X = Bytes(key, "x"), Y = Bytes(key, "y") } }), id),
                ("oct", _) when algorithm is null or "HS256" => Bytes(key, "k") is { Length: >= LeastSecretBytes } secret ? Shared(secret, id)
                    : throw new InvalidDataException($"a secret has {LeastSecretBytes} bytes or more"),
                _ => null,                                           // for other uses and algorithms, which are not taken here
            } : null;
            if (read is not null)
                yield return read;
        }
    }

    private static JwtKey Pem(string text)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(text);
            return Rsa(rsa, id: null);
        }
        catch (CryptographicException)
        {
            rsa.Dispose();                                           // then it is one of a curve, or says what it is not
        }
        var curve = ECDsa.Create();
        curve.ImportFromPem(text);
        return Curve(curve, id: null);
    }

    private static JwtKey Rsa(RSA key, string? id) => key.KeySize >= LeastRsaBits
        ? new(id, "RS256", (signed, signature) => Alone(key, signed, signature, static (key, signed, signature) => key.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)))
        : throw new InvalidDataException($"an RSA key has {LeastRsaBits} bits or more");

    private static JwtKey Curve(ECDsa key, string? id) => key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value
        ? new(id, "ES256", (signed, signature) => Alone(key, signed, signature, static (key, signed, signature) => key.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)))
        : throw new InvalidDataException("the curve of ES256 is P-256");

    private delegate bool VerifyWith<in T>(T key, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature);

    /// <summary>Nothing promises that the framework's keys may be used by several at once.</summary>
    private static bool Alone<T>(T key, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature, VerifyWith<T> verify) where T : class
    {
        lock (key)
            return verify(key, signed, signature);
    }

    private static string? Text(JsonElement key, string name) => key.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static byte[] Bytes(JsonElement key, string name) => Base64Url.DecodeFromUtf8(Encoding.UTF8.GetBytes(key.GetProperty(name).GetString()!));
}
