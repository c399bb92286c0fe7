using System.Buffers;
using System.Buffers.Text;
using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using GoldenSignals.Domain.Market;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient.Security;

/// <summary>Checks JSON Web Tokens (RFC 7519), by the rules of RFC 8725: the key says which algorithm, and everything that a token must say is asked for.</summary>
internal sealed partial class JwtVerifier
{
    private const int MaxLength = 8_192, MaxSubject = 200;

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    private readonly JwtOptions _options;
    private readonly TimeProvider _clock;
    private readonly JwtKey[] _shared;
    private JwtKey[] _keys;
    private readonly ILogger _log;
    private (DateTime, long) _file;
    private long _looked;

    /// <exception cref="ValidationException">The file of keys cannot be used.</exception>
    public JwtVerifier(IOptions<JwtOptions> options, TimeProvider clock, ILogger<JwtVerifier> log)
    {
        (_options, _clock, _log) = (options.Value, clock, log);
        _keys = _shared = _options.Secret is { } secret ? [JwtKey.Shared(Convert.FromBase64String(secret))] : [];
        try
        {
            Refresh();
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new ValidationException($"{JwtOptions.Section}:{nameof(JwtOptions.KeyFile)} {_options.KeyFile} cannot be used: {wrong.Message}", wrong);
        }
    }

    public bool HasKeys => _keys.Length > 0;

    /// <summary>An issuer changes its keys now and then.</summary>
    private void RefreshNowAndThen()
    {
        long looked = Volatile.Read(ref _looked);
        if (string.IsNullOrEmpty(_options.KeyFile) || _clock.GetElapsedTime(looked) < s_look || Interlocked.CompareExchange(ref _looked, _clock.GetTimestamp(), looked) != looked)
            return;
        try
        {
            Refresh();
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            LogFault(_log, _options.KeyFile, wrong.Message);
        }
    }

    private void Refresh()
    {
        if (string.IsNullOrEmpty(_options.KeyFile))
            return;
        var file = new FileInfo(_options.KeyFile);
        var state = (file.LastWriteTimeUtc, file.Exists ? file.Length : -1);
        if (state == _file)
            return;
        _file = state;                                               // also of one that cannot be used: that is said once, and the keys before hold
        _keys = [.. _shared, .. JwtKey.Read(File.ReadAllText(_options.KeyFile))];
    }

    /// <summary>The caller whom a token names; null for one that is not good.</summary>
    public Caller? Find(string token)
    {
        if (_keys.Length == 0 || token.Length > MaxLength || token.Split('.') is not [var header, var claims, var signature])
            return null;
        RefreshNowAndThen();
        try
        {
            return IsSigned(header, Encoding.ASCII.GetBytes(token, 0, token.LastIndexOf('.')), signature) ? Read(claims) : null;
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private bool IsSigned(string header, byte[] signed, string signature)
    {
        using var document = JsonDocument.Parse(Decoded(header), s_strict);
        JsonElement head = document.RootElement;
        string? algorithm = head.GetProperty("alg").GetString();
        string? id = head.TryGetProperty("kid", out JsonElement kid) ? kid.GetString() ?? "" : null;
        if (head.TryGetProperty("crit", out _))                      // something that must be understood, and is not
            return false;
        if (head.TryGetProperty("typ", out JsonElement type) && type.GetString()?.ToUpperInvariant() is not ("JWT" or "AT+JWT" or "APPLICATION/AT+JWT"))
            return false;
        // Without an id there must be no choice.
        JwtKey[] keys = [.. _keys.Where(key => key.Algorithm == algorithm && (id is null || key.Id == id || key.Id is null && _keys.Length == 1))];
        return keys.Length == 1 && keys[0].Verifies(signed, Decoded(signature));
    }

    private Caller? Read(string encoded)
    {
        using var document = JsonDocument.Parse(Decoded(encoded), s_strict);
        JsonElement claims = document.RootElement;
        DateTime now = _clock.GetUtcNow().UtcDateTime;
        if (Time(claims, "exp") is not { } until || until + _options.ClockSkew <= now || Time(claims, "nbf") > now + _options.ClockSkew)
            return null;
        if (claims.GetProperty("iss").GetString() != _options.Issuer || !Words(claims, "aud", split: false).Contains(_options.Audience))
            return null;
        string? subject = claims.GetProperty("sub").GetString();
        if (subject is not { Length: > 0 and <= MaxSubject } || subject.Any(char.IsControl))
            return null;
        FrozenSet<string>? symbols = claims.TryGetProperty("symbols", out _) ? Words(claims, "symbols", split: true).Where(symbol => SymbolName.IsValid(symbol)).ToFrozenSet(StringComparer.Ordinal) : null;
        Scopes scopes = ScopeWords.Of(Words(claims, claims.TryGetProperty("scope", out _) ? "scope" : "scp", split: true));
        return new($"jwt:{subject}", scopes, symbols) { UntilUtc = until + _options.ClockSkew };
    }

    /// <summary>One text, or a list of them.</summary>
    /// <param name="split">Whether blanks part the words of a text.</param>
    private static string[] Words(JsonElement claims, string name, bool split) => !claims.TryGetProperty(name, out JsonElement value) ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(word => word.GetString()).OfType<string>()]
        : value.GetString() is not { } text ? []
        : split ? text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        : [text];

    /// <summary>Seconds since 1970, perhaps with a fraction.</summary>
    private static DateTime? Time(JsonElement claims, string name) => !claims.TryGetProperty(name, out JsonElement seconds) ? null
        : seconds.GetDouble() is >= 0 and < 32_503_680_000 and var since ? DateTime.UnixEpoch.AddSeconds(since)
        : throw new FormatException();

    /// <summary>Base64url as it must be written: no padding, nothing left over, one way for the same bytes.</summary>
    private static byte[] Decoded(string text)
    {
        byte[] bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, bytes, out _, out int length) != OperationStatus.Done || Base64Url.EncodeToString(bytes.AsSpan(0, length)) != text)
            throw new FormatException();
        return bytes[..length];
    }

    [LoggerMessage(LogLevel.Error, "The keys of tokens in {File} cannot be used; those that were known hold: {Reason}")]
    private static partial void LogFault(ILogger log, string file, string reason);
}
