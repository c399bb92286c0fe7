namespace GoldenSignals.Silo.Storage;

/// <summary>Where a frame lies in its file.</summary>
internal readonly record struct FramePlace(int Offset, int Bytes);

/// <summary>Where each shard's records lie in one journal file. May be read while the writer adds to it.</summary>
internal sealed class SegmentIndex(SegmentHeader header)
{
    private readonly Lock _gate = new();
    private readonly List<FramePlace>?[] _records = new List<FramePlace>?[header.Heads.Length];
    private readonly ShardHead[] _heads = [.. header.Heads];

    /// <summary>What keeps the rest of the file from being read.</summary>
    public JournalDamage? Damage { get; set; }

    /// <summary>Bytes up to which the file has been read, or written durably.</summary>
    public long End { get; private set; } = header.Length;

    public int Shards => _heads.Length;

    /// <summary>Records of all shards.</summary>
    public int Records { get; private set; }

    public ShardHead this[int shard]
    {
        get
        {
            lock (_gate)
                return _heads[shard];
        }
    }

    public ShardHead[] Heads()
    {
        lock (_gate)
            return [.. _heads];
    }

    /// <summary>Why a frame cannot be the next one; null when it can.</summary>
    public string? Objection(in Frame frame)
    {
        if (frame.IsMark)
            return null;
        if (frame.Shard >= _heads.Length)
            return $"a record of shard {frame.Shard}, of {_heads.Length}";
        ShardHead head = _heads[frame.Shard];
        bool follows = frame.Kind == Frame.Opened
            ? frame.Sequence == head.Last && frame.Epoch > head.Epoch
            : frame.Sequence == head.Last + 1 && frame.Epoch == head.Epoch;
        return follows ? null : $"shard {frame.Shard}: record {frame.Sequence} of epoch {frame.Epoch} does not follow {head.Last} of epoch {head.Epoch}";
    }

    /// <summary>Adds the next frame, to which there must be no objection.</summary>
    public void Add(in Frame frame)
    {
        lock (_gate)
        {
            if (!frame.IsMark)
            {
                _heads[frame.Shard] = new(frame.Sequence, frame.Epoch);
                if (frame.Kind != Frame.Opened)
                {
                    (_records[frame.Shard] ??= []).Add(new((int)End, frame.Bytes));
                    Records++;
                }
            }
            End += frame.Bytes;
        }
    }

    /// <summary>The next records of a shard behind one that is not before the file.</summary>
    /// <returns>How many there are; 0 at the end.</returns>
    public int Next(int shard, long after, Span<FramePlace> places)
    {
        lock (_gate)
        {
            if (_records[shard] is not { } records)
                return 0;
            int from = (int)Math.Min(after - header.Heads[shard].Last, records.Count);
            int count = Math.Min(places.Length, records.Count - from);
            for (int i = 0; i < count; i++)
                places[i] = records[from + i];
            return count;
        }
    }
}
