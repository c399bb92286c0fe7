using System.Buffers;

namespace GoldenSignals.Silo.Feeds;

/// <summary>The lines of a CSV file, plain or gzipped, one at a time over one pooled buffer.</summary>
internal sealed class CsvLines : IDisposable
{
    private const int LongestLine = 1 << 20;
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly string _path;
    private readonly FileStream _file;
    private readonly Stream _stream;
    private byte[] _buffer;
    private int _at, _end;
    private bool _ended;
    private int _blank;                                             // number of an empty line that no row may follow

    public CsvLines(string path, int bufferBytes)
    {
        _path = path;
        try
        {
            _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FeedException(path, 0, null, $"the file cannot be opened: {e.Message}", e);
        }
        _stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? WholeGzipStream.Open(_file) : _file;
        _buffer = ArrayPool<byte>.Shared.Rent(bufferBytes);
    }

    /// <summary>Of the line read last; 1 for the first.</summary>
    public int Number { get; private set; }

    /// <summary>How far the file has been read, in its own (compressed) bytes.</summary>
    public long Position => _file.Position;

    /// <summary>The next line without its end; empty lines are allowed only at the end of the file.</summary>
    /// <param name="line">Valid until the next call.</param>
    /// <exception cref="FeedException">The bytes are no text, or no gzip.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (TryReadAny(out line))
        {
            if (line.IsEmpty)
            {
                if (_blank == 0)
                    _blank = Number;
                continue;
            }
            return _blank == 0 ? true : throw Damage() ?? new FeedException(_path, _blank, null, "found an empty line, expected a row (empty lines may stand only at the end).");
        }
        return false;
    }

    /// <summary>
    /// What is wrong with the line read last. In a gzip file that ends early it is that it does: the bytes that follow the missing ones are
    /// taken for them, so that any text may come out. The file is therefore read to its end, and no line can be read after this.
    /// </summary>
    public FeedException Wrong(int? column, string message, Exception? inner = null) => Damage() ?? new(_path, Number, column, message, inner);

    private FeedException? Damage()
    {
        try
        {
            while (!_ended && _stream != _file)
            {
                _at = Math.Max(_at, _end - WholeGzipStream.Mark.Length);            // which may stand there in part
                Fill();
            }
            return null;
        }
        catch (FeedException damage)
        {
            return damage;
        }
    }

    private bool TryReadAny(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = _buffer.AsSpan(_at, _end - _at);
            int newLine = rest[Math.Min(searched, rest.Length)..].IndexOf((byte)'\n');
            if (newLine >= 0)
            {
                line = rest[..(searched + newLine)];
                _at += line.Length + 1;
                break;
            }
            if (!_ended)
            {
                searched = rest.Length;
                Fill();
                continue;
            }
            line = rest;
            _at = _end;
            if (rest.IsEmpty)
                return false;
            break;
        }
        Number++;
        if (Number == 1 && line.StartsWith(ByteOrderMark))
            line = line[3..];
        if (line.Length > 0 && line[^1] == '\r')
            line = line[..^1];
        if (line.Contains((byte)0))
            throw Wrong(null, "found binary data, expected text in UTF-8 (or, gzipped, a name that ends in .csv.gz).");
        return true;
    }

    /// <summary>Makes room and reads on.</summary>
    private void Fill()
    {
        int kept = _end - _at;
        if (kept > LongestLine)
            throw Damage() ?? new FeedException(_path, Number + 1, null, "found no end of line within 1 MB, expected rows of text.");
        byte[] target = kept > _buffer.Length / 2 ? ArrayPool<byte>.Shared.Rent(_buffer.Length * 2) : _buffer;
        _buffer.AsSpan(_at, kept).CopyTo(target);
        if (target != _buffer)
            ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _at, _end) = (target, 0, kept);
        try
        {
            int read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            _ended = read == 0;
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }
        catch (IOException e)
        {
            throw new FeedException(_path, Number + 1, null, $"the file cannot be read: {e.Message}", e);
        }
        if (_ended && _stream != _file)
            _end -= _buffer.AsSpan(0, _end).EndsWith(WholeGzipStream.Mark) ? WholeGzipStream.Mark.Length : throw Damaged(null);
    }

    private FeedException Damaged(Exception? inner) =>
        new(_path, Number + 1, null, "found no intact gzip data, expected a complete gzip file.", inner);

    public void Dispose()
    {
        _stream.Dispose();
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
