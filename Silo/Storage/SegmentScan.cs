using System.Buffers.Binary;

namespace GoldenSignals.Silo.Storage;

/// <summary>Walks a journal file from its header to its end, and says what the end is.</summary>
/// <param name="Index">Of what could be read.</param>
/// <param name="Torn">Bytes at the end of the last file that a crash left there: no record that was acknowledged.</param>
/// <param name="Ended">Whether the file says that there is one after it.</param>
/// <remarks>
/// A group of records is written, fsynced, marked as durable and only then acknowledged. So a mark proves all before it, and what lies
/// behind the last mark was not acknowledged, but for a machine that lost its power after the fsync and before the mark reached the
/// disk. Hence, where a frame of the last file does not hold:
/// <list type="bullet">
/// <item>a mark that holds lies behind: damage, whatever it is;</item>
/// <item>the file ends before the frame does, or before any record could: torn;</item>
/// <item>a disk sector of it, or what there is of one, is zero, as the file system made it: torn;</item>
/// <item>the frame is all there and yet wrong: damage, since it may have been acknowledged just before the power failed.</item>
/// </list>
/// In a file that is not the last one, whose length is in the header of the next, any frame that does not hold is damage.
/// </remarks>
internal sealed record SegmentScan(SegmentIndex Index, long Torn, bool Ended)
{
    private const int Sector = 512;

    /// <param name="file">The file up to where it counts.</param>
    /// <param name="last">Whether it is the last, where a torn end is no damage.</param>
    public static SegmentScan Of(FileWindow file, SegmentHeader header, bool last, CancellationToken cancel)
    {
        var index = new SegmentIndex(header);
        bool ended = false;
        while (index.End < file.Length)
        {
            cancel.ThrowIfCancellationRequested();
            long place = index.End;
            if (Frame.At(file, place) is not { } frame || !Frame.Holds(file.Read(place, frame.Bytes), header.Number, place))
            {
                if (last && IsTorn(file, index, header.Number))
                    return new(index, file.Length - place, ended);
                index.Damage = new(file.Path, place, "this is not what was written here");
                break;
            }
            if (index.Objection(frame) is { } objection)
            {
                index.Damage = new(file.Path, place, objection);
                break;
            }
            ended |= frame.Kind == Frame.Ended;
            index.Add(frame);
        }
        return new(index, Torn: 0, ended);
    }

    /// <summary>A file of the journal.</summary>
    /// <param name="next">The one after it; null when it is the last.</param>
    /// <param name="end">Where to end, when it is still being written.</param>
    public static SegmentScan Of(Segment segment, Segment? next, long end, CancellationToken cancel)
    {
        SegmentHeader header = segment.Header!;
        using var file = new FileWindow(segment.Path, limit: next?.Header?.LengthBefore ?? end);
        SegmentScan scan = Of(file, header, last: next is null, cancel);
        if (scan.Index.Damage is null && next?.Header is { } after && !(scan.Index.End == after.LengthBefore && scan.Index.Heads().AsSpan().SequenceEqual(after.Heads)))
            scan.Index.Damage = new(segment.Path, scan.Index.End, $"the file ends here; what {Path.GetFileName(next.Path)} says of its end differs");
        return scan;
    }

    private static bool IsTorn(FileWindow file, SegmentIndex index, long segment)
    {
        bool recordBehind = false;
        for (long place = index.End + 1; place < file.Length; place++)
        {
            if (Frame.At(file, place) is not { } frame || !IsPossible(frame, index, file.Length - index.End) || !Frame.Holds(file.Read(place, frame.Bytes), segment, place))
                continue;
            if (frame.IsMark)
                return false;
            recordBehind = true;
        }
        return (!recordBehind && IsCutShort(file, index.End)) || HasHole(file, index.End);
    }

    /// <summary>Whether a frame may lie somewhere in so many bytes behind the index: rules out nearly all that is none before its CRC is computed.</summary>
    private static bool IsPossible(in Frame frame, SegmentIndex index, long bytes)
    {
        if (frame.IsMark)
            return true;
        if (frame.Shard >= index.Shards)
            return false;
        ShardHead head = index[frame.Shard];
        return frame.Sequence >= head.Last && frame.Sequence - head.Last <= bytes && frame.Epoch >= head.Epoch && frame.Epoch - head.Epoch <= bytes;
    }

    private static bool IsCutShort(FileWindow file, long place)
    {
        long left = file.Length - place;
        return left < Frame.RecordBytes || BinaryPrimitives.ReadUInt32LittleEndian(file.Read(place, sizeof(uint))) is var rest && rest > left - 2 * sizeof(uint) && rest <= Frame.MaxBytes;
    }

    /// <summary>Whether a sector, or what there is of it, was left as the file system made it.</summary>
    private static bool HasHole(FileWindow file, long place)
    {
        for (long begin = place; begin < file.Length;)
        {
            long end = Math.Min((begin / Sector + 1) * Sector, file.Length);
            if (!file.Read(begin, (int)(end - begin)).ContainsAnyExcept((byte)0))
                return true;
            begin = end;
        }
        return false;
    }
}
