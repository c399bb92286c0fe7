namespace GoldenSignals.ApiClient.Live;

/// <summary>Where a client's frames go.</summary>
internal interface IFrameWriter
{
    StreamFormat Format { get; }

    ValueTask Write(ReadOnlyMemory<byte> bytes, CancellationToken cancel);

    /// <summary>Sends what was written.</summary>
    ValueTask Flush(CancellationToken cancel);
}

/// <summary>A client's way through the stream: what it missed, then what comes, until it is too slow.</summary>
internal sealed class StreamRun(StreamHub hub, Grid grid, ReplaySlots slots, StreamSubscriber subscriber, IFrameWriter to)
{
    private const int FlushBytes = 64 << 10;
    private static readonly TimeSpan s_ahead = TimeSpan.FromSeconds(2);

    private byte[]? _lastId;
    private int _unflushed;

    /// <summary>Begins to give the client what it wishes, after it has got what came since an id.</summary>
    /// <param name="lastId">The last that the client had; null or empty for from now on.</param>
    public async Task Attach(StreamWish wish, string? lastId, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(lastId))
        {
            hub.Clients.Attach(subscriber, wish, null, out _);
            return;
        }
        if (!LogPosition.TryParse(lastId, out LogPosition? at, out ToldEvent told) || at.Shards != hub.Ends.Last.Length || at.Log != hub.Ends.Identity)
        {
            await AttachAfterGap(wish, GapReasons.UnknownId, null, cancel);
            return;
        }
        using var ahead = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        ahead.CancelAfter(s_ahead);
        while (true)
        {
            Task advanced = hub.Clients.Advanced;
            switch (hub.Clients.Attach(subscriber, wish, at, out LiveRecord[] missed))
            {
                case Attachment.Attached:
                    foreach (LiveRecord record in missed)
                        await Tell(record, wish, at, told, cancel);
                    await Flush(cancel);
                    return;
                case Attachment.Behind:
                    if (!await Replay(wish, at, told, cancel))
                    {
                        await AttachAfterGap(wish, GapReasons.NotKept, lastId, cancel);
                        return;
                    }
                    break;
                case Attachment.Ahead:
                    await advanced.WaitAsync(ahead.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    cancel.ThrowIfCancellationRequested();
                    if (!ahead.IsCancellationRequested)
                        break;
                    await AttachAfterGap(wish, GapReasons.UnknownId, lastId, cancel);
                    return;
            }
        }
    }

    /// <summary>Gives the client what comes, until it is too slow; it is told so.</summary>
    public async Task Follow(CancellationToken cancel)
    {
        using var giving = CancellationTokenSource.CreateLinkedTokenSource(cancel, subscriber.GivenUp);
        while (await subscriber.WaitAsync(giving.Token))
        {
            while (subscriber.TryRead() is { } frame)
            {
                _lastId = frame.LastId ?? _lastId;
                await Write(frame.Bytes, giving.Token);
            }
            await Flush(giving.Token);
        }
        await Gap(GapReasons.TooSlow, _lastId is null ? null : System.Text.Encoding.UTF8.GetString(_lastId), giving.Token);
    }

    private async Task AttachAfterGap(StreamWish wish, string reason, string? after, CancellationToken cancel)
    {
        hub.Clients.Attach(subscriber, wish, null, out _);
        await Gap(reason, after, cancel);
    }

    /// <summary>Reads from the log up to where the stream is by now.</summary>
    /// <returns>False when it is not all kept.</returns>
    private async Task<bool> Replay(StreamWish wish, LogPosition at, ToldEvent told, CancellationToken cancel)
    {
        if (!hub.Ends.Keeps)
            return false;
        using IDisposable slot = await slots.Take(cancel);
        LogPosition until = hub.Clients.Position;
        IReadOnlySet<int> shards = wish.Shards(until.Shards);
        var log = new LogReplay(grid);
        await foreach (LiveRecord record in log.Read(at.Copy(), until, shards, cancel))
            await Tell(record, wish, at, told, cancel);
        foreach (int shard in shards)
            at[shard] = Math.Max(at[shard], until[shard]);
        if ((wish.Events & StreamEvents.OfQueries) != 0)
            await Gap(GapReasons.QueriesNotKept, null, cancel);
        await Flush(cancel);
        return log.IsWhole;
    }

    private async Task Tell(LiveRecord record, StreamWish wish, LogPosition at, ToldEvent told, CancellationToken cancel)
    {
        at[record.Shard] = record.Sequence;
        var frames = new EventFrames(to.Format);
        (string, string) ids = at.IdOf(record.Shard);
        for (int row = 0; row < record.Rows.Length; row++)
            foreach (LiveEvent item in record.Events(row, ids))
            {
                // Queries share a number: the connection may have broken between two of them.
                if (!wish.Wants(item) || told.Covers(record.Shard, record.Sequence, item.Owner is null ? item.Number : item.Number + 1))
                    continue;
                frames.Add(item);
                if (frames.Bytes > EventFrames.FullBytes)
                    await Give(frames.Take());
            }
        await Give(frames.Take());

        async ValueTask Give(StreamFrame? frame)
        {
            if (frame is null)
                return;
            _lastId = frame.LastId;
            await Write(frame.Bytes, cancel);
        }
    }

    private async Task Gap(string reason, string? after, CancellationToken cancel)
    {
        await Write(EventFrames.Gap(to.Format, reason, after), cancel);
        await Flush(cancel);
    }

    private async ValueTask Write(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        await to.Write(bytes, cancel);
        _unflushed += bytes.Length;
        if (_unflushed > FlushBytes)
            await Flush(cancel);
    }

    private async ValueTask Flush(CancellationToken cancel)
    {
        _unflushed = 0;
        await to.Flush(cancel);
    }
}

/// <summary>How many clients may read the log at a time; the others wait for their turn.</summary>
internal sealed class ReplaySlots(Microsoft.Extensions.Options.IOptions<ApiOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.Value.StreamReplays);

    public async Task<IDisposable> Take(CancellationToken cancel)
    {
        await _free.WaitAsync(cancel);
        return new Slot(_free);
    }

    public void Dispose() => _free.Dispose();

    private sealed class Slot(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
