using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>An event on its way, with the request context of whoever published it.</summary>
sealed record StreamEvent<T>(T Item, StreamSequenceToken Token, ImmutableDictionary<string, object>? Context);

/// <summary>
/// One subscription: its own queue, so that a slow or failing grain or client holds up no other. Events are delivered one
/// after the other: to a grain as requests, so they take turns with its calls; to the client's observers in turn.
/// </summary>
sealed class StreamSubscription<T> : StreamSubscriptionHandle<T>
{
    internal const int Capacity = 16384;

    static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(10);
    static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(1);

    readonly Queue<StreamEvent<T>> _queue = new();
    readonly MemoryStreamOf<T> _stream;
    Consumer _consumer;
    bool _delivering;
    bool _ended;

    internal StreamSubscription(MemoryStreamOf<T> stream, IAsyncObserver<T> observer)
    {
        (_stream, Owner) = (stream, Activation.Current?.Id);
        _consumer = new(observer, Activation.Current);
    }

    /// <summary>The grain that subscribed; none for the client.</summary>
    internal GrainId? Owner { get; }

    internal bool IsFull
    {
        get
        {
            lock (_queue)
            {
                return _queue.Count >= Capacity;
            }
        }
    }

    public override StreamId StreamId => _stream.StreamId;

    public override string ProviderName => _stream.ProviderName;

    public override Guid HandleId { get; } = Guid.NewGuid();

    Silo Silo => _stream.Provider.Silo;

    public override Task UnsubscribeAsync()
    {
        _stream.Remove(this);
        lock (_queue)
        {
            _ended = true;
            _queue.Clear();
        }

        return Task.CompletedTask;
    }

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null)
    {
        _consumer = new(observer, Activation.Current);
        return Task.FromResult<StreamSubscriptionHandle<T>>(this);
    }

    internal void Enqueue(StreamEvent<T> item)
    {
        lock (_queue)
        {
            _queue.Enqueue(item);
            if (_delivering)
            {
                return;
            }

            _delivering = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static subscription => _ = subscription.DeliverAll(), this, preferLocal: false);
    }

    async Task DeliverAll()
    {
        while (!Silo.IsStopping && Next() is { } item)
        {
            await Deliver(item);
        }
    }

    StreamEvent<T>? Next()
    {
        lock (_queue)
        {
            _delivering = _queue.TryDequeue(out var next);
            return next;
        }
    }

    /// <summary>A subscriber that throws gets the same event again, until it is given up; then it hears of it, and the next one follows.</summary>
    async Task Deliver(StreamEvent<T> item)
    {
        var started = Silo.Time.GetTimestamp();
        for (var pause = FirstRetry; !_ended && !Silo.IsStopping; pause = pause * 2 < LongestRetry ? pause * 2 : LongestRetry)
        {
            try
            {
                await Send(item.Context, observer => observer.OnNextAsync(item.Item, item.Token));
                return;
            }
            catch (Exception exception)
            {
                Silo.Log.LogWarning(exception, "A subscriber of stream {Stream} failed", StreamId);
            }

            if (Silo.Time.GetElapsedTime(started) > _stream.Provider.MaxDeliveryTime)
            {
                var failure = new StreamEventDeliveryFailureException($"Failed to deliver an event of stream {StreamId}.");
                await Send(item.Context, observer => observer.OnErrorAsync(failure)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            }

            await Task.Delay(pause, Silo.Time);
        }
    }

    Task Send(ImmutableDictionary<string, object>? context, Func<IAsyncObserver<T>, Task> what)
    {
        if (Owner is not { } owner)
        {
            return SendToClient(context, what);
        }

        var delivery = new Delivery(this, what) { Method = GrainMethod.Internal, Context = context, SentMs = Environment.TickCount64 };
        Silo.Dispatch(owner, delivery);
        return delivery.Answer;
    }

    async Task SendToClient(ImmutableDictionary<string, object>? context, Func<IAsyncObserver<T>, Task> what)
    {
        RequestContext.Current = context;
        await Silo.ClientTurn.WaitAsync();
        try
        {
            await what(_consumer.Observer);
        }
        finally
        {
            Silo.ClientTurn.Release();
        }
    }

    sealed record Consumer(IAsyncObserver<T> Observer, Activation? Activation);

    /// <summary>An event for a grain. An activation that has not resumed the subscription lets it pass.</summary>
    sealed class Delivery(StreamSubscription<T> subscription, Func<IAsyncObserver<T>, Task> what) : Request<Nothing>
    {
        public override Task Call(object grain)
        {
            var consumer = subscription._consumer;
            return consumer.Activation == Activation.Current ? what(consumer.Observer) : Task.CompletedTask;
        }
    }
}

/// <summary>The place of an event: its number.</summary>
sealed class StreamPosition(long number) : StreamSequenceToken
{
    public override long SequenceNumber { get; protected set; } = number;

    public override int EventIndex { get; protected set; }
}
