namespace GoldenSignals.Silo.Storage;

/// <summary>Writes the last file of the journal, group by group, and begins the next when it is full or has failed. For one thread.</summary>
/// <remarks>
/// After a failed write or fsync nobody knows what of the group is in the file, and after a failed fsync not even of the mark before
/// it. So the file is cut back to the end of its last durable group and that is fsynced before anything else is accepted; then a new
/// file is begun, whose header says how much of the old one counts. As long as one of these fails, so does every group.
/// </remarks>
internal sealed class SegmentWriter : IDisposable
{
    private readonly SegmentList _list;
    private readonly string _folder;
    private readonly int _segmentBytes;
    private readonly TimeProvider _clock;
    private readonly Func<string, FileMode, ISegmentFile> _open;
    private byte[] _buffer = [];
    private ISegmentFile _file;
    private SegmentIndex _index;
    private long _number, _durable, _end;                            // end: with the mark that lies behind what is durable
    private bool _failed;

    /// <param name="last">Number of the file before the one that is begun; 0 when there is none.</param>
    /// <param name="length">How much of that counts.</param>
    /// <param name="heads">Where the shards stand.</param>
    public SegmentWriter(
        SegmentList list, string folder, JournalOptions options, TimeProvider clock, Func<string, FileMode, ISegmentFile> open, long last, long length, ShardHead[] heads)
    {
        (_list, _folder, _segmentBytes, _clock, _open) = (list, folder, options.SegmentBytes, clock, open);
        (_number, _durable) = (last, length);
        (_file, _index) = Begun(heads);
    }

    /// <summary>Where the shards stand, durably.</summary>
    public ShardHead[] Heads => _index.Heads();

    /// <summary>Makes a group of records durable. They follow what is there.</summary>
    /// <exception cref="Exception">Anything that the file threw: none of the records counts.</exception>
    public void Commit(IReadOnlyList<StoredRecord> records, int bytes)
    {
        try
        {
            if (_failed)
                Mend();
            else if (_index.Records > 0 && _end + bytes > _segmentBytes)
                Begin();
            _file.Write(Encoded(records, bytes), _end);
            _file.Flush();
        }
        catch
        {
            _failed = true;                                          // also where only the next file could not be begun: its header may be there, and nothing may be added before it
            throw;
        }
        if (_end > _durable)
            _index.Add(new Frame(Frame.MarkBytes, Frame.Durable, Shard: 0, Epoch: 0, Sequence: 0));
        foreach (StoredRecord record in records)
            _index.Add(new Frame(Frame.BytesOf(record), record.Kind, record.Shard, record.Epoch, record.Sequence));
        _durable = _end += bytes;
        if (TryMark(_file, Frame.Durable, _number, _end))
            _end += Frame.MarkBytes;
        else
            _failed = true;
    }

    /// <summary>Ends without another file: what is written stays as it is.</summary>
    public void Dispose()
    {
        try
        {
            _file.Flush();                                           // for the last mark
        }
        finally
        {
            _file.Dispose();
        }
    }

    private Span<byte> Encoded(IReadOnlyList<StoredRecord> records, int bytes)
    {
        if (_buffer.Length < bytes)
            _buffer = GC.AllocateUninitializedArray<byte>(Math.Max(bytes, 2 * _buffer.Length));
        int used = 0;
        foreach (StoredRecord record in records)
            used += Frame.WriteRecord(_buffer.AsSpan(used), record, _number, _end + used);
        return _buffer.AsSpan(0, used);
    }

    private void Mend()
    {
        _file.SetLength(_durable);
        _file.Flush();
        Begin();
        _failed = false;
    }

    /// <summary>Goes over to the next file; only once that is durable may the one before say that there is one.</summary>
    private void Begin()
    {
        (ISegmentFile before, long number, long end) = (_file, _number, _end);
        (_file, _index) = Begun(Heads);
        if (!_failed)
            TryMark(before, Frame.Ended, number, end);
        before.Dispose();
    }

    private (ISegmentFile File, SegmentIndex Index) Begun(ShardHead[] heads)
    {
        var header = new SegmentHeader(_number + 1, _clock.GetUtcNow().UtcDateTime, _durable, heads);
        string path = Segment.PathOf(_folder, header.Number);
        ISegmentFile file = _open(path, FileMode.Create);
        try
        {
            file.Write(header.Encoded(), 0);
            file.Flush();
            DiskFlush.Folder(_folder);
        }
        catch
        {
            file.Dispose();                                          // the file stays: the next try overwrites it
            throw;
        }
        var index = new SegmentIndex(header);
        _number = header.Number;
        _durable = _end = header.Length;
        _list.Add(new(header.Number, path, header, Damage: null), index);
        return (file, index);
    }

    /// <summary>Marks what is there. Not fsynced: it outlives the process at once, and the power with the next group.</summary>
    private static bool TryMark(ISegmentFile file, byte kind, long number, long end)
    {
        Span<byte> mark = stackalloc byte[Frame.MarkBytes];
        Frame.WriteMark(mark, kind, number, end);
        try
        {
            file.Write(mark, end);
            return true;
        }
#pragma warning disable CA1031                                        // what is there is durable all the same
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }
}
