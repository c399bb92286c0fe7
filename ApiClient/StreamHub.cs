using System.Threading.Channels;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Streams;

namespace GoldenSignals.ApiClient;

/// <summary>
/// Subscribes once to the grid's streams and hands their events to the clients of the event stream, a bar before its
/// decision and the decision before its signal.
/// </summary>
internal sealed partial class StreamHub(
    IClusterClient client, TimeProvider clock, IOptions<ApiOptions> options, IHostApplicationLifetime lifetime, ILogger<StreamHub> log) : BackgroundService
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    // What the streams hand over and one loop takes; full, it holds the streams back.
    private readonly Channel<object> _batches = Channel.CreateBounded<object>(new BoundedChannelOptions(256) { SingleReader = true });
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BarsFirst _order = new();

    /// <summary>The clients. Their events' ids rise over restarts too: they start at the clock, which is faster than events come.</summary>
    public FanOut Clients { get; } = new(options.Value, clock.GetUtcNow().ToUnixTimeMilliseconds() * 1000);

    /// <summary>Completes when every stream is subscribed to.</summary>
    public Task Connected => _connected.Task;

    public bool IsConnected => Connected.IsCompleted;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // At the first word of stopping: once the grid's services stop, it can no longer be told.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        Task beating = Beat(ending.Token);
        var subscriptions = new List<Func<Task>>();
        try
        {
            await lifetime.Started(ending.Token);
            // Bars before decisions: no decision may come whose bar has been missed.
            for (int partition = 0; partition < GridStreams.Partitions; partition++)
                await Connect<BarBatch>(GridStreams.Bars, partition, subscriptions, ending.Token);
            for (int partition = 0; partition < GridStreams.Partitions; partition++)
                await Connect<DecisionBatch>(GridStreams.Decisions, partition, subscriptions, ending.Token);
            _connected.TrySetResult();
            await foreach (object batch in _batches.Reader.ReadAllAsync(ending.Token))
                Clients.Send(Items(batch));
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            await Disconnect(subscriptions);
        }
        await beating;
    }

    private IEnumerable<StreamItem> Items(object batch)
    {
        if (batch is BarBatch bars)
            foreach (SymbolBar bar in bars.Bars)
            {
                yield return new(bar);
                foreach (Decision decision in _order.OnBar(bar))
                    foreach (StreamItem item in Items(decision))
                        yield return item;
            }
        if (batch is DecisionBatch decisions)
            foreach (Decision decision in decisions.Decisions)
                if (_order.OnDecision(decision))
                    foreach (StreamItem item in Items(decision))
                        yield return item;
    }

    private static StreamItem[] Items(Decision decision) => decision.IsSignal
        ? [new(StreamEvents.Decision, decision), new(StreamEvents.Signal, decision)]
        : [new(StreamEvents.Decision, decision)];

    private async Task Beat(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(options.Value.StreamHeartbeat, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
                Clients.Beat();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private async Task Connect<T>(string name, int partition, List<Func<Task>> subscriptions, CancellationToken stopping) where T : class
    {
        while (true)
        {
            try
            {
                IAsyncStream<T> stream = client.GetStreamProvider(GridStreams.Provider).GetStream<T>(GridStreams.Of(name, partition));
                StreamSubscriptionHandle<T> handle = await stream.SubscribeAsync(new Observer<T>(_batches.Writer));
                subscriptions.Add(handle.UnsubscribeAsync);
                return;
            }
#pragma warning disable CA1031                                        // the grid may still be starting, whatever it throws then
            catch (Exception error)
#pragma warning restore CA1031
            {
                LogRetry(log, name, partition, error);
                await Task.Delay(s_retry, clock, stopping);
            }
        }
    }

    /// <summary>Leaves no subscription behind that the grid would go on serving. It may be gone already; then there is none.</summary>
    private async Task Disconnect(List<Func<Task>> subscriptions)
    {
        _batches.Writer.TryComplete();
        try
        {
            await Task.WhenAll(subscriptions.Select(unsubscribe => unsubscribe())).WaitAsync(s_retry, clock);
        }
#pragma warning disable CA1031                                        // stopping goes on
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogLeft(log, error.Message);
        }
    }

    public override void Dispose()
    {
        Clients.Dispose();
        base.Dispose();
    }

    [LoggerMessage(LogLevel.Debug, "Stream {Stream}/{Partition} cannot be subscribed to yet")]
    private static partial void LogRetry(ILogger log, string stream, int partition, Exception error);

    [LoggerMessage(LogLevel.Debug, "Stream subscriptions were not given back: {Reason}")]
    private static partial void LogLeft(ILogger log, string reason);

    private sealed class Observer<T>(ChannelWriter<object> batches) : IAsyncObserver<T> where T : class
    {
        public async Task OnNextAsync(T item, StreamSequenceToken? token = null)
        {
            if (await batches.WaitToWriteAsync())
                await batches.WriteAsync(item);
        }

        public Task OnCompletedAsync() => Task.CompletedTask;

        public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
    }
}
