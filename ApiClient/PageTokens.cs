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

/// <summary>Pages of an answer. A token names the last row of a page and the query that it is of; it is signed, so that nobody makes one up.</summary>
/// <remarks>Version, query's digest, the row's place, HMAC-SHA256 of these; as base64url. The place of a row of the past: bar time, interval, symbol.</remarks>
internal sealed class PageTokens(IOptions<ApiOptions> options)
{
    private const byte FormatVersion = 1;
    private const int QueryAt = 1, PlaceAt = QueryAt + 16, IntervalAt = 8, SymbolAt = IntervalAt + 8, LongestPlace = SymbolAt + 64;

    private readonly byte[] _key = options.Value.PageTokenKey is { } key ? Convert.FromBase64String(key) : RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    /// <summary>What a request asks for: one row more than its limit, which tells whether there is a next page.</summary>
    /// <param name="route">Whose tokens these are.</param>
    /// <exception cref="ProblemException">400 invalid-parameter, 400 invalid-page-token.</exception>
    public HistoryQuery Query(string route, string? symbol, SignalAction? action, Rfc3339? from, Rfc3339? to, int limit, string? page)
    {
        if (from?.Utc > to?.Utc)
            throw Problems.InvalidParameter.Because("from lies after to.", ("parameter", nameof(from)));
        var query = new HistoryQuery(symbol, action, from?.Utc ?? Utc(0), to?.Utc ?? Utc(DateTime.MaxValue.Ticks), limit + 1);
        return page is null ? query : query with { Behind = PlaceOf(Read(page, Text(route, query))) };
    }

    /// <summary>The rows that the request gets of those that its query brought, and the token of the page behind them; null when there is none.</summary>
    public (T[] Rows, string? Next) Page<T>(string route, HistoryQuery query, T[] rows, Func<T, HistoryPlace> place) =>
        rows.Length < query.Limit ? (rows, null) : (rows[..^1], Next(route, query, place(rows[^2])));

    /// <summary>The token of the page behind a row.</summary>
    public string Next(string route, HistoryQuery query, HistoryPlace last) => Write(BytesOf(last), Text(route, query));

    /// <param name="place">Of the last row of a page, up to 80 bytes.</param>
    /// <param name="query">Everything that was asked for but the limit and the page.</param>
    public string Write(ReadOnlySpan<byte> place, string query)
    {
        byte[] token = new byte[PlaceAt + place.Length + HMACSHA256.HashSizeInBytes];
        token[0] = FormatVersion;
        Digest(query).CopyTo(token, QueryAt);
        place.CopyTo(token.AsSpan(PlaceAt));
        HMACSHA256.HashData(_key, token.AsSpan()[..^HMACSHA256.HashSizeInBytes], token.AsSpan()[^HMACSHA256.HashSizeInBytes..]);
        return Base64Url.EncodeToString(token);
    }

    /// <returns>The place that was written.</returns>
    /// <exception cref="ProblemException">400 invalid-page-token.</exception>
    public byte[] Read(string text, string query)
    {
        Span<byte> buffer = stackalloc byte[PlaceAt + LongestPlace + HMACSHA256.HashSizeInBytes], signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (Base64Url.DecodeFromChars(text, buffer, out _, out int length) != OperationStatus.Done || length <= PlaceAt + HMACSHA256.HashSizeInBytes)
            throw Refused("page is no token of a page.");
        ReadOnlySpan<byte> token = buffer[..length], signed = token[..^HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, signed, signature);
        if (!CryptographicOperations.FixedTimeEquals(signature, token[signed.Length..]) || Base64Url.EncodeToString(token) != text)      // blanks and padding are changes too
            throw Refused("page is no token that this grid has given, or it was changed.");
        if (token[0] != FormatVersion)
            throw Refused("page is a token of another version of the grid.");
        if (!CryptographicOperations.FixedTimeEquals(token[QueryAt..PlaceAt], Digest(query)))
            throw Refused("page is a token of another query; all but limit stays as it was on the page before.");
        return signed[PlaceAt..].ToArray();
    }

    private static byte[] BytesOf(HistoryPlace place)
    {
        byte[] bytes = new byte[SymbolAt + Encoding.UTF8.GetByteCount(place.Symbol)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, place.BarTimeUtc.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(IntervalAt), place.Interval.Ticks);
        Encoding.UTF8.GetBytes(place.Symbol, bytes.AsSpan(SymbolAt));
        return bytes;
    }

    private static HistoryPlace PlaceOf(ReadOnlySpan<byte> place) => new(
        Utc(BinaryPrimitives.ReadInt64LittleEndian(place)), Encoding.UTF8.GetString(place[SymbolAt..]),
        new TimeSpan(BinaryPrimitives.ReadInt64LittleEndian(place[IntervalAt..])));

    private static string Text(string route, HistoryQuery query) => string.Create(
        CultureInfo.InvariantCulture, $"{route}|{query.Symbol}|{query.Action}|{query.FromUtc.Ticks}|{query.ToUtc.Ticks}");

    private static byte[] Digest(string query) => SHA256.HashData(Encoding.UTF8.GetBytes(query))[..(PlaceAt - QueryAt)];

    private static DateTime Utc(long ticks) => new(ticks, DateTimeKind.Utc);

    private static ProblemException Refused(string detail) => Problems.InvalidPageToken.Because(detail, ("parameter", "page"));
}
