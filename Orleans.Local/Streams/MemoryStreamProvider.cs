using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Streams;

/// <summary>Memory streams: an event goes to each subscription's own queue, and from there to the subscriber.</summary>
sealed class MemoryStreamProvider : IStreamProvider
{
    const string SubscriptionStorage = "PubSubStore";

    readonly ConcurrentDictionary<(StreamId, Type), object> _streams = new();

    internal MemoryStreamProvider(IServiceProvider services, string name)
    {
        if (services.GetKeyedService<IGrainStorage>(SubscriptionStorage) is null)
        {
            throw new InvalidOperationException(
                $"Stream provider '{name}' needs a grain storage named '{SubscriptionStorage}' for its subscriptions, as in Orleans: add one.");
        }

        Name = name;
        Silo = services.GetRequiredService<Silo>();
        MaxDeliveryTime = services.GetRequiredService<IOptionsMonitor<StreamPullingAgentOptions>>().Get(name).MaxEventDeliveryTime;
    }

    public string Name { get; }

    internal Silo Silo { get; }

    internal TimeSpan MaxDeliveryTime { get; }

    public IAsyncStream<T> GetStream<T>(StreamId streamId) =>
        (MemoryStreamOf<T>)_streams.GetOrAdd((streamId, typeof(T)), static (key, provider) => new MemoryStreamOf<T>(provider, key.Item1), this);
}

/// <summary>One stream and its subscriptions.</summary>
sealed class MemoryStreamOf<T>(MemoryStreamProvider provider, StreamId id) : IAsyncStream<T>
{
    readonly Lock _lock = new();
    readonly List<StreamSubscription<T>> _subscriptions = [];
    long _sequence = DateTime.UtcNow.Ticks;

    public StreamId StreamId => id;

    public string ProviderName => provider.Name;

    internal MemoryStreamProvider Provider => provider;

    /// <summary>Done when every subscription has the event in its queue; a full queue refuses it.</summary>
    public Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        Immutability.Demand(typeof(T), $"event of stream {id}");
        var context = RequestContext.Current;
        lock (_lock)
        {
            if (_subscriptions.Exists(static subscription => subscription.IsFull))
            {
                throw new InvalidOperationException($"Can not enqueue to stream {id} since the count has reached its maximum of {StreamSubscription<T>.Capacity}");
            }

            var next = new StreamEvent<T>(item, new StreamPosition(_sequence++), context);
            foreach (var subscription in _subscriptions)
            {
                subscription.Enqueue(next);
            }
        }

        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => throw new NotSupportedException("Memory streams carry events only.");

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var subscription = new StreamSubscription<T>(this, observer);
        lock (_lock)
        {
            _subscriptions.Add(subscription);
        }

        return Task.FromResult<StreamSubscriptionHandle<T>>(subscription);
    }

    public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles()
    {
        var owner = Activation.Current?.Id;
        lock (_lock)
        {
            return Task.FromResult<IList<StreamSubscriptionHandle<T>>>([.. _subscriptions.Where(subscription => subscription.Owner == owner)]);
        }
    }

    internal void Remove(StreamSubscription<T> subscription)
    {
        lock (_lock)
        {
            _subscriptions.Remove(subscription);
        }
    }
}
