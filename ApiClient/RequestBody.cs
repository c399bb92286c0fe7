using System.Buffers;
using System.IO.Compression;
using GoldenSignals.Silo.Feeds;
using Microsoft.Net.Http.Headers;

namespace GoldenSignals.ApiClient;

/// <summary>Reads a whole request body into memory, unpacked, up to a limit: a small body that unpacks to a large one is refused as it grows.</summary>
internal static class RequestBody
{
    public const string Json = "application/json", JsonLines = "application/x-ndjson";

    private const int Chunk = 16 << 10, LargestGuess = 1 << 20;

    /// <summary>Some editors and programs write it in front of UTF-8; it says nothing.</summary>
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <exception cref="ProblemException">400 malformed-body, 413 body-too-large, 415 unsupported-media-type.</exception>
    public static async Task<ReadOnlyMemory<byte>> Read(HttpRequest request, int limit, CancellationToken cancellation)
    {
        string coding = request.Headers.ContentEncoding.ToString().ToLowerInvariant();
        if (coding is not ("" or "identity" or "gzip" or "br"))
            throw Problems.UnsupportedMediaType.Because("Content-Encoding may be gzip, br, or absent.");
        if (request.ContentLength > limit)
            throw TooLarge(limit);

        var body = new ArrayBufferWriter<byte>((int)Math.Clamp(request.ContentLength + 1 ?? Chunk, Chunk, LargestGuess));     // what is announced need not come
        while (await request.Body.ReadAsync(body.GetMemory(), cancellation) is > 0 and int read)
            Advance(body, read, limit);
        ReadOnlyMemory<byte> text = coding is "gzip" or "br" ? Unpacked(coding, body.WrittenMemory.ToArray(), limit) : body.WrittenMemory;
        return text.Span.StartsWith(ByteOrderMark) ? text[ByteOrderMark.Length..] : text;
    }

    /// <summary>Whether the body is one JSON object a line; else it is one JSON value.</summary>
    /// <exception cref="ProblemException">415 unsupported-media-type.</exception>
    public static bool IsJsonLines(HttpRequest request)
    {
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            if (type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase))
                return false;
            if (type.MediaType.Equals(JsonLines, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        throw Problems.UnsupportedMediaType.Because($"Content-Type may be {Json} or {JsonLines}, in UTF-8.");
    }

    private static ReadOnlyMemory<byte> Unpacked(string coding, byte[] packed, int limit)
    {
        bool gzip = coding == "gzip";
        using Stream unpacking = gzip ? WholeGzipStream.Open(new MemoryStream(packed)) : new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        var body = new ArrayBufferWriter<byte>(Chunk);
        try
        {
            while (unpacking.Read(body.GetSpan()) is > 0 and int read)
                Advance(body, read, limit, gzip ? WholeGzipStream.Mark.Length : 0);
        }
        catch (Exception broken) when (broken is InvalidDataException or InvalidOperationException)
        {
            throw Problems.MalformedBody.Because("The body does not unpack.");
        }
        if (!gzip)
            return body.WrittenMemory;
        return body.WrittenSpan.EndsWith(WholeGzipStream.Mark)
            ? body.WrittenMemory[..^WholeGzipStream.Mark.Length]
            : throw Problems.MalformedBody.Because("The body does not unpack: its gzip is cut short.");
    }

    /// <param name="extra">Bytes that are not the caller's.</param>
    private static void Advance(ArrayBufferWriter<byte> body, int read, int limit, int extra = 0)
    {
        body.Advance(read);
        if (body.WrittenCount - extra > limit)
            throw TooLarge(limit);
    }

    private static ProblemException TooLarge(int limit) => Problems.BodyTooLarge.Because($"A body may have {limit} bytes.");
}
