using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A named source of streams.</summary>
public interface IStreamProvider
{
    string Name { get; }

    IAsyncStream<T> GetStream<T>(StreamId streamId);
}

/// <summary>A stream: events go in by <see cref="IAsyncObserver{T}.OnNextAsync"/> and out to every subscriber, in order.</summary>
public interface IAsyncStream<T> : IAsyncObservable<T>, IAsyncObserver<T>
{
    StreamId StreamId { get; }

    string ProviderName { get; }

    /// <summary>The subscriptions of the calling grain, or of the client.</summary>
    Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles();
}

/// <summary>What can be subscribed to.</summary>
public interface IAsyncObservable<T>
{
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer);
}

/// <summary>What receives events, one at a time.</summary>
public interface IAsyncObserver<in T>
{
    Task OnNextAsync(T item, StreamSequenceToken? token = null);

    Task OnCompletedAsync() => Task.CompletedTask;

    /// <summary>An event could not be delivered and is skipped.</summary>
    Task OnErrorAsync(Exception ex);
}

/// <summary>The place of an event in its stream.</summary>
public abstract class StreamSequenceToken
{
    public abstract long SequenceNumber { get; protected set; }

    public abstract int EventIndex { get; protected set; }
}

/// <summary>A subscription, for whoever made it.</summary>
public abstract class StreamSubscriptionHandle<T>
{
    public abstract StreamId StreamId { get; }

    public abstract string ProviderName { get; }

    public abstract Guid HandleId { get; }

    public abstract Task UnsubscribeAsync();

    /// <summary>Gives the subscription another observer; a grain does so when it activates again.</summary>
    public abstract Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null);
}

/// <summary>An event was not delivered within <see cref="Configuration.StreamPullingAgentOptions.MaxEventDeliveryTime"/>.</summary>
public class StreamEventDeliveryFailureException(string message) : Exception(message);
