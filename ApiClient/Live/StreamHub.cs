using System.Threading.Channels;
using GoldenSignals.Grains;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Streams;

namespace GoldenSignals.ApiClient.Live;

/// <summary>
/// Subscribes once to the grid's streams and tells the clients what they bring, in the order of each shard's log and nothing twice.
/// What a stream has lost is read from the log.
/// </summary>
internal sealed partial class StreamHub : BackgroundService
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    // What the streams hand over and one loop takes; full, it holds the streams back.
    private readonly Channel<DecisionBatch> _batches = Channel.CreateBounded<DecisionBatch>(new BoundedChannelOptions(256) { SingleReader = true });
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IClusterClient _client;
    private readonly Grid _grid;
    private readonly TimeProvider _clock;
    private readonly ApiOptions _options;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger _log;
    private readonly long[] _epochs;                                  // of each shard, of the batch that came last

    public StreamHub(IClusterClient client, Grid grid, TimeProvider clock, IOptions<ApiOptions> options, IOptions<GridOptions> gridOptions, IHostApplicationLifetime lifetime, ILogger<StreamHub> log)
    {
        (_client, _grid, _clock, _options, _lifetime, _log) = (client, grid, clock, options.Value, lifetime, log);
        Queries = new(grid);
        _epochs = new long[gridOptions.Value.Shards];
        Ends = new(0, false, new long[gridOptions.Value.Shards]);
        Clients = new(options.Value, new LogPosition(Ends.Identity, [.. Ends.Last]), clock);
    }

    public FanOut Clients { get; }

    /// <summary>The standing queries of all callers.</summary>
    public QueryBoard Queries { get; }

    /// <summary>The log, as it was when this began.</summary>
    public LogEnds Ends { get; private set; }

    /// <summary>Completes when every stream is subscribed to.</summary>
    public Task Connected => _connected.Task;

    public bool IsConnected => Connected.IsCompleted;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // At the first word of stopping: once the grid's services stop, it can no longer be told.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, _lifetime.ApplicationStopping);
        Task beating = Beat(ending.Token), refreshing = Refresh(ending.Token);
        var subscriptions = new List<Func<Task>>();
        try
        {
            await _lifetime.Started(ending.Token);
            Ends = await Persist(_grid.History.LogEnds, ending.Token);                 // first: what comes behind it comes by the streams
            Clients.Begin(new(Ends.Identity, [.. Ends.Last]));
            for (int partition = 0; partition < GridStreams.Partitions; partition++)
                subscriptions.Add(await Connect(partition, ending.Token));
            _connected.TrySetResult();
            await foreach (DecisionBatch batch in _batches.Reader.ReadAllAsync(ending.Token))
                await Take(batch, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            await Disconnect(subscriptions);
        }
        await Task.WhenAll(beating, refreshing);
    }

    private async Task Take(DecisionBatch batch, CancellationToken stopping)
    {
        (int shard, long epoch) = (batch.Shard, batch.Batch.Epoch);
        if (!Ends.Keeps && _epochs[shard] != 0 && epoch > _epochs[shard])
        {
            // What was not kept is gone with the shard's last activation: its numbers begin anew, and no old id means anything.
            Ends = Ends with { Identity = Ends.Identity + 1 };
            Clients.Miss(shard, upTo: 0);
            LogPosition anew = Clients.Position;
            anew[shard] = batch.After;
            Clients.Begin(new(Ends.Identity, [.. Enumerable.Range(0, anew.Shards).Select(i => anew[i])]));
        }
        _epochs[shard] = epoch;
        long told = Clients.Position[shard];
        if (batch.Batch.Number <= told)
            return;                                                  // it came again
        if (batch.After > told)
            await Heal(shard, told, batch.After, stopping);
        Clients.Send(new(shard, batch.Batch.Number, batch.Bars, [.. batch.Decisions.Select(decision => DecisionRow.Of(decision, batch.Batch.Number))])
        {
            Turns = Queries.Take(batch),
        });
    }

    /// <summary>Tells what did not come by the streams.</summary>
    private async Task Heal(int shard, long told, long upTo, CancellationToken stopping)
    {
        LogMissed(_log, shard, told, upTo);
        var log = new LogReplay(_grid);
        if (Ends.Keeps)
            await foreach (LiveRecord record in log.Read(shard, told, upTo, stopping))
                Clients.Send(record);
        if (!Ends.Keeps || !log.IsWhole)
            Clients.Miss(shard, upTo);
    }

    private async Task Beat(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(_options.StreamHeartbeat, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
                Clients.Beat();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    /// <summary>Learns of queries that were added or dropped elsewhere.</summary>
    private async Task Refresh(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(s_retry, _clock);
        try
        {
            await Connected.WaitAsync(stopping);
            do
                await Persist<object?>(async () =>
                {
                    await Queries.Refresh();
                    return null;
                }, stopping);
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private async Task<Func<Task>> Connect(int partition, CancellationToken stopping)
    {
        StreamSubscriptionHandle<DecisionBatch> handle = await Persist(
            () => _client.GetStreamProvider(GridStreams.Provider).GetStream<DecisionBatch>(GridStreams.Of(GridStreams.Decisions, partition)).SubscribeAsync(new Observer(_batches.Writer)),
            stopping);
        return handle.UnsubscribeAsync;
    }

    /// <summary>Tries until it works: the grid may still be starting.</summary>
    private async Task<T> Persist<T>(Func<Task<T>> work, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                return await work();
            }
#pragma warning disable CA1031                                        // whatever a grid that starts throws
            catch (Exception error)
#pragma warning restore CA1031
            {
                LogRetry(_log, error);
                await Task.Delay(s_retry, _clock, stopping);
            }
        }
    }

    /// <summary>Leaves no subscription behind that the grid would go on serving. It may be gone already; then there is none.</summary>
    private async Task Disconnect(List<Func<Task>> subscriptions)
    {
        _batches.Writer.TryComplete();
        try
        {
            await Task.WhenAll(subscriptions.Select(unsubscribe => unsubscribe())).WaitAsync(s_retry, _clock);
        }
#pragma warning disable CA1031                                        // stopping goes on
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogLeft(_log, error.Message);
        }
    }

    public override void Dispose()
    {
        Clients.Dispose();
        Queries.Dispose();
        base.Dispose();
    }

    [LoggerMessage(LogLevel.Debug, "The grid does not answer the event stream yet")]
    private static partial void LogRetry(ILogger log, Exception error);

    [LoggerMessage(LogLevel.Warning, "The streams have lost what shard {Shard} decided between its records {Told} and {UpTo}")]
    private static partial void LogMissed(ILogger log, int shard, long told, long upTo);

    [LoggerMessage(LogLevel.Debug, "Stream subscriptions were not given back: {Reason}")]
    private static partial void LogLeft(ILogger log, string reason);

    private sealed class Observer(ChannelWriter<DecisionBatch> batches) : IAsyncObserver<DecisionBatch>
    {
        public async Task OnNextAsync(DecisionBatch item, StreamSequenceToken? token = null)
        {
            if (await batches.WaitToWriteAsync())
                await batches.WriteAsync(item);
        }

        public Task OnCompletedAsync() => Task.CompletedTask;

        public Task OnErrorAsync(Exception ex) => Task.CompletedTask;    // what was lost shows in the next batch
    }
}
