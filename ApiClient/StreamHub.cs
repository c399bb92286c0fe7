using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Threading.Channels;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Streams;

namespace GoldenSignals.ApiClient;

/// <summary>
/// Subscribes once to the grid's streams and fans their events out to the clients of the event stream: numbers each, puts
/// a bar before its decision and the decision before its signal, writes it once, and gives it to whoever wants it.
/// </summary>
internal sealed partial class StreamHub(
    IClusterClient client, TimeProvider clock, IOptions<ApiOptions> options, IHostApplicationLifetime lifetime, ILogger<StreamHub> log) : BackgroundService
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    // What the streams hand over and one loop takes; full, it holds the streams back.
    private readonly Channel<object> _batches = Channel.CreateBounded<object>(new BoundedChannelOptions(256) { SingleReader = true });
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _changing = new();
    private readonly BarsFirst _order = new();
    private readonly EventFrames _frames = new();
    private ImmutableArray<StreamSubscriber> _everything = [];
    private ImmutableDictionary<string, ImmutableArray<StreamSubscriber>> _bySymbol = ImmutableDictionary<string, ImmutableArray<StreamSubscriber>>.Empty;
    private int _subscribers;

    // Ids rise over restarts too: they go on from the clock, faster than events come.
    private long _lastId = clock.GetUtcNow().ToUnixTimeMilliseconds() * 1000;

    /// <summary>Completes when every stream is subscribed to.</summary>
    public Task Connected => _connected.Task;

    public bool IsConnected => Connected.IsCompleted;

    public int Subscribers => Volatile.Read(ref _subscribers);

    /// <returns>Null when as many are subscribed as may be. Give it back with <see cref="Unsubscribe"/>.</returns>
    public StreamSubscriber? Subscribe(StreamEvents events, FrozenSet<string>? symbols)
    {
        var subscriber = new StreamSubscriber(events, symbols, options.Value.StreamQueueEvents);
        lock (_changing)
        {
            if (_subscribers >= options.Value.MaxStreams)
                return null;
            _subscribers++;
            subscriber.SubscribedAfter = Interlocked.Read(ref _lastId);
            if (symbols is null)
                _everything = _everything.Add(subscriber);
            else
                foreach (string symbol in symbols)
                    _bySymbol = _bySymbol.SetItem(symbol, _bySymbol.GetValueOrDefault(symbol, []).Add(subscriber));
        }
        return subscriber;
    }

    public void Unsubscribe(StreamSubscriber subscriber)
    {
        lock (_changing)
        {
            _subscribers--;
            _everything = _everything.Remove(subscriber);
            foreach (string symbol in subscriber.Symbols ?? [])
            {
                ImmutableArray<StreamSubscriber> others = _bySymbol[symbol].Remove(subscriber);
                _bySymbol = others.IsEmpty ? _bySymbol.Remove(symbol) : _bySymbol.SetItem(symbol, others);
            }
        }
    }

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
                Take(batch);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            await Disconnect(subscriptions);
        }
        await beating;
    }

    private void Take(object batch)
    {
        if (batch is BarBatch bars)
        {
            foreach (SymbolBar bar in bars.Bars)
            {
                Send(StreamEvents.Bar, "bar", bar.Symbol, bar, static (id, kind, bar, frames) => frames.Of(id, kind, BarDocument.From(bar), DecisionJson.Default.BarDocument));
                foreach (Decision decision in _order.OnBar(bar))
                    Send(decision);
            }
        }
        else if (batch is DecisionBatch decisions)
        {
            foreach (Decision decision in decisions.Decisions)
                if (_order.OnDecision(decision))
                    Send(decision);
        }
    }

    private void Send(Decision decision)
    {
        Send(StreamEvents.Decision, "decision", decision.Symbol, decision, Frame);
        if (decision.IsSignal)
            Send(StreamEvents.Signal, "signal", decision.Symbol, decision, Frame);

        static StreamFrame Frame(long id, string kind, Decision decision, EventFrames frames) =>
            frames.Of(id, kind, DecisionSummary.From(decision), DecisionJson.Default.DecisionSummary);
    }

    private void Send<T>(StreamEvents kind, string name, string symbol, T item, Func<long, string, T, EventFrames, StreamFrame> frame)
    {
        // Under the lock, so that whoever subscribes knows which event is its first.
        lock (_changing)
        {
            long id = Interlocked.Increment(ref _lastId);
            StreamFrame? written = null;
            foreach (StreamSubscriber subscriber in _everything)
                if (subscriber.Wants(kind))
                    subscriber.Offer(written ??= frame(id, name, item, _frames));
            if (_bySymbol.TryGetValue(symbol, out ImmutableArray<StreamSubscriber> interested))
                foreach (StreamSubscriber subscriber in interested)
                    if (subscriber.Wants(kind))
                        subscriber.Offer(written ??= frame(id, name, item, _frames));
        }
    }

    private async Task Beat(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(options.Value.StreamHeartbeat, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
                foreach (StreamSubscriber subscriber in _everything.Concat(_bySymbol.Values.SelectMany(some => some)).Distinct())
                    subscriber.Offer(EventFrames.Heartbeat);
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
        _frames.Dispose();
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
