namespace GoldenSignals.ApiClient.Live;

/// <summary>
/// The clients of the stream, and the way of an event to them. Those who want the same are a group, for which an event is written
/// once: a thousand clients then cost little more than one.
/// </summary>
/// <param name="position">How far the log has been told.</param>
internal sealed class FanOut(ApiOptions options, LogPosition position, TimeProvider clock) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StreamGroup> _groups = [];
    private readonly List<StreamGroup> _everySymbol = [];
    private readonly Dictionary<string, List<StreamGroup>> _bySymbol = [];
    private readonly List<StreamGroup> _written = [];
    private RecentRecords _recent = new(options.StreamRecentDecisions, position);
    private TaskCompletionSource _advanced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    /// <summary>Clients that are connected.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How far the log has been told.</summary>
    public LogPosition Position
    {
        get
        {
            lock (_lock)
                return position.Copy();
        }
    }

    /// <summary>Completes when something more has been told.</summary>
    public Task Advanced => Volatile.Read(ref _advanced).Task;

    /// <returns>Null when as many are connected as may be. Give it back with <see cref="Disconnect"/>.</returns>
    public StreamSubscriber? Connect()
    {
        lock (_lock)
        {
            if (_count >= options.MaxStreams)
                return null;
            _count++;
            return new(options.StreamQueueEvents);
        }
    }

    public void Disconnect(StreamSubscriber subscriber)
    {
        lock (_lock)
        {
            _count--;
            Leave(subscriber);
        }
        subscriber.Dispose();
    }

    /// <summary>From here on a client gets what it wishes, instead of what it wished before.</summary>
    /// <param name="from">Behind which place; null for from now on.</param>
    /// <param name="missed">What has come since that place: to be told first.</param>
    public Attachment Attach(StreamSubscriber subscriber, StreamWish wish, LogPosition? from, out LiveRecord[] missed)
    {
        lock (_lock)
        {
            missed = [];
            if (from is not null)
            {
                IReadOnlySet<int> shards = wish.Shards(position.Shards);
                if (shards.Any(shard => from[shard] > position[shard]))
                    return Attachment.Ahead;
                if (!_recent.GoesBackTo(from, shards))
                    return Attachment.Behind;
                missed = _recent.Behind(from, shards);
            }
            Leave(subscriber);
            Join(subscriber, wish);
            return Attachment.Attached;
        }
    }

    /// <summary>From here on a client gets nothing.</summary>
    public void Detach(StreamSubscriber subscriber)
    {
        lock (_lock)
            Leave(subscriber);
    }

    /// <summary>Begins at another place: of another log, or of the one that is known by now.</summary>
    public void Begin(LogPosition at)
    {
        lock (_lock)
        {
            position = at.Copy();
            _recent = new(options.StreamRecentDecisions, position);
        }
    }

    /// <summary>Tells of a record. One lock for all of it: whoever comes gets all of it or nothing.</summary>
    public void Send(LiveRecord record)
    {
        lock (_lock)
        {
            position[record.Shard] = record.Sequence;
            _recent.Add(record);
            (string, string)? ids = null;
            for (int row = 0; row < record.Rows.Length && _groups.Count > 0; row++)
            {
                bool some = _bySymbol.TryGetValue(record.Rows[row].Symbol, out List<StreamGroup>? interested);
                if (!some && _everySymbol.Count == 0)
                    continue;
                foreach (LiveEvent item in record.Events(row, ids ??= position.IdOf(record.Shard)))
                {
                    Give(item, _everySymbol);
                    if (some)
                        Give(item, interested!);
                }
            }
            foreach (StreamGroup group in _written)
                group.Flush();
            _written.Clear();
        }
        Interlocked.Exchange(ref _advanced, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    /// <summary>Tells everybody that something of a shard is missing, and can be had no more.</summary>
    public void Miss(int shard, long upTo)
    {
        lock (_lock)
        {
            _recent.Miss(shard, upTo);
            string before = position.ToString();
            position[shard] = Math.Max(position[shard], upTo);
            foreach (StreamGroup group in _groups.Values)
            {
                group.Flush();
                if (group.Wish.Shards(position.Shards).Contains(shard))
                    group.Offer(new(null, 1, EventFrames.Gap(group.Wish.Format, GapReasons.Missed, before)));
            }
        }
    }

    /// <summary>Shows the clients of event streams that theirs live.</summary>
    public void Beat()
    {
        lock (_lock)
            foreach (StreamGroup group in _groups.Values)
                if (group.Wish.Format == StreamFormat.Sse)
                    group.Offer(EventFrames.Heartbeat);
    }

    public void Dispose()
    {
        lock (_lock)
            foreach (StreamGroup group in _groups.Values)
                group.Dispose();
    }

    private void Give(LiveEvent item, List<StreamGroup> groups)
    {
        foreach (StreamGroup group in groups)
        {
            if (!group.Wish.Wants(item))
                continue;
            if (group.Wish.Window == TimeSpan.Zero && !group.HasGathered)
                _written.Add(group);
            group.Add(item);
        }
    }

    private void Join(StreamSubscriber subscriber, StreamWish wish)
    {
        if (_groups.TryGetValue(wish.Key, out StreamGroup? group))
        {
            group.Flush();                                           // what came before is not the new member's
        }
        else
        {
            _groups.Add(wish.Key, group = new(wish, Timer));
            if (wish.Symbols is null)
                _everySymbol.Add(group);
            foreach (string symbol in wish.Symbols ?? [])
            {
                if (!_bySymbol.TryGetValue(symbol, out List<StreamGroup>? interested))
                    _bySymbol.Add(symbol, interested = []);
                interested.Add(group);
            }
        }
        group.Members.Add(subscriber);
        subscriber.Group = group;
    }

    private void Leave(StreamSubscriber subscriber)
    {
        if (subscriber.Group is not { } group)
            return;
        subscriber.Group = null;
        group.Flush();                                               // what came before is still the old member's
        group.Members.Remove(subscriber);
        if (group.Members.Count > 0)
            return;
        group.Dispose();
        _groups.Remove(group.Wish.Key);
        _everySymbol.Remove(group);
        foreach (string symbol in group.Wish.Symbols ?? [])
            if (_bySymbol[symbol] is var interested && interested.Remove(group) && interested.Count == 0)
                _bySymbol.Remove(symbol);
    }

    private ITimer Timer(StreamGroup group) => clock.CreateTimer(_ =>
    {
        lock (_lock)
            group.Flush();
    }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}

/// <summary>How a client that comes back stands to what is at hand.</summary>
internal enum Attachment
{
    /// <summary>It gets what it missed, and then what comes.</summary>
    Attached,

    /// <summary>What it missed must be read from the log.</summary>
    Behind,

    /// <summary>It has been told more than has come here.</summary>
    Ahead,
}

/// <summary>Why events are missing.</summary>
internal static class GapReasons
{
    /// <summary>The client reads too slowly; the stream is closed.</summary>
    public const string TooSlow = "too-slow";

    /// <summary>The log no longer goes back to what the client had last.</summary>
    public const string NotKept = "not-kept";

    /// <summary>What the client had last is no id of this log.</summary>
    public const string UnknownId = "unknown-id";

    /// <summary>What standing queries had to say is not in the log.</summary>
    public const string QueriesNotKept = "queries-not-kept";

    /// <summary>Something did not reach this API process, and is not kept.</summary>
    public const string Missed = "missed";
}
