namespace GoldenSignals.ApiClient.Live;

/// <summary>Subscribers that want the same: an event is filtered, gathered and written once for all of them.</summary>
/// <remarks>Everything happens under the lock of the <see cref="FanOut"/>.</remarks>
/// <param name="timer">Of the window; null for none: then <see cref="Flush"/> comes after each batch.</param>
internal sealed class StreamGroup(StreamWish wish, Func<StreamGroup, ITimer?> timer) : IDisposable
{
    private readonly EventFrames _frames = new(wish.Format);
    private readonly List<(LiveEvent? Event, int Conflated)> _gathered = [];
    private readonly Dictionary<(string, TimeSpan), int> _bars = [];  // where each symbol's bar is among those
    private ITimer? _timer;

    public StreamWish Wish => wish;

    public HashSet<StreamSubscriber> Members { get; } = [];

    public bool HasGathered => _gathered.Count > 0;

    public void Add(LiveEvent item)
    {
        if (_gathered.Count == 0 && wish.Window > TimeSpan.Zero)
            (_timer ??= timer(this))?.Change(wish.Window, Timeout.InfiniteTimeSpan);
        int conflated = 0;
        if (item.Kind == StreamEvents.Bar && wish.Window > TimeSpan.Zero)
        {
            if (_bars.TryGetValue((item.Symbol, item.Interval), out int older))
            {
                conflated = _gathered[older].Conflated + 1;
                _gathered[older] = default;
            }
            _bars[(item.Symbol, item.Interval)] = _gathered.Count;
        }
        _gathered.Add((item, conflated));
    }

    /// <summary>Gives its members what was gathered.</summary>
    public void Flush()
    {
        foreach ((LiveEvent? item, int conflated) in _gathered)
        {
            if (item is not null)
                _frames.Add(item, conflated);
            if (_frames.Bytes > EventFrames.FullBytes)
                Offer(_frames.Take()!);
        }
        _gathered.Clear();
        _bars.Clear();
        if (_frames.Take() is { } last)
            Offer(last);
    }

    public void Offer(StreamFrame frame)
    {
        foreach (StreamSubscriber member in Members)
            member.Offer(frame);
    }

    public void Dispose() => _timer?.Dispose();
}
