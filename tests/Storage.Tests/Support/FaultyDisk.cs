using GoldenSignals.Silo.Storage;

namespace GoldenSignals.Storage.Tests.Support;

/// <summary>Files that fail when they are told to, that count, and whose flushes can be held up.</summary>
internal sealed class FaultyDisk
{
    private readonly Lock _gate = new();
    private readonly List<int> _writes = [];
    private int _flushes;

    /// <summary>What the next calls do; null for all is well. A write that fails has written half of what it had.</summary>
    public Func<string, Exception?>? Fault { get; set; }

    /// <summary>Called within every flush, before it is done.</summary>
    public Action? Flushing { get; set; }

    public int Flushes => Volatile.Read(ref _flushes);

    /// <summary>Bytes of every write.</summary>
    public int[] Writes
    {
        get
        {
            lock (_gate)
                return [.. _writes];
        }
    }

    public static IOException NoSpace => new("No space left on device");

    public static IOException Broken => new("Input/output error");

    /// <param name="when">Waited for before it fails.</param>
    public void FailOnce(string call, Exception fault, ManualResetEventSlim? when = null) => Fault = asked =>
    {
        if (asked != call)
            return null;
        when?.Wait();
        Fault = null;
        return fault;
    };

    public ISegmentFile Open(string path, FileMode mode)
    {
        Throw("open");
        return new FaultyFile(this, SegmentFile.Open(path, mode));
    }

    private void Throw(string call)
    {
        if (Fault?.Invoke(call) is { } fault)
            throw fault;
    }

    private sealed class FaultyFile(FaultyDisk disk, ISegmentFile file) : ISegmentFile
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            lock (disk._gate)
                disk._writes.Add(bytes.Length);
            if (disk.Fault?.Invoke("write") is { } fault)
            {
                file.Write(bytes[..(bytes.Length / 2)], offset);
                throw fault;
            }
            file.Write(bytes, offset);
        }

        public void Flush()
        {
            disk.Flushing?.Invoke();
            Interlocked.Increment(ref disk._flushes);
            disk.Throw("flush");
            file.Flush();
        }

        public void SetLength(long length)
        {
            disk.Throw("cut");
            file.SetLength(length);
        }

        public void Dispose() => file.Dispose();
    }
}
