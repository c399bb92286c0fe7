using System.IO.Compression;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace GoldenSignals.ApiClient;

/// <summary>Sends what is worth it compressed, to who takes it: text above 1,000 bytes that is no stream of events.</summary>
/// <remarks>The in-box middleware knows no least length; nearly every answer here is written without saying its own.</remarks>
internal static class CompressedResponses
{
    private static readonly string[] s_codings = ["br", "gzip"];

    public static void UseCompressedResponses(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        string? coding = CodingOf(context.Request.Headers.AcceptEncoding);
        if (coding is null)
        {
            await next(context);
            return;
        }
        IHttpResponseBodyFeature plain = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        await using var body = new CompressedBody(context.Response, plain.Stream, coding);
        var feature = new StreamResponseBodyFeature(body, plain);
        context.Features.Set<IHttpResponseBodyFeature>(feature);
        try
        {
            await next(context);
            await feature.Writer.FlushAsync();
            await body.Finish();
        }
        finally
        {
            context.Features.Set(plain);
        }
    });

    /// <summary>The best of those that the client takes: br, then gzip; null for none.</summary>
    internal static string? CodingOf(StringValues accepted)
    {
        if (accepted.Count == 0 || !StringWithQualityHeaderValue.TryParseList(accepted, out IList<StringWithQualityHeaderValue>? codings))
            return null;
        return s_codings.Where(coding => Quality(codings, coding) > 0).MaxBy(coding => Quality(codings, coding));
    }

    private static double Quality(IList<StringWithQualityHeaderValue> codings, string coding)
    {
        StringWithQualityHeaderValue? accepted = codings.FirstOrDefault(accepted => accepted.Value.Equals(coding, StringComparison.OrdinalIgnoreCase))
            ?? codings.FirstOrDefault(accepted => accepted.Value == "*");
        return accepted is null ? 0 : accepted.Quality ?? 1;
    }
}

/// <summary>Keeps the first bytes back until it is known whether there are enough of them.</summary>
internal sealed class CompressedBody(HttpResponse response, Stream plain, string coding) : Stream
{
    private const int Least = 1_000;

    private readonly MemoryStream _first = new();
    private Stream? _target;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_target is null && _first.Length + buffer.Length <= Least && IsText())
        {
            _first.Write(buffer.Span);
            return;
        }
        await Begin(compress: true, cancellationToken);
        await _target!.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush() => FlushAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>What was written comes to the client now, unless it is still too little to know how.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => _target?.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>No more comes.</summary>
    public async Task Finish()
    {
        if (_target is null && _first.Length > 0)
        {
            response.ContentLength = _first.Length;
            await Begin(compress: false, CancellationToken.None);
        }
        if (_target is not null && _target != plain)
            await _target.DisposeAsync();
    }

    private async Task Begin(bool compress, CancellationToken cancellation)
    {
        if (_target is not null)
            return;
        bool text = IsText();
        if (text)
            response.Headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (text && compress)
        {
            response.Headers.ContentEncoding = coding;
            response.ContentLength = null;
            _target = coding == "br" ? new BrotliStream(plain, CompressionLevel.Fastest, leaveOpen: true) : new GZipStream(plain, CompressionLevel.Fastest, leaveOpen: true);
        }
        else
            _target = plain;
        if (_first.Length > 0)
            await _target.WriteAsync(_first.GetBuffer().AsMemory(0, (int)_first.Length), cancellation);
    }

    private bool IsText() =>
        response.Headers.ContentEncoding.Count == 0
        && response.ContentType is { } type
        && (type.Contains("json", StringComparison.OrdinalIgnoreCase) || type.Contains("javascript", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) && !type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase));

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
