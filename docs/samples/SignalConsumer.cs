using GoldenSignals.Domain.Consensus;
using GoldenSignals.Grains;
using Orleans;
using Orleans.Streams;

namespace GoldenSignals.Samples;

/// <summary>
/// Gets every signal of the grid, inside the cluster: in a silo, or in a client of it. Signals come in batches, each of one shard;
/// a symbol's are in order. After a fault some come again: <see cref="Decision.Id"/> tells.
/// </summary>
public sealed class SignalConsumer(IClusterClient client, Func<Decision, Task> onSignal) : IAsyncObserver<DecisionBatch>, IDisposable
{
    private readonly Dictionary<int, long> _seen = [];               // by shard, the journal's record that came last
    private readonly SemaphoreSlim _turn = new(1);                   // partitions deliver beside each other

    /// <summary>From now on. Subscribe to every partition: a symbol's shard chooses which one it comes by.</summary>
    public async Task<IAsyncDisposable> Start()
    {
        var handles = new List<StreamSubscriptionHandle<DecisionBatch>>();
        for (int partition = 0; partition < GridStreams.Partitions; partition++)
            handles.Add(await client.GetStreamProvider(GridStreams.Provider)
                .GetStream<DecisionBatch>(GridStreams.Of(GridStreams.Signals, partition))
                .SubscribeAsync(this));
        return new Subscription(handles);
    }

    public async Task OnNextAsync(DecisionBatch item, StreamSequenceToken? token = null)
    {
        await _turn.WaitAsync();
        try
        {
            if (item.Batch.Number <= _seen.GetValueOrDefault(item.Shard))
                return;                                              // it comes again
            _seen[item.Shard] = item.Batch.Number;
            foreach (Decision signal in item.Decisions)
                await onSignal(signal);                              // the stream waits for this
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task OnCompletedAsync() => Task.CompletedTask;

    /// <summary>The subscriber was too far behind, and events are lost. The history has them: <see cref="IHistoryGrain.Signals"/>.</summary>
    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    public void Dispose() => _turn.Dispose();

    private sealed class Subscription(List<StreamSubscriptionHandle<DecisionBatch>> handles) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (StreamSubscriptionHandle<DecisionBatch> handle in handles)
                await handle.UnsubscribeAsync();
        }
    }
}
