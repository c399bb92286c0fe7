using System.Collections.Frozen;
using System.Threading.Channels;

namespace GoldenSignals.ApiClient;

/// <summary>What the event stream tells of.</summary>
[Flags]
internal enum StreamEvents
{
    None = 0,
    Bar = 1,
    Decision = 2,
    Signal = 4,
    All = Bar | Decision | Signal,
}

/// <summary>One or more events as they go over the wire.</summary>
/// <param name="LastId">The number of the last of them; 0 for a comment, which has none.</param>
/// <param name="Events">How many they are.</param>
internal readonly record struct StreamFrame(long LastId, int Events, byte[] Bytes);

/// <summary>One client of the event stream: what it wants, and the frames that wait for it. One side offers, one side reads.</summary>
/// <param name="symbols">Only these; null for all.</param>
/// <param name="capacity">Events that may wait.</param>
internal sealed class StreamSubscriber(StreamEvents events, FrozenSet<string>? symbols, int capacity)
{
    private readonly Channel<StreamFrame> _frames = Channel.CreateUnbounded<StreamFrame>();      // bounded by the count of events
    private int _waiting;

    public StreamEvents Events => events;

    public FrozenSet<string>? Symbols => symbols;

    /// <summary>The newest event issued before this subscriber was there.</summary>
    public long SubscribedAfter { get; init; }

    /// <summary>The client was too slow: what waited was dropped, and nothing follows.</summary>
    public bool HasGap { get; private set; }

    /// <summary>Events that wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public void Offer(StreamFrame frame)
    {
        if (HasGap)
            return;
        if (Interlocked.Add(ref _waiting, frame.Events) <= capacity)
        {
            _frames.Writer.TryWrite(frame);
            return;
        }
        HasGap = true;
        _frames.Writer.TryComplete();
        while (_frames.Reader.TryRead(out _))
        {
            // A slow client must not keep the memory of what it will not get.
        }
    }

    /// <summary>Waits for frames; false when none will come any more, because there is a gap.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellation) => _frames.Reader.WaitToReadAsync(cancellation);

    public bool TryRead(out StreamFrame frame)
    {
        if (HasGap || !_frames.Reader.TryRead(out frame))
        {
            frame = default;
            return false;
        }
        Interlocked.Add(ref _waiting, -frame.Events);
        return true;
    }
}
