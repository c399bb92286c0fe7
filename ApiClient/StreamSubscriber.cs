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

/// <summary>An event as it goes over the wire.</summary>
/// <param name="Id">The event's number; 0 for a comment, which has none.</param>
internal readonly record struct StreamFrame(long Id, byte[] Bytes);

/// <summary>One client of the event stream: what it wants, and the frames that wait for it.</summary>
/// <param name="symbols">Only these; null for all.</param>
internal sealed class StreamSubscriber(StreamEvents events, FrozenSet<string>? symbols, int capacity)
{
    // Not SingleReader: when it overflows, the writer empties it.
    private readonly Channel<StreamFrame> _frames = Channel.CreateBounded<StreamFrame>(capacity);

    public FrozenSet<string>? Symbols => symbols;

    /// <summary>The newest event issued before this subscriber was there.</summary>
    public long SubscribedAfter { get; set; }

    /// <summary>The client was too slow: what waited was dropped, and nothing follows.</summary>
    public bool HasGap { get; private set; }

    public ChannelReader<StreamFrame> Frames => _frames.Reader;

    public bool Wants(StreamEvents kind) => (events & kind) != 0;

    public void Offer(StreamFrame frame)
    {
        if (_frames.Writer.TryWrite(frame))
            return;
        HasGap = true;
        _frames.Writer.TryComplete();
        while (_frames.Reader.TryRead(out _))
        {
            // A slow client must not keep the memory of what it will not get.
        }
    }
}
