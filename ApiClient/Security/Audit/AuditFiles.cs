using System.Buffers;
using System.Globalization;
using System.Text;

namespace GoldenSignals.ApiClient.Security.Audit;

/// <summary>The folder of the log: numbered files of lines, and beside them how far they reach, so that an end that is cut off is missed.</summary>
internal sealed class AuditFiles : IDisposable
{
    private const string Extension = ".ndjson", HeadName = "head", LockName = "lock";
    private const int MaxBytes = 64 << 20, MaxWaiting = 8 << 20;

    private readonly string _folder;
    private readonly AuditChain _chain;
    private readonly FileStream _lock;
    private readonly ArrayBufferWriter<byte> _lines = new();
    private FileStream _file;
    private AuditLink _last, _settled;
    private long _number, _length;

    /// <summary>Takes a folder for this process, and goes on where its log ends.</summary>
    /// <exception cref="IOException">Another process has it, or it cannot be written.</exception>
    public AuditFiles(string folder, AuditChain chain)
    {
        (_folder, _chain) = (folder, chain);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _lock = Locked(folder);
        string[] files = Of(folder);
        _number = files.Length == 0 ? 1 : NumberOf(files[^1]);
        _file = Open(_number);
        _last = End(files);
        AuditLink? head = HeadOf(folder);
        // Lines that are missing or changed at the end stay so: the chain goes on from what was written, and shows it. So does a head that is missing, by a hole.
        _last = head is null && _last.Sequence > 0 ? _last with { Sequence = _last.Sequence + 1 }
            : head?.Sequence >= _last.Sequence ? head.Value
            : _last;
        SetHead();
    }

    /// <summary>Bytes of a line that was not finished; it was cut off.</summary>
    public long TornBytes { get; private set; }

    /// <summary>The files of a log, in their order.</summary>
    public static string[] Of(string folder) =>
        [.. Directory.EnumerateFiles(folder, $"*{Extension}").Where(file => NumberOf(file) > 0).OrderBy(NumberOf)];

    /// <summary>How far a log reached when it was last written down; null when nothing says so.</summary>
    public static AuditLink? HeadOf(string folder)
    {
        string path = Path.Combine(folder, HeadName);
        return File.Exists(path) ? AuditLink.Parse(File.ReadAllText(path).Trim()) : null;
    }

    /// <summary>Whether so much waits to be written that no more should be added.</summary>
    public bool IsFull => _lines.WrittenCount > MaxWaiting;

    public void Add(AuditEntry entry) => _last = _chain.Write(entry, _last, _lines);

    /// <summary>Hands what was added to the system: it survives the end of this process.</summary>
    public void Write()
    {
        if (_lines.WrittenCount == 0)
            return;
        _file.Position = _length;                                    // not behind what an attempt that failed has left
        _file.Write(_lines.WrittenSpan);
        _length += _lines.WrittenCount;
        _lines.ResetWrittenCount();
    }

    /// <summary>Brings what was written to the disk, and says how far it reaches.</summary>
    public void Settle()
    {
        if (_settled == _last || _lines.WrittenCount > 0)
            return;
        _file.Flush(flushToDisk: true);
        SetHead();
        if (_length < MaxBytes)
            return;
        _file.Dispose();
        _file = Open(++_number);
        _length = 0;
    }

    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    private void SetHead()
    {
        string head = Path.Combine(_folder, HeadName), written = head + ".new";
        using (var file = new FileStream(written, FileMode.Create))
        {
            file.Write(Encoding.ASCII.GetBytes($"{_last}\n"));
            file.Flush(flushToDisk: true);
        }
        File.Move(written, head, overwrite: true);
        _settled = _last;
    }

    private FileStream Open(long number)
    {
        var mine = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            mine.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{number:D8}{Extension}")), mine);
    }

    /// <summary>The last whole line of the newest file that has one.</summary>
    private AuditLink End(string[] files)
    {
        if (_file.Length > 0)
        {
            byte[] text = new byte[_file.Length];
            _file.ReadExactly(text);
            _length = text.AsSpan().LastIndexOf((byte)'\n') + 1;
            TornBytes = text.Length - _length;
            _file.SetLength(_length);
            if (LastOf(text.AsSpan(0, (int)_length)) is { } last)
                return last;
        }
        foreach (string file in files.Reverse().Skip(1))
            if (LastOf(File.ReadAllBytes(file)) is { } last)
                return last;
        return AuditLink.Start;
    }

    private static AuditLink? LastOf(ReadOnlySpan<byte> text)
    {
        text = text.TrimEnd((byte)'\n');
        return text.IsEmpty ? null : AuditChain.Read(text[(text.LastIndexOf((byte)'\n') + 1)..])?.Link;
    }

    private static long NumberOf(string file) =>
        long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;

    private static FileStream Locked(string folder)
    {
        try
        {
            return new(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new IOException($"the audit log in {folder} is written by another process, or cannot be: {taken.Message}; Api:AuditFolder names another folder", taken);
        }
    }
}
