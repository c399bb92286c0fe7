namespace GoldenSignals.Silo.Storage;

/// <summary>Where the records lie in those files that were read or written lately: 64 shards that read the same file cost one walk over it.</summary>
internal sealed class SegmentIndexes
{
    private const int MostRecords = 4_000_000;                       // 8 bytes each

    private sealed class Held(Task<SegmentIndex> index)
    {
        public Task<SegmentIndex> Index => index;
        public long Used { get; set; }
    }

    private readonly Lock _gate = new();
    private readonly Dictionary<long, Held> _held = [];
    private long _uses;

    public void Add(long number, SegmentIndex index)
    {
        lock (_gate)
            _held[number] = new(Task.FromResult(index)) { Used = ++_uses };
    }

    public void Drop(long number)
    {
        lock (_gate)
            _held.Remove(number);
    }

    /// <param name="next">The file after it; null when it is the last.</param>
    public Task<SegmentIndex> Of(Segment segment, Segment? next)
    {
        lock (_gate)
        {
            if (!_held.TryGetValue(segment.Number, out Held? held) || held.Index.IsFaulted)
            {
                MakeRoom();
                _held[segment.Number] = held = new(Task.Run(() => SegmentScan.Of(segment, next, long.MaxValue, CancellationToken.None).Index));
            }
            held.Used = ++_uses;
            return held.Index;
        }
    }

    /// <summary>Forgets what was not used for longest, but never the newest file: it may be the one that is being written, whose index is made by writing.</summary>
    private void MakeRoom()
    {
        long records = _held.Values.Sum(held => held.Index.IsCompletedSuccessfully ? held.Index.Result.Records : 0L);
        long newest = _held.Count == 0 ? 0 : _held.Keys.Max();
        while (records > MostRecords && _held.Count > 1)
        {
            (long number, Held oldest) = _held.Where(pair => pair.Key != newest).MinBy(pair => pair.Value.Used);
            records -= oldest.Index.IsCompletedSuccessfully ? oldest.Index.Result.Records : 0;
            _held.Remove(number);
        }
    }
}
