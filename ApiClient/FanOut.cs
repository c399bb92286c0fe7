using System.Buffers;
using System.Collections.Frozen;

namespace GoldenSignals.ApiClient;

/// <summary>
/// The clients of the event stream, and the way of an event to them: numbered, written once, given to whoever wants it.
/// Who wants all symbols gets the events of a batch in one piece, shared by all who want the same: a thousand clients
/// then cost little more than one.
/// </summary>
internal sealed class FanOut(ApiOptions options, long lastId) : IDisposable
{
    private const int MaxChunkBytes = 60 << 10;                      // below the large-object heap

    private readonly Lock _lock = new();
    private readonly EventFrames _frames = new();
    private readonly List<StreamSubscriber>[] _everySymbol = [.. Enumerable.Range(0, (int)StreamEvents.All + 1).Select(_ => new List<StreamSubscriber>())];
    private readonly Chunk[] _chunks = [.. Enumerable.Range(0, (int)StreamEvents.All + 1).Select(_ => new Chunk())];
    private readonly Dictionary<string, List<StreamSubscriber>> _bySymbol = [];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <returns>Null when as many are subscribed as may be. Give it back with <see cref="Unsubscribe"/>.</returns>
    public StreamSubscriber? Subscribe(StreamEvents events, FrozenSet<string>? symbols)
    {
        lock (_lock)
        {
            if (_count >= options.MaxStreams)
                return null;
            _count++;
            var subscriber = new StreamSubscriber(events, symbols, options.StreamQueueEvents) { SubscribedAfter = lastId };
            if (symbols is null)
                _everySymbol[(int)events].Add(subscriber);
            foreach (string symbol in symbols ?? [])
            {
                if (!_bySymbol.TryGetValue(symbol, out List<StreamSubscriber>? interested))
                    _bySymbol.Add(symbol, interested = []);
                interested.Add(subscriber);
            }
            return subscriber;
        }
    }

    public void Unsubscribe(StreamSubscriber subscriber)
    {
        lock (_lock)
        {
            _count--;
            if (subscriber.Symbols is null)
                _everySymbol[(int)subscriber.Events].Remove(subscriber);
            foreach (string symbol in subscriber.Symbols ?? [])
            {
                _bySymbol[symbol].Remove(subscriber);
                if (_bySymbol[symbol].Count == 0)
                    _bySymbol.Remove(symbol);
            }
        }
    }

    public void Send(IEnumerable<StreamItem> items)
    {
        // One lock for the whole batch: whoever subscribes gets all of it or nothing.
        lock (_lock)
        {
            foreach (StreamItem item in items)
                Send(++lastId, item);
            for (int events = 1; events < _chunks.Length; events++)
                Flush(events);
        }
    }

    public void Beat()
    {
        lock (_lock)
            foreach (StreamSubscriber subscriber in _everySymbol.Concat(_bySymbol.Values).SelectMany(some => some).Distinct())
                subscriber.Offer(EventFrames.Heartbeat);
    }

    public void Dispose() => _frames.Dispose();

    private void Send(long id, in StreamItem item)
    {
        ReadOnlySpan<byte> bytes = default;
        for (int events = 1; events < _chunks.Length; events++)
        {
            if ((events & (int)item.Kind) == 0 || _everySymbol[events].Count == 0)
                continue;
            if (bytes.IsEmpty)
                bytes = _frames.Of(id, item);
            if (_chunks[events].Add(id, bytes) > MaxChunkBytes)
                Flush(events);
        }
        if (!_bySymbol.TryGetValue(item.Symbol, out List<StreamSubscriber>? interested))
            return;
        StreamFrame? frame = null;
        foreach (StreamSubscriber subscriber in interested)
            if ((subscriber.Events & item.Kind) != 0)
                subscriber.Offer(frame ??= new(id, 1, (bytes.IsEmpty ? _frames.Of(id, item) : bytes).ToArray()));
    }

    private void Flush(int events)
    {
        if (_chunks[events].Take() is not { } frame)
            return;
        foreach (StreamSubscriber subscriber in _everySymbol[events])
            subscriber.Offer(frame);
    }

    /// <summary>Events that go out together.</summary>
    private sealed class Chunk
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();
        private long _lastId;
        private int _events;

        /// <returns>Bytes so far.</returns>
        public int Add(long id, ReadOnlySpan<byte> bytes)
        {
            _bytes.Write(bytes);
            _lastId = id;
            _events++;
            return _bytes.WrittenCount;
        }

        public StreamFrame? Take()
        {
            if (_events == 0)
                return null;
            var frame = new StreamFrame(_lastId, _events, _bytes.WrittenSpan.ToArray());
            _bytes.ResetWrittenCount();
            _events = 0;
            return frame;
        }
    }
}
