using System.Buffers;
using System.IO.Compression;

namespace GoldenSignals.ApiClient;

/// <summary>Reads a whole request body into memory, unpacked, up to a limit: a small body that unpacks to a large one is refused as it grows.</summary>
internal static class RequestBody
{
    private const int Chunk = 16 << 10, LargestGuess = 1 << 20;

    /// <exception cref="ProblemException">400 malformed-body, 413 body-too-large, 415 unsupported-media-type.</exception>
    public static async Task<ReadOnlyMemory<byte>> Read(HttpRequest request, int limit, CancellationToken cancellation)
    {
        await using Stream? unpacked = request.Headers.ContentEncoding.ToString() switch
        {
            "" or "identity" => null,
            "gzip" => new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true),
            "br" => new BrotliStream(request.Body, CompressionMode.Decompress, leaveOpen: true),
            _ => throw Problems.UnsupportedMediaType.Because("Content-Encoding may be gzip, br, or absent."),
        };
        if (request.ContentLength > limit)
            throw TooLarge(limit);
        var body = new ArrayBufferWriter<byte>((int)Math.Clamp(request.ContentLength + 1 ?? Chunk, Chunk, LargestGuess));     // what is announced need not come
        try
        {
            while (await (unpacked ?? request.Body).ReadAsync(body.GetMemory(), cancellation) is > 0 and int read)
            {
                body.Advance(read);
                if (body.WrittenCount > limit)
                    throw TooLarge(limit);
            }
        }
        catch (Exception broken) when (unpacked is not null && broken is InvalidDataException or InvalidOperationException)
        {
            throw Problems.MalformedBody.Because("The body does not unpack.");
        }
        return body.WrittenMemory;
    }

    private static ProblemException TooLarge(int limit) => Problems.BodyTooLarge.Because($"A body may have {limit} bytes.");
}
