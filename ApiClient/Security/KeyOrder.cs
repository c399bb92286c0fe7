using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using GoldenSignals.Domain.Market;
using GoldenSignals.Silo.Storage.Keys;

namespace GoldenSignals.ApiClient.Security;

/// <summary>A key that somebody wants made.</summary>
/// <param name="Name">What it is for, 1…100 printable characters.</param>
/// <param name="Scopes">What it allows: read, ingest, admin.</param>
/// <param name="Symbols">The only symbols that it allows, 1…1,000; left out for all.</param>
/// <param name="Expires">When it ends: RFC 3339 with its offset; left out for never.</param>
/// <param name="Signed">Whether it is never sent, but signs each request.</param>
internal sealed record KeyOrder(string Name, string[] Scopes, string[]? Symbols = null, DateTimeOffset? Expires = null, bool Signed = false)
{
    private const int MaxName = 100, MaxSymbols = 1_000;

    /// <summary>What is wrong with it, and where; null when nothing is.</summary>
    public (string Field, string What)? Fault(DateTime nowUtc) =>
        Name.Length is 0 or > MaxName || Name.Any(char.IsControl) || Name.Trim().Length != Name.Length ? ("name", $"is 1 to {MaxName} printable characters")
        : Scopes.Length == 0 || Scopes.Distinct().Count() < Scopes.Length || Scopes.Any(word => !ScopeWords.All.Contains(word)) ? ("scopes", $"are some of {string.Join(", ", ScopeWords.All)}, each once")
        : Symbols is { } symbols && (symbols.Length is 0 or > MaxSymbols || symbols.Distinct().Count() < symbols.Length || !symbols.All(symbol => symbol is not null && SymbolName.IsValid(symbol)))
            ? ("symbols", $"are 1 to {MaxSymbols} symbols, each once; left out for all")
        : Symbols is not null && Scopes.Contains("admin") ? ("symbols", "cannot bound a key that may make others")
        : Expires?.UtcDateTime <= nowUtc ? ("expires", "lies in the future")
        : null;

    public static KeyOrder? Parse(ReadOnlySpan<byte> json, DateTime nowUtc)
    {
        KeyOrder? order = JsonSerializer.Deserialize(json, KeyJson.Default.KeyOrder);
        return order?.Fault(nowUtc) is var (field, what) ? throw JsonFault.In(field, what) : order;
    }

    /// <summary>Makes the key. Nothing but its owner ever has its text.</summary>
    public (StoredKey Kept, string Text) Make(DateTime nowUtc)
    {
        (string id, string text) = KeyText.New();
        nowUtc = new(nowUtc.Ticks - nowUtc.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc);
        return (new()
        {
            Id = id, Name = Name, Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text))), Scopes = Scopes, Symbols = Symbols, Signed = Signed,
            Created = nowUtc, Expires = Expires?.UtcDateTime,
        }, text);
    }
}

/// <summary>How a key reads: <c>gs_</c>, 12 letters that anyone may know it by, <c>_</c>, and 52 that are the secret: 256 random bits.</summary>
internal static class KeyText
{
    public const string Prefix = "gs_";

    public const int IdLength = 15, Length = IdLength + 1 + SecretLetters;

    private const int IdLetters = 12, SecretLetters = 52;

    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";           // base32: nothing that is taken for something else, nothing to be escaped

    private static readonly SearchValues<char> s_letters = SearchValues.Create(Letters);

    public static (string Id, string Text) New()
    {
        string id = Prefix + RandomNumberGenerator.GetString(Letters, IdLetters);
        return (id, $"{id}_{RandomNumberGenerator.GetString(Letters, SecretLetters)}");
    }

    public static bool IsId(ReadOnlySpan<char> text) => text.Length == IdLength && text.StartsWith(Prefix) && !text[Prefix.Length..].ContainsAnyExcept(s_letters);

    /// <summary>Whether it has the form of a key; then its id is the first <see cref="IdLength"/> letters.</summary>
    public static bool Is(ReadOnlySpan<char> text) =>
        text.Length == Length && IsId(text[..IdLength]) && text[IdLength] == '_' && !text[(IdLength + 1)..].ContainsAnyExcept(s_letters);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(Rfc3339Json)])]
[JsonSerializable(typeof(KeyOrder))]
internal sealed partial class KeyJson : JsonSerializerContext;
