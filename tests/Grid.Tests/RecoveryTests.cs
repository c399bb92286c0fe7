using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Grains;
using GoldenSignals.Grid.Tests.Support;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Grid.Tests;

/// <summary>A grid that was killed goes on as if it had not been.</summary>
public class RecoveryTests
{
    private static readonly SymbolBar[] s_bars = Recorded.Market(symbols: 23, count: 90);

    private static Dictionary<string, string> Unbroken()
    {
        var loop = new MarketLoop(new DecisionModel());
        using var digest = new DecisionDigest();
        foreach (SymbolBar bar in s_bars)
            digest.Add(loop.Next(bar).Decision);
        return digest.Symbols().ToDictionary();
    }

    private static Task Feed(TestGrid grid, IEnumerable<SymbolBar> bars, int rowsPerBatch = 100) =>
        grid.Pump().Run(new Recorded([.. bars.Chunk(rowsPerBatch).Select(rows => new FeedBatch(default, rows, default))]), CancellationToken.None);

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 4)]
    [InlineData(true, 7)]
    public async Task After_a_crash_it_decides_as_if_nothing_had_happened(bool withSnapshot, int shards)
    {
        using var folder = new TempFolder();
        SymbolBar[][] parts = [.. s_bars.Chunk(23 * 30)];
        TempFolder crashed;
        await using (TestGrid grid = await TestGrid.StartIn(folder.Path, shards))
        {
            await Feed(grid, parts[0]);
            if (withSnapshot)
                await Task.WhenAll(Enumerable.Range(0, shards).Select(shard => grid.Grains.GetGrain<IShardGrain>(shard).Save()).Append(grid.Universe.Save()));
            await Feed(grid, parts[1]);
            crashed = folder.Crashed();
        }
        using (crashed)
        {
            await using (TestGrid again = await TestGrid.StartIn(crashed.Path, shards))
            {
                Assert.Equal((23, 0L, 0), (again.Recovery!.Symbols, again.Recovery.Different, again.Recovery.Refused.Count));
                Assert.Equal(23, (await again.Universe.Symbols()).Rows.Length);
                await Feed(again, parts[2]);
            }
            Assert.Equal(Unbroken(), await crashed.Digests());
        }
    }

    [Fact]
    public async Task After_an_orderly_stop_nothing_is_computed_again()
    {
        using var folder = new TempFolder();
        await using (TestGrid grid = await TestGrid.StartIn(folder.Path))
            await Feed(grid, s_bars[..(23 * 60)]);

        await using (TestGrid again = await TestGrid.StartIn(folder.Path))
        {
            Assert.Equal(0, again.Recovery!.Records);
            await Feed(again, s_bars[(23 * 60)..]);
        }
        Assert.Equal(Unbroken(), await folder.Digests());
    }

    [Fact]
    public async Task A_past_state_is_what_was_decided_then()
    {
        using var folder = new TempFolder();
        await using TestGrid grid = await TestGrid.StartIn(folder.Path);
        IHistoryGrain history = grid.Grains.GetGrain<IHistoryGrain>(0);
        var then = new Dictionary<DateTime, (Decision Decision, BarSeries Bars)>();
        foreach (SymbolBar[] rows in s_bars.Chunk(23))
        {
            await Feed(grid, rows);
            then[rows[0].Bar.OpenTimeUtc + Recorded.Minute] = ((await grid.ConsensusOf("S05").Latest("S05"))!, await grid.Grains.GetGrain<ISymbolGrain>("S05").Bars(DateTime.MinValue, DateTime.MaxValue, 1000));
            if (then.Count % 20 == 0)
                await Task.WhenAll(Enumerable.Range(0, grid.Shards).Select(shard => grid.Grains.GetGrain<IShardGrain>(shard).Save()));
        }

        foreach ((DateTime time, (Decision decision, BarSeries bars)) in then)
            foreach (TimeSpan later in new[] { TimeSpan.Zero, TimeSpan.FromSeconds(59) })
            {
                PastState past = await history.StateAt("S05", time + later);
                Assert.True(Domain.Storage.DecisionCodec.Same(decision, past.State!.Decision), $"{time:O}");
                Assert.Equal(bars.Bars, past.State.Bars);
            }
        Assert.Null((await history.StateAt("S05", s_bars[0].Bar.OpenTimeUtc)).State);
        Assert.Null((await history.StateAt("NONE", then.Keys.Last())).State);
    }
}
