namespace GoldenSignals.Grains;

/// <summary>Answers by key, kept in memory for a day, the oldest for less when there are too many. Not thread-safe.</summary>
public sealed class RememberedAnswers(TimeProvider clock)
{
    public const int MostKeys = 10_000, MostBytes = 4 << 20;

    public static readonly TimeSpan Kept = TimeSpan.FromHours(24), LongestWork = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _oldestFirst = [];
    private int _bytes;

    private sealed class Entry(OnceRequest request, DateTimeOffset begun)
    {
        public OnceRequest Request => request;
        public DateTimeOffset Begun => begun;
        public byte[]? Answer { get; set; }
    }

    /// <summary>Whether the request is to be done.</summary>
    public OnceState Begin(OnceRequest request)
    {
        DateTimeOffset now = clock.GetUtcNow();
        MakeRoom(now);
        if (_entries.TryGetValue(request.Key, out LinkedListNode<Entry>? known))
        {
            if (known.Value.Request.Digest != request.Digest)
                return new OnceState(OnceStage.Another);
            if (known.Value.Answer is { } answer)
                return new OnceState(OnceStage.Done, answer);
            if (now - known.Value.Begun < LongestWork)
                return new OnceState(OnceStage.Running);
            Remove(known);                                           // who was at it has gone
        }
        _entries.Add(request.Key, _oldestFirst.AddLast(new Entry(request, now)));
        return new OnceState(OnceStage.New);
    }

    public void Done(OnceAnswer answer)
    {
        if (_entries.TryGetValue(answer.Key, out LinkedListNode<Entry>? node) && node.Value.Answer is null)
        {
            node.Value.Answer = answer.Answer;
            _bytes += answer.Answer.Length;
            MakeRoom(clock.GetUtcNow());
        }
    }

    public void Forget(string key)
    {
        if (_entries.TryGetValue(key, out LinkedListNode<Entry>? node) && node.Value.Answer is null)
            Remove(node);
    }

    private void MakeRoom(DateTimeOffset now)
    {
        while (_oldestFirst.First is { } oldest && (now - oldest.Value.Begun >= Kept || _entries.Count >= MostKeys || _bytes > MostBytes))
            Remove(oldest);
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _bytes -= node.Value.Answer?.Length ?? 0;
        _entries.Remove(node.Value.Request.Key);
        _oldestFirst.Remove(node);
    }
}
