using System.Collections.Concurrent;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Grid.Tests.Support;
using GoldenSignals.Samples;

namespace GoldenSignals.Grid.Tests;

/// <summary>The sample of the documentation, on a grid.</summary>
public class SignalConsumerTests
{
    [Fact]
    public async Task The_sample_gets_every_signal_of_every_symbol()
    {
        await using TestGrid grid = await TestGrid.Start(shards: 4, publish: true);
        var signals = new ConcurrentQueue<Decision>();
        using var arrived = new SemaphoreSlim(0);
        await using IAsyncDisposable subscription = await new SignalConsumer(grid.Client, signal =>
        {
            signals.Enqueue(signal);
            arrived.Release();
            return Task.CompletedTask;
        }).Start();

        foreach (Domain.Market.Bar[] part in SomeBars.Random(seed: 5, count: 200).Chunk(20))
            await Task.WhenAll(new[] { "AAA", "BBB", "CCC" }.Select(symbol => grid.Bars(symbol, part)));

        string[] expected = [.. grid.Journal.Decisions.Where(decision => decision.IsSignal).Select(decision => decision.Id)];
        Assert.NotEmpty(expected);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(await arrived.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(expected.Order(StringComparer.Ordinal), signals.Select(signal => signal.Id).Order(StringComparer.Ordinal));
    }
}
