namespace GoldenSignals.ApiClient.Live;

/// <summary>The newest records of the log, at hand for clients that come back.</summary>
/// <param name="capacity">Decisions that are kept.</param>
/// <param name="begin">Where the log is when this begins.</param>
internal sealed class RecentRecords(int capacity, LogPosition begin)
{
    private readonly Queue<LiveRecord> _records = [];
    private readonly LogPosition _since = begin.Copy();               // everything behind it is here
    private int _rows;

    public void Add(LiveRecord record)
    {
        _records.Enqueue(record);
        _rows += record.Rows.Length;
        while (_rows > capacity && _records.TryDequeue(out LiveRecord? oldest))
        {
            _rows -= oldest.Rows.Length;
            _since[oldest.Shard] = Math.Max(_since[oldest.Shard], oldest.Sequence);
        }
    }

    /// <summary>Records of a shard up to this one are missing here.</summary>
    public void Miss(int shard, long upTo) => _since[shard] = Math.Max(_since[shard], upTo);

    /// <summary>Whether all that came behind a place is here, of some shards.</summary>
    public bool GoesBackTo(LogPosition position, IEnumerable<int> shards) => shards.All(shard => position[shard] >= _since[shard]);

    /// <summary>What came behind a place, of some shards, in the order in which it came.</summary>
    public LiveRecord[] Behind(LogPosition position, IReadOnlySet<int> shards) =>
        [.. _records.Where(record => record.Sequence > position[record.Shard] && shards.Contains(record.Shard))];
}
