using GoldenSignals.Silo.Storage;

namespace GoldenSignals.Storage.Tests.Support;

/// <summary>Files on a disk that forgets, when the power goes, any sectors that were not flushed; and that fails at random before.</summary>
internal sealed class VolatileDisk(int seed)
{
    private const int Sector = 512;

    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, byte[]> _durable = [];
    private bool _losing, _dead;

    public double FaultChance { get; set; }

    /// <summary>The next flush fails and with it everything after: the power is gone.</summary>
    public void LoseNextFlush() => _losing = true;

    public void LosePower() => _dead = true;

    public ISegmentFile Open(string path, FileMode mode)
    {
        Fail();
        lock (_gate)
            _durable.TryAdd(path, mode == FileMode.Open ? File.ReadAllBytes(path) : []);
        return new VolatileFile(this, path, SegmentFile.Open(path, mode));
    }

    /// <summary>Leaves the files as they are found when the machine starts again.</summary>
    public void Settle()
    {
        if (!_dead)
            return;
        foreach ((string path, byte[] durable) in _durable)
        {
            byte[] written = File.ReadAllBytes(path);
            int length = _random.Next(3) switch
            {
                0 => durable.Length,
                1 => written.Length,
                _ => _random.Next(Math.Min(durable.Length, written.Length), Math.Max(durable.Length, written.Length) + 1),
            };
            var found = new byte[length];                            // zero where nothing came
            for (int at = 0; at < length; at += Sector)
            {
                byte[] source = _random.Next(2) == 0 ? written : durable;
                int count = Math.Min(Math.Min(Sector, length - at), source.Length - at);
                if (count > 0)
                    source.AsSpan(at, count).CopyTo(found.AsSpan(at));
            }
            File.WriteAllBytes(path, found);
        }
    }

    private void Fail()
    {
        lock (_gate)
            if (_dead || _random.NextDouble() < FaultChance)
                throw FaultyDisk.Broken;
    }

    private sealed class VolatileFile(VolatileDisk disk, string path, ISegmentFile file) : ISegmentFile
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            try
            {
                disk.Fail();
            }
            catch
            {
                file.Write(bytes[..disk._random.Next(bytes.Length)], offset);
                throw;
            }
            file.Write(bytes, offset);
        }

        public void Flush()
        {
            if (disk._losing)
                disk._dead = true;
            disk.Fail();
            byte[] content = File.ReadAllBytes(path);
            lock (disk._gate)
                disk._durable[path] = content;
        }

        public void SetLength(long length)
        {
            disk.Fail();
            file.SetLength(length);
        }

        public void Dispose() => file.Dispose();
    }
}
