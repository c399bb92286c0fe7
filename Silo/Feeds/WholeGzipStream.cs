using System.IO.Compression;

namespace GoldenSignals.Silo.Feeds;

/// <summary>
/// A gzip file that tells whether it was complete. <see cref="GZipStream"/> takes a truncated file for a short one without a word, so a
/// small gzip member with a mark is read after the file's own: only from a complete file does the mark come out, as its last bytes.
/// </summary>
public sealed class WholeGzipStream(Stream file) : Stream
{
    private static readonly byte[] s_mark = "\0complete"u8.ToArray();
    private static readonly byte[] s_member = Zipped(s_mark);
    private int _ofMember;

    /// <summary>What a complete file ends with; no text does.</summary>
    public static ReadOnlySpan<byte> Mark => s_mark;

    public static Stream Open(Stream file) => new GZipStream(new WholeGzipStream(file), CompressionMode.Decompress);

    public override int Read(Span<byte> buffer)
    {
        int read = _ofMember == 0 ? file.Read(buffer) : 0;
        if (read > 0 || buffer.IsEmpty)
            return read;
        read = Math.Min(buffer.Length, s_member.Length - _ofMember);
        s_member.AsSpan(_ofMember, read).CopyTo(buffer);
        _ofMember += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    private static byte[] Zipped(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return zipped.ToArray();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
