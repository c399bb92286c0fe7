using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Local;

namespace Orleans.Runtime;

/// <summary>The one silo: finds or makes the activation for each call, and ends them all when the host stops.</summary>
sealed class Silo : IClusterClient, IHostedService, IDisposable
{
    static readonly TimeSpan SweepPeriod = TimeSpan.FromMilliseconds(250);

    readonly ConcurrentDictionary<GrainId, IDestination> _directory = new();
    readonly GrainClasses _classes = new();
    readonly Timer _sweeper;
    readonly CancellationTokenSource _stopping = new();

    public Silo(IServiceProvider services)
    {
        Services = services;
        Log = services.GetRequiredService<ILoggerFactory>().CreateLogger("Orleans.Local");
        Time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        ResponseTimeout = services.GetRequiredService<IOptions<SiloMessagingOptions>>().Value.ResponseTimeout;
        CollectionAge = services.GetRequiredService<IOptions<GrainCollectionOptions>>().Value.CollectionAge;
        ShuffleSeed = services.GetRequiredService<IOptions<LocalRuntimeOptions>>().Value.ShuffleSeed;
        Traces = services.GetService<CallTraces>() is not null;
        Filters = [.. services.GetServices<IIncomingGrainCallFilter>()];
        _sweeper = new Timer(static state => ((Silo)state!).Sweep(), this, SweepPeriod, SweepPeriod);
    }

    public IServiceProvider ServiceProvider => Services;

    internal IServiceProvider Services { get; }

    internal ILogger Log { get; }

    internal TimeProvider Time { get; }

    internal TimeSpan ResponseTimeout { get; }

    internal TimeSpan CollectionAge { get; }

    internal int? ShuffleSeed { get; }

    internal string Identity { get; } = "local";

    internal bool Traces { get; }

    internal bool IsStopping => _stopping.IsCancellationRequested;

    internal IIncomingGrainCallFilter[] Filters { get; }

    /// <summary>The observers of a client take turns, as it is one consumer, whatever it has subscribed to.</summary>
    internal SemaphoreSlim ClientTurn { get; } = new(1);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        return GrainProxy<TGrainInterface>.Create(this, new(_classes.Behind(typeof(TGrainInterface), grainClassNamePrefix), primaryKey, 0));
    }

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey =>
        GrainProxy<TGrainInterface>.Create(this, new(_classes.Behind(typeof(TGrainInterface), grainClassNamePrefix), null, primaryKey));

    internal object Refer(Type grainInterface, GrainId id) => ProxyFactory.For(grainInterface)(this, id);

    internal IDestination Locate(GrainId id)
    {
        if (_stopping.IsCancellationRequested && Activation.Current is null && !_directory.ContainsKey(id))
        {
            throw new InvalidOperationException($"The silo is stopping: {id} is not activated any more.");
        }

        return _directory.GetOrAdd(id, static (id, silo) => id.Class.MaxWorkers > 0 ? new WorkerPool(silo, id) : new Activation(silo, id), this);
    }

    internal void Dispatch(GrainId id, Request request)
    {
        try
        {
            Locate(id).Accept(request);
        }
        catch (InvalidOperationException exception)
        {
            request.Fail(exception);
        }
    }

    internal void Remove(Activation activation, WorkerPool? pool)
    {
        if (pool is null)
        {
            _directory.TryRemove(new(activation.Id, activation));
        }
        else
        {
            pool.Remove(activation);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Deactivates every grain; those that deactivating grains call meanwhile, too.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The silo is shutting down.");
        while (!_directory.IsEmpty && !cancellationToken.IsCancellationRequested)
        {
            var all = _directory.ToArray();
            await Task.WhenAll(all.Select(entry => entry.Value.Deactivate(reason))).WaitAsync(cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var pool in all.Where(static entry => entry.Value is WorkerPool))
            {
                _directory.TryRemove(pool);
            }
        }
    }

    public void Dispose()
    {
        _sweeper.Dispose();
        _stopping.Dispose();
        ClientTurn.Dispose();
    }

    void Sweep()
    {
        var now = Environment.TickCount64;
        foreach (var entry in _directory)
        {
            entry.Value.Sweep(now);
        }
    }
}
