using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Grains;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient;

/// <summary>Pages of the past. A token names the last row of a page and the query that it is of; it is signed, so that nobody makes one up.</summary>
/// <remarks>Version, query's digest, bar time, interval, symbol, HMAC-SHA256 of these; as base64url.</remarks>
internal sealed class PageTokens(IOptions<ApiOptions> options)
{
    private const byte FormatVersion = 1;
    private const int QueryAt = 1, TimeAt = QueryAt + 16, IntervalAt = TimeAt + 8, SymbolAt = IntervalAt + 8, MaxBytes = SymbolAt + 64 + HMACSHA256.HashSizeInBytes;

    private readonly byte[] _key = options.Value.PageTokenKey is { } key ? Convert.FromBase64String(key) : RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    /// <summary>What a request asks for: one row more than its limit, which tells whether there is a next page.</summary>
    /// <param name="route">Whose tokens these are.</param>
    /// <exception cref="ProblemException">400 invalid-parameter, 400 invalid-page-token.</exception>
    public HistoryQuery Query(string route, string? symbol, SignalAction? action, Rfc3339? from, Rfc3339? to, int limit, string? page)
    {
        if (from?.Utc > to?.Utc)
            throw Problems.InvalidParameter.Because("from lies after to.", ("parameter", nameof(from)));
        var query = new HistoryQuery(symbol, action, from?.Utc ?? Utc(0), to?.Utc ?? Utc(DateTime.MaxValue.Ticks), limit + 1);
        return page is null ? query : query with { Behind = Read(page, Digest(route, query)) };
    }

    /// <summary>The rows that the request gets of those that its query brought, and the token of the page behind them; null when there is none.</summary>
    public (T[] Rows, string? Next) Page<T>(string route, HistoryQuery query, T[] rows, Func<T, HistoryPlace> place) =>
        rows.Length < query.Limit ? (rows, null) : (rows[..^1], Write(place(rows[^2]), Digest(route, query)));

    private string Write(HistoryPlace place, byte[] digest)
    {
        byte[] symbol = Encoding.UTF8.GetBytes(place.Symbol), token = new byte[SymbolAt + symbol.Length + HMACSHA256.HashSizeInBytes];
        token[0] = FormatVersion;
        digest.CopyTo(token, QueryAt);
        BinaryPrimitives.WriteInt64LittleEndian(token.AsSpan(TimeAt), place.BarTimeUtc.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(token.AsSpan(IntervalAt), place.Interval.Ticks);
        symbol.CopyTo(token, SymbolAt);
        HMACSHA256.HashData(_key, token.AsSpan()[..^HMACSHA256.HashSizeInBytes], token.AsSpan()[^HMACSHA256.HashSizeInBytes..]);
        return Base64Url.EncodeToString(token);
    }

    private HistoryPlace Read(string text, byte[] digest)
    {
        Span<byte> buffer = stackalloc byte[MaxBytes], signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (Base64Url.DecodeFromChars(text, buffer, out _, out int length) != OperationStatus.Done || length <= SymbolAt + HMACSHA256.HashSizeInBytes)
            throw Refused("page is no token of a page.");
        ReadOnlySpan<byte> token = buffer[..length], signed = token[..^HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, signed, signature);
        if (!CryptographicOperations.FixedTimeEquals(signature, token[signed.Length..]) || Base64Url.EncodeToString(token) != text)      // blanks and padding are changes too
            throw Refused("page is no token that this grid has given, or it was changed.");
        if (token[0] != FormatVersion)
            throw Refused("page is a token of another version of the grid.");
        if (!CryptographicOperations.FixedTimeEquals(token[QueryAt..TimeAt], digest))
            throw Refused("page is a token of another query; all but limit stays as it was on the page before.");
        return new(
            Utc(BinaryPrimitives.ReadInt64LittleEndian(token[TimeAt..])), Encoding.UTF8.GetString(signed[SymbolAt..]),
            new TimeSpan(BinaryPrimitives.ReadInt64LittleEndian(token[IntervalAt..])));
    }

    /// <summary>Of everything but the limit and the page.</summary>
    private static byte[] Digest(string route, HistoryQuery query) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{route}|{query.Symbol}|{query.Action}|{query.FromUtc.Ticks}|{query.ToUtc.Ticks}")))[..(TimeAt - QueryAt)];

    private static DateTime Utc(long ticks) => new(ticks, DateTimeKind.Utc);

    private static ProblemException Refused(string detail) => Problems.InvalidPageToken.Because(detail, ("parameter", "page"));
}
