using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;

namespace Orleans.Streams
{
    /// <summary>Subscribing with functions.</summary>
    public static class AsyncObservableExtensions
    {
        public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(
            this IAsyncObservable<T> obs, Func<T, StreamSequenceToken?, Task> onNextAsync) =>
            obs.SubscribeAsync(new FunctionObserver<T>(onNextAsync, null));

        public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(
            this IAsyncObservable<T> obs, Func<T, StreamSequenceToken?, Task> onNextAsync, Func<Exception, Task> onErrorAsync) =>
            obs.SubscribeAsync(new FunctionObserver<T>(onNextAsync, onErrorAsync));
    }

    /// <summary>Resuming with functions.</summary>
    public static class StreamSubscriptionHandleExtensions
    {
        public static Task<StreamSubscriptionHandle<T>> ResumeAsync<T>(
            this StreamSubscriptionHandle<T> handle, Func<T, StreamSequenceToken?, Task> onNextAsync, StreamSequenceToken? token = null) =>
            handle.ResumeAsync(new FunctionObserver<T>(onNextAsync, null), token);
    }

    /// <summary>An observer made of functions.</summary>
    sealed class FunctionObserver<T>(Func<T, StreamSequenceToken?, Task> onNext, Func<Exception, Task>? onError) : IAsyncObserver<T>
    {
        public Task OnNextAsync(T item, StreamSequenceToken? token = null) => onNext(item, token);

        public Task OnErrorAsync(Exception ex) => onError?.Invoke(ex) ?? Task.CompletedTask;
    }
}

namespace Orleans
{
    /// <summary>Streams, from a grain.</summary>
    public static class GrainStreamingExtensions
    {
        public static IStreamProvider GetStreamProvider(this Grain grain, string name) => StreamProviders.Find(grain.ServiceProvider, name);

        public static IStreamProvider GetStreamProvider(this IGrainBase grain, string name) =>
            StreamProviders.Find(grain.GrainContext.ActivationServices, name);
    }

    /// <summary>Streams, from a client.</summary>
    public static class ClientStreamingExtensions
    {
        public static IStreamProvider GetStreamProvider(this IClusterClient client, string name) => StreamProviders.Find(client.ServiceProvider, name);
    }

    static class StreamProviders
    {
        internal static IStreamProvider Find(IServiceProvider services, string name) => services.GetKeyedService<IStreamProvider>(name)
            ?? throw new KeyNotFoundException($"Stream provider '{name}' not found");
    }
}
