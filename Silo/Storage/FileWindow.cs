using Microsoft.Win32.SafeHandles;

namespace GoldenSignals.Silo.Storage;

/// <summary>Reads a file piece by piece, forward mostly, through a window that it holds in memory.</summary>
internal sealed class FileWindow : IDisposable
{
    private const int Bytes = 1 << 20;

    private readonly SafeFileHandle _file;
    private byte[] _window = [];
    private long _begin;
    private int _held;

    /// <param name="limit">What lies behind does not count.</param>
    /// <exception cref="FileNotFoundException"></exception>
    public FileWindow(string path, long limit = long.MaxValue)
    {
        Path = path;
        _file = Open(path);
        Length = Math.Min(limit, RandomAccess.GetLength(_file));
    }

    /// <summary>A file that others write and delete meanwhile.</summary>
    public static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    public string Path { get; }

    public long Length { get; }

    /// <summary>So many bytes, which the file must have. Good until the next call.</summary>
    public ReadOnlySpan<byte> Read(long offset, int count)
    {
        if (offset < _begin || offset + count > _begin + _held)
            Move(offset, count);
        return _window.AsSpan((int)(offset - _begin), count);
    }

    public void Dispose() => _file.Dispose();

    private void Move(long offset, int count)
    {
        int wanted = (int)Math.Min(Math.Max(count, Bytes), Length - offset);
        if (_window.Length < wanted)
            _window = GC.AllocateUninitializedArray<byte>(wanted);
        (_begin, _held) = (offset, 0);
        while (_held < wanted && RandomAccess.Read(_file, _window.AsSpan(_held, wanted - _held), offset + _held) is var read and > 0)
            _held += read;
        if (_held < count)
            throw new EndOfStreamException($"{Path} has become shorter while it was read");
    }
}
