using System.Threading.Channels;

namespace GoldenSignals.ApiClient.Live;

/// <summary>One client of the stream: the frames that wait for it. One side offers, one side reads.</summary>
/// <param name="capacity">Events that may wait.</param>
internal sealed class StreamSubscriber(int capacity) : IDisposable
{
    /// <summary>How long a client that was too slow may take to hear of it.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    private readonly Channel<StreamFrame> _frames = Channel.CreateUnbounded<StreamFrame>();      // bounded by the count of events
    private readonly CancellationTokenSource _given = new();
    private int _waiting;

    /// <summary>The client was too slow: what waited was dropped, and nothing follows.</summary>
    public bool HasGap { get; private set; }

    /// <summary>The client was too slow, and does not even read that.</summary>
    public CancellationToken GivenUp => _given.Token;

    /// <summary>Events that wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>What the client gets; null while it wants nothing. Of the <see cref="FanOut"/>.</summary>
    public StreamGroup? Group { get; set; }

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
        _given.CancelAfter(s_grace);
    }

    /// <summary>Waits for frames; false when none will come any more, because there is a gap.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellation) => _frames.Reader.WaitToReadAsync(cancellation);

    public StreamFrame? TryRead()
    {
        if (HasGap || !_frames.Reader.TryRead(out StreamFrame? frame))
            return null;
        Interlocked.Add(ref _waiting, -frame.Events);
        return frame;
    }

    public void Dispose() => _given.Dispose();
}
