using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;
using GoldenSignals.Grains;
using GoldenSignals.Grid.Tests.Support;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Grid.Tests;

/// <summary>A decision of now or then can be had with all that it rests on, and made again.</summary>
public class CaseTests
{
    private static readonly FeedBatch[] s_minutes = [.. Recorded.Minutes(Recorded.Market(symbols: 23, count: 40))];

    private static void AssertMadeAgain(Decision decision, SymbolCase @case, DecisionModel model)
    {
        var consensus = new SymbolConsensus(model);
        consensus.Restore(new StateReader(@case.Consensus.Bytes));
        Assert.True(DecisionCodec.Same(decision, consensus.Last!), decision.Id);
        Assert.True(DecisionCodec.Same(decision, consensus.Reconsider(@case.View, WhatIf.Nothing(model))), decision.Id);
    }

    [Fact]
    public async Task From_snapshot_and_journal_for_any_time()
    {
        using var folder = new TempFolder();
        await using TestGrid grid = await TestGrid.StartIn(folder.Path, live: true);
        IHistoryGrain history = grid.Grains.GetGrain<IHistoryGrain>(0);
        var then = new Dictionary<DateTime, Decision>();
        foreach (FeedBatch minute in s_minutes)
        {
            await grid.Pump(live: true).Run(new Recorded(minute), CancellationToken.None);
            then[minute.WatermarkUtc] = (await grid.ConsensusOf("S05").Latest("S05"))!;
            AssertMadeAgain(then[minute.WatermarkUtc], (await history.CaseAt("S05", null)).Case!, grid.Model);
            if (then.Count == 15)
                await Task.WhenAll(Enumerable.Range(0, grid.Shards).Select(shard => grid.Grains.GetGrain<IShardGrain>(shard).Save()));
            if (then.Count == 25)
                await grid.Universe.Change(new("rsi", Votes: false, Weight: 2, null));
        }
        foreach ((DateTime time, Decision decision) in then)
            AssertMadeAgain(decision, (await history.CaseAt("S05", time)).Case!, grid.Model);
        Assert.Equal(new(null, null), await history.CaseAt("S05", then.Keys.First().AddMinutes(-1)));
        Assert.Equal(new(null, null), await history.CaseAt("NONE", null));
    }

    [Fact]
    public async Task Where_nothing_is_written_down_only_of_the_last_bar()
    {
        await using TestGrid grid = await TestGrid.Start(live: true);
        IHistoryGrain history = grid.Grains.GetGrain<IHistoryGrain>(0);
        await grid.Pump(live: true).Run(new Recorded(s_minutes), CancellationToken.None);
        Decision last = (await grid.ConsensusOf("S05").Latest("S05"))!;
        DateTime end = last.BarTimeUtc + last.Interval;
        AssertMadeAgain(last, (await history.CaseAt("S05", end)).Case!, grid.Model);
        Assert.Equal(new(null, end), await history.CaseAt("S05", end.AddTicks(-1)));
    }
}
