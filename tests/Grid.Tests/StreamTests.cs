using System.Collections.Concurrent;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Grains;
using GoldenSignals.Grid.Tests.Support;
using Orleans;
using Orleans.Streams;

namespace GoldenSignals.Grid.Tests;

/// <summary>What comes out on the streams, for whoever subscribes.</summary>
public class StreamTests
{
    [Fact]
    public async Task Every_signal_arrives_once_and_in_order_per_symbol()
    {
        string[] symbols = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF"];
        await using TestGrid grid = await TestGrid.Start(shards: 4, publish: true);
        var signals = await Subscriber.To(grid, GridStreams.Signals);
        var decisions = await Subscriber.To(grid, GridStreams.Decisions);

        foreach (Domain.Market.Bar[] part in SomeBars.Random(seed: 5, count: 400).Chunk(20))
            await Task.WhenAll(symbols.Select(symbol => grid.Bars(symbol, part)));

        Decision[] expected = grid.Journal.Decisions;
        await decisions.Receives(expected.Length);
        await signals.Receives(expected.Count(decision => decision.IsSignal));
        foreach (string symbol in symbols)
        {
            Assert.Equal(expected.Where(decision => decision.Symbol == symbol).Select(decision => decision.Id), decisions.Ids(symbol));
            Assert.Equal(expected.Where(decision => decision.Symbol == symbol && decision.IsSignal).Select(decision => decision.Id), signals.Ids(symbol));
        }
        Assert.NotEmpty(signals.Ids("AAA"));
    }

    [Fact]
    public async Task Accepted_ticks_and_closed_bars_go_out_too()
    {
        await using TestGrid grid = await TestGrid.Start(publish: true);
        var ticks = new ConcurrentQueue<Domain.Market.Tick>();
        var bars = new TaskCompletionSource<BarBatch>(TaskCreationOptions.RunContinuationsAsynchronously);
        for (int partition = 0; partition < GridStreams.Partitions; partition++)
        {
            IStreamProvider streams = grid.Client.GetStreamProvider(GridStreams.Provider);
            await streams.GetStream<TickBatch>(GridStreams.Of(GridStreams.Ticks, partition)).SubscribeAsync((batch, _) =>
            {
                foreach (Domain.Market.Tick tick in batch.Ticks)
                    ticks.Enqueue(tick);
                return Task.CompletedTask;
            });
            await streams.GetStream<BarBatch>(GridStreams.Of(GridStreams.Bars, partition)).SubscribeAsync((batch, _) =>
            {
                bars.TrySetResult(batch);
                return Task.CompletedTask;
            });
        }

        await grid.Ticks("AAA", DateTime.MinValue,
            new("AAA", SomeBars.Start, 10, 1), new("AAA", SomeBars.Start.AddSeconds(1), -1, 1), new("AAA", SomeBars.Start.AddSeconds(70), 11, 1));

        BarBatch batch = await bars.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(new("AAA", TimeSpan.FromMinutes(1), new(SomeBars.Start, 10, 10, 10, 10, 1)), Assert.Single(batch.Bars));
        Assert.Equal([10.0, 11.0], ticks.Select(tick => tick.Price));
    }

    /// <summary>Gathers what comes out of all partitions of a stream of decisions.</summary>
    private sealed class Subscriber
    {
        private readonly ConcurrentQueue<Decision> _received = new();
        private readonly SemaphoreSlim _arrived = new(0);

        public static async Task<Subscriber> To(TestGrid grid, string stream)
        {
            var subscriber = new Subscriber();
            for (int partition = 0; partition < GridStreams.Partitions; partition++)
                await grid.Client.GetStreamProvider(GridStreams.Provider).GetStream<DecisionBatch>(GridStreams.Of(stream, partition)).SubscribeAsync((batch, _) =>
                {
                    foreach (Decision decision in batch.Decisions)
                        subscriber._received.Enqueue(decision);
                    subscriber._arrived.Release();
                    return Task.CompletedTask;
                });
            return subscriber;
        }

        public async Task Receives(int count)
        {
            while (_received.Count < count)
                Assert.True(await _arrived.WaitAsync(TimeSpan.FromSeconds(30)), $"{_received.Count} of {count} arrived");
        }

        public IEnumerable<string> Ids(string symbol) => _received.Where(decision => decision.Symbol == symbol).Select(decision => decision.Id);
    }
}
