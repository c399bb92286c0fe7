using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>A grain class: what its attributes say, and how an instance is made.</summary>
sealed class GrainClass
{
    readonly ObjectFactory _factory;
    readonly PersistentStateParameter[] _states;
    readonly TimeSpan? _collectionAge;

    internal GrainClass(Type type)
    {
        Type = type;
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        MaxWorkers = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers ?? 0;
        _collectionAge = type.IsDefined(typeof(KeepAliveAttribute), inherit: true)
            ? TimeSpan.MaxValue
            : type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit;
        _states = PersistentStateParameter.Of(type);
        _factory = ActivatorUtilities.CreateFactory(type, [.. _states.Select(state => state.Type)]);
    }

    internal Type Type { get; }

    internal bool IsReentrant { get; }

    /// <summary>How many activations of one id may work in parallel; 0 for a grain that is no stateless worker.</summary>
    internal int MaxWorkers { get; }

    internal TimeSpan CollectionAge(Silo silo) => _collectionAge ?? silo.CollectionAge;

    internal object Create(Activation activation) =>
        _factory(activation.ActivationServices, [.. _states.Select(state => state.Create(activation))]);

    internal static async ValueTask Release(object? instance)
    {
        if (instance is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync();
        }
        else if (instance is IDisposable disposable)
        {
            disposable.Dispose();
        }
    }
}
