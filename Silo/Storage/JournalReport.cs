namespace GoldenSignals.Silo.Storage;

/// <summary>One file of the journal, as the janitor and the user see it.</summary>
/// <param name="LastWriteUtc">When something was last written to it, by the file system.</param>
/// <param name="FirstSequences">For each shard, the sequence that its first record in the file has, or would have.</param>
public sealed record JournalSegment(string Name, long Number, long Bytes, DateTime BegunUtc, DateTime LastWriteUtc, long[] FirstSequences)
{
    internal static JournalSegment Of(Segment segment)
    {
        var file = new FileInfo(segment.Path);
        return new(file.Name, segment.Number, file.Exists ? file.Length : 0, segment.Header!.BegunUtc, file.LastWriteTimeUtc, [.. segment.Header.Heads.Select(head => head.Last + 1)]);
    }
}

/// <summary>What a walk over the whole journal found.</summary>
/// <param name="TornBytes">At the end of the last file, from a crash; the next start cuts them off.</param>
/// <param name="Last">For each shard, the sequence of its last record.</param>
/// <param name="Damage">The first; null when there is none.</param>
public sealed record JournalCheck(int Segments, long Records, long Bytes, long TornBytes, long[] Last, JournalDamage? Damage)
{
    internal static JournalCheck Of(SegmentList list, CancellationToken cancel)
    {
        long records = 0, bytes = 0, torn = 0;
        long[] last = [];
        JournalDamage? first = null;
        Segment[] segments = list.Segments;
        for (int at = 0; at < segments.Length; at++)
        {
            JournalDamage? damage = segments[at].Damage;
            if (damage is null)
            {
                SegmentScan scan = list.Scan(segments, at, cancel);
                damage = scan.Index.Damage;
                records += scan.Index.Records;
                bytes += scan.Index.End;
                torn += scan.Torn;
                last = [.. scan.Index.Heads().Select(head => head.Last)];
            }
            first ??= damage;
        }
        return new(segments.Length, records, bytes, torn, last, first);
    }
}
