using System.Collections.Frozen;
using System.Diagnostics;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Grains;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Streams;

namespace GoldenSignals.Benchmarks.Loads;

/// <summary>A subscriber to every decision, as the API is one.</summary>
public sealed class DecisionStream : IAsyncObserver<DecisionBatch>
{
    private readonly Lock _gate = new();
    private readonly FrozenSet<string> _sample;
    private long _came;

    private DecisionStream(IEnumerable<string> sample) => _sample = sample.ToFrozenSet();

    /// <param name="sample">Symbols whose decisions are digested.</param>
    public static async Task<DecisionStream> Open(BenchmarkGrid grid, params IEnumerable<string> sample)
    {
        var stream = new DecisionStream(sample);
        var client = grid.Host.Services.GetRequiredService<IClusterClient>();
        for (int partition = 0; partition < GridStreams.Partitions; partition++)
            await client.GetStreamProvider(GridStreams.Provider).GetStream<DecisionBatch>(GridStreams.Of(GridStreams.Decisions, partition)).SubscribeAsync(stream);
        return stream;
    }

    public long Came => Interlocked.Read(ref _came);

    /// <summary>Of the sample.</summary>
    public DecisionDigest Digest { get; } = new();

    /// <summary>Is told of each decision that comes.</summary>
    public Arrivals? Arrivals { get; set; }

    /// <summary>Waits until as many have come; gives up when none has for ten seconds.</summary>
    public async Task Until(long count, CancellationToken cancel)
    {
        for ((long before, long since) = (-1, 0); Came < count; await Task.Delay(1, cancel))
            if (Came != before)
                (before, since) = (Came, Stopwatch.GetTimestamp());
            else if (Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(10))
                return;
    }

    public Task OnNextAsync(DecisionBatch item, StreamSequenceToken? token = null)
    {
        Arrivals?.Take(item.Decisions, Stopwatch.GetTimestamp());
        if (_sample.Count > 0)
            foreach (Decision decision in item.Decisions)
                if (_sample.Contains(decision.Symbol))
                    lock (_gate)
                        Digest.Add(decision);
        Interlocked.Add(ref _came, item.Decisions.Length);
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;    // what is lost is missing
}
