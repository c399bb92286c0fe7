using GoldenSignals.Grains;
using Microsoft.Extensions.Logging;

namespace GoldenSignals.Silo.Storage;

/// <summary>The journal of a grid in one process: numbered files in a folder, all shards in one, so that one fsync serves them all.</summary>
/// <remarks>
/// <see cref="SegmentHeader"/> and <see cref="Frame"/> say what the files look like, <see cref="SegmentScan"/> what is taken for a torn
/// end and what for damage, <see cref="SegmentWriter"/> what happens when a write fails. Every opening begins a new file; what the
/// one before holds at its end is fsynced first, so that whoever builds on it can.
/// </remarks>
public sealed partial class FileJournalStore : IJournalStore
{
    private readonly SegmentList _list;
    private readonly int _shards;
    private readonly GroupCommit? _commit;                           // null when it was opened for reading

    private FileJournalStore(SegmentList list, int shards, GroupCommit? commit) => (_list, _shards, _commit) = (list, shards, commit);

    /// <summary>Opens a journal for one process that has its folder to itself; makes it when there is none.</summary>
    /// <param name="open">How its files are opened for writing; default: by the operating system.</param>
    /// <exception cref="JournalDamagedException">The last file is damaged, or missing, or was written for another number of shards.</exception>
    public static FileJournalStore Open(
        string folder, int shards, JournalOptions options, TimeProvider clock, ILogger<FileJournalStore> log, Func<string, FileMode, ISegmentFile>? open = null)
    {
        open ??= SegmentFile.Open;
        DataFolder.Make(folder);
        List<Segment> segments = Segment.Of(folder);
        long last = 0, end = 0;
        Segment? unbegun = Unbegun(segments, shards);
        if (unbegun is not null)
        {
            LogTorn(log, unbegun.Path, 0, new FileInfo(unbegun.Path).Length);
            last = unbegun.Number - 1;                               // the file that is begun below takes its place
        }
        var heads = new ShardHead[shards];
        if (segments is [.., var before])
        {
            last = before.Number;
            (heads, end) = Mended(before, shards, nextWasThere: unbegun is not null, open, log);
        }
        foreach (Segment damaged in segments.Where(segment => segment.Damage is not null))
            LogDamaged(log, damaged.Path, damaged.Damage!.Offset, damaged.Damage.What);
        var list = new SegmentList(segments);
        return new(list, shards, new GroupCommit(new SegmentWriter(list, folder, options, clock, open, last, end, heads), options, log));
    }

    /// <summary>Opens a journal to look at, also while another process writes it. It is not mended, and what was written up to now is all that is seen.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static FileJournalStore OpenRead(string folder)
    {
        List<Segment> segments = Segment.Of(folder);
        int shards = segments.Find(segment => segment.Header is not null)?.Header!.Heads.Length ?? 0;
        Unbegun(segments, shards);                                   // another process may be about to begin it
        return new(new SegmentList(segments), shards, commit: null);
    }

    /// <summary>Shards that it was made for; 0 when it was opened for reading and has no files.</summary>
    public int Shards => _shards;

    /// <summary>Whether the last that was to be written could not be.</summary>
    public bool IsFailing => _commit is { IsFailing: true };

    public async ValueTask<JournalTail> Open(int shard)
    {
        (ShardHead head, Task durable) = Writing.Open(Known(shard));
        await durable;
        return new(head.Epoch, head.Last, _list.First(shard));
    }

    public async ValueTask<JournalTail> Tail(int shard)
    {
        ShardHead head = await _list.Head(Known(shard));
        return new(head.Epoch, head.Last, _list.First(shard));
    }

    public ValueTask Append(StoredRecord record)
    {
        Known(record.Shard);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(record.Kind, Frame.Ended, nameof(record));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(record.Body.Length, Frame.MaxBodyBytes, nameof(record));
        return new(Writing.Append(record));
    }

    public IAsyncEnumerable<StoredRecord> Read(int shard, long after, CancellationToken cancel = default) => _list.Read(Known(shard), after, cancel);

    /// <summary>The files, oldest first.</summary>
    public JournalSegment[] Segments() => [.. _list.Segments.Where(segment => segment.Header is not null).Select(segment => JournalSegment.Of(segment))];

    /// <summary>Reads everything there is and says whether it is what was written.</summary>
    public JournalCheck Verify(CancellationToken cancel = default) => JournalCheck.Of(_list, cancel);

    /// <summary>Deletes the oldest files of which no shard needs a record any more; never the last.</summary>
    /// <param name="keepFrom">For each shard, the sequence of the first record that must stay.</param>
    /// <param name="dryRun">Whether to say only what would go.</param>
    /// <returns>What goes.</returns>
    public JournalSegment[] Prune(IReadOnlyList<long> keepFrom, bool dryRun = false)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(keepFrom.Count, _shards, nameof(keepFrom));
        Segment[] segments = _list.Segments;
        int first = Array.FindLastIndex(segments, segment => segment.Header is { } header && header.Heads.Zip(keepFrom).All(shard => shard.First.Last < shard.Second));
        Segment[] going = segments[..Math.Max(0, first)];
        JournalSegment[] said = [.. going.Where(segment => segment.Header is not null).Select(segment => JournalSegment.Of(segment))];
        if (dryRun || going.Length == 0)
            return said;
        _list.DropBefore(segments[first].Number);
        foreach (Segment segment in going)                           // oldest first: interrupted, none is missing between two
        {
            File.Delete(segment.Path);
            DiskFlush.Folder(Path.GetDirectoryName(segment.Path)!);
        }
        return said;
    }

    /// <summary>Writes what waits, then closes.</summary>
    public ValueTask DisposeAsync() => _commit?.DisposeAsync() ?? default;

    private GroupCommit Writing => _commit ?? throw new NotSupportedException("the journal was opened for reading");

    private int Known(int shard) => (uint)shard < (uint)_shards ? shard : throw new ArgumentOutOfRangeException(nameof(shard), shard, $"the journal has {_shards} shards");

    /// <summary>Takes the last file out if it has not come to have its header.</summary>
    private static Segment? Unbegun(List<Segment> segments, int shards)
    {
        if (segments is not [.., var last] || !last.IsUnbegun(shards))
            return null;
        segments.Remove(last);
        return last;
    }

    /// <summary>Cuts a torn end off the last file and makes the rest durable.</summary>
    /// <returns>Where the shards stand, and its length then.</returns>
    private static (ShardHead[] Heads, long Length) Mended(Segment last, int shards, bool nextWasThere, Func<string, FileMode, ISegmentFile> open, ILogger log)
    {
        if (last.Damage is { } damage)
            throw damage.Exception();
        if (last.Header!.Heads.Length != shards)
            throw new JournalDamagedException(last.Path, 0, $"it was written for {last.Header.Heads.Length} shards, not {shards}");
        SegmentScan scan = SegmentScan.Of(last, next: null, end: long.MaxValue, CancellationToken.None);
        if (scan.Index.Damage is { } within)
            throw within.Exception();
        if (scan.Ended && !nextWasThere)
            throw Segment.Missing(Segment.PathOf(Path.GetDirectoryName(last.Path)!, last.Number + 1)).Exception();
        using ISegmentFile file = open(last.Path, FileMode.Open);
        if (scan.Torn > 0)
        {
            LogTorn(log, last.Path, scan.Index.End, scan.Torn);
            file.SetLength(scan.Index.End);
        }
        file.Flush();
        return (scan.Index.Heads(), scan.Index.End);
    }

    [LoggerMessage(LogLevel.Warning, "{File}, at {Offset}: {Bytes} bytes at the end were not completely written; they are cut off")]
    private static partial void LogTorn(ILogger log, string file, long offset, long bytes);

    [LoggerMessage(LogLevel.Error, "{File}, at {Offset}: {What}; what needs it cannot be read")]
    private static partial void LogDamaged(ILogger log, string file, long offset, string what);
}
