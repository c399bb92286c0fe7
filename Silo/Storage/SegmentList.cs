using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace GoldenSignals.Silo.Storage;

/// <summary>The files of a journal, oldest first, and how a shard's records are found and read in them.</summary>
internal sealed class SegmentList(IEnumerable<Segment> segments)
{
    private const int RecordsAtOnce = 256, BytesAtOnce = 4 << 20;

    private readonly Lock _changing = new();
    private readonly SegmentIndexes _indexes = new();
    private volatile Segment[] _segments = [.. segments];
    private volatile SegmentIndex? _writing;                         // of the last file, unless nobody writes here

    /// <summary>As they are now.</summary>
    public Segment[] Segments => _segments;

    /// <summary>Adds the file that the writer has begun.</summary>
    public void Add(Segment segment, SegmentIndex index)
    {
        lock (_changing)
        {
            _indexes.Add(segment.Number, index);
            _writing = index;
            _segments = [.. _segments, segment];
        }
    }

    /// <summary>Takes out the files before one.</summary>
    public void DropBefore(long number)
    {
        lock (_changing)
        {
            foreach (Segment segment in _segments.Where(segment => segment.Number < number))
                _indexes.Drop(segment.Number);
            _segments = [.. _segments.Where(segment => segment.Number >= number)];
        }
    }

    /// <summary>Walks one of <paramref name="segments"/>, as they were; the last only as far as it is durable.</summary>
    public SegmentScan Scan(Segment[] segments, int at, CancellationToken cancel)
    {
        bool last = at + 1 == segments.Length;
        long end = last && _writing is { } writing && segments[at] == _segments[^1] ? writing.End : long.MaxValue;
        return SegmentScan.Of(segments[at], last ? null : segments[at + 1], end, cancel);
    }

    /// <summary>Sequence of a shard's oldest record.</summary>
    public long First(int shard) => 1 + (_segments.FirstOrDefault(segment => segment.Header is not null)?.Header!.Heads[shard].Last ?? 0);

    /// <summary>Where a shard stands, durably.</summary>
    /// <exception cref="JournalDamagedException">The last file does not say.</exception>
    public async Task<ShardHead> Head(int shard)
    {
        if (_segments is not [.., var last])
            return default;
        SegmentIndex? index = last.Header is null ? null : await _indexes.Of(last, next: null);
        return (index is null ? last.Damage : index.Damage) is { } damage ? throw damage.Exception() : index![shard];
    }

    /// <summary>A shard's records behind one, up to the last that is durable when it is come to.</summary>
    public async IAsyncEnumerable<StoredRecord> Read(int shard, long after, [EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            Segment[] segments = _segments;
            if (Find(segments, shard, after) is not (>= 0 and var at))
                yield break;
            Segment segment = segments[at];
            Segment? next = at + 1 < segments.Length ? segments[at + 1] : null;
            after = Math.Max(after, segment.Header!.Heads[shard].Last);
            List<StoredRecord> records;
            try
            {
                SegmentIndex index = await _indexes.Of(segment, next);
                records = await Task.Run(() => Next(segment, index, shard, after), cancel);
                if (records.Count == 0 && (index.Damage ?? next?.Damage) is { } damage)
                    throw damage.Exception();
            }
            catch (FileNotFoundException)
            {
                if (Array.Exists(_segments, other => other.Number == segment.Number))
                    throw Segment.Missing(segment.Path).Exception();
                continue;                                            // pruned meanwhile: what is kept now begins later
            }
            if (records.Count == 0)
                yield break;
            foreach (StoredRecord record in records)
            {
                cancel.ThrowIfCancellationRequested();
                yield return record;
            }
            after = records[^1].Sequence;
        }
    }

    /// <summary>The file in which the record after one is, or would be: the last one that was begun no later.</summary>
    /// <returns>Its place; -1 when there are no files.</returns>
    private static int Find(Segment[] segments, int shard, long after)
    {
        int at = Array.FindLastIndex(segments, segment => segment.Header is { } header && header.Heads[shard].Last <= after);
        if (at < 0 && segments is [{ Damage: { } damage }, ..])
            throw damage.Exception();
        return at < 0 && segments.Length > 0 ? 0 : at;               // from the oldest kept
    }

    private static List<StoredRecord> Next(Segment segment, SegmentIndex index, int shard, long after)
    {
        Span<FramePlace> places = stackalloc FramePlace[RecordsAtOnce];
        places = places[..index.Next(shard, after, places)];
        var records = new List<StoredRecord>(places.Length);
        if (places.Length == 0)
            return records;
        using SafeFileHandle file = FileWindow.Open(segment.Path);
        int bytes = 0;
        foreach (FramePlace place in places)
        {
            if (records.Count > 0 && (bytes += place.Bytes) > BytesAtOnce)
                break;
            byte[] frame = GC.AllocateUninitializedArray<byte>(place.Bytes);
            if (RandomAccess.Read(file, frame, place.Offset) != frame.Length || Frame.Of(frame, frame.Length) is not { } read || read.Bytes != frame.Length
                || read.Shard != shard || read.Sequence != ++after || !Frame.Holds(frame, segment.Number, place.Offset))
                throw new JournalDamagedException(segment.Path, place.Offset, $"this is not shard {shard}'s record as it was written here");
            records.Add(new(shard, read.Epoch, read.Sequence, read.Kind, frame.AsMemory(Frame.RecordBytes)));
        }
        return records;
    }
}
