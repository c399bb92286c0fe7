using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Fault.Tests.Support;
using GoldenSignals.Grid.Tests.Support;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Fault.Tests;

/// <summary>What the agents see of the market comes back too, whatever is left of the universe's snapshots.</summary>
public class UniverseDamageTests
{
    private const int Symbols = 23, Shards = 4;

    private static readonly SymbolBar[] s_bars = Recorded.Market(Symbols, count: 60);

    [Theory]
    [InlineData("snapshot")]
    [InlineData("index")]
    [InlineData("nothing")]
    public async Task After_a_crash_with_a_damaged_universe_the_grid_decides_as_if_nothing_had_happened(string damaged)
    {
        using var folder = new TempFolder();
        TempFolder crashed;
        await using (FaultyGrid grid = await FaultyGrid.Start(folder.Path, Shards))
        {
            for (int part = 0; part < 4; part++)
            {
                await Feed(grid, s_bars[(part * 10 * Symbols)..((part + 1) * 10 * Symbols)]);
                if (part < 3)
                    await grid.Save();
            }
            crashed = folder.Crashed();
        }
        using (crashed)
        {
            const string universe = "universe-0";
            string newest = Path.Combine(crashed.Path, "snapshots", universe, "universe-snapshot-2.gss");
            Assert.True(File.Exists(newest));
            if (damaged != "nothing")
                SnapshotFile.Flip(damaged == "index" ? SnapshotFile.Index(crashed.Path, universe) : newest, place: 50);
            await using (FaultyGrid again = await FaultyGrid.Start(crashed.Path, Shards))
            {
                Assert.Equal((Symbols, 0L), (again.Recovery.Symbols, again.Recovery.Different));
                Assert.Equal(Symbols, (await again.Universe.Symbols()).Rows.Length);
                await Feed(again, s_bars[(40 * Symbols)..]);
            }
            Assert.Equal(Unbroken(), await crashed.Digests());
        }
    }

    private static Task Feed(FaultyGrid grid, SymbolBar[] bars) => new FeedPump(grid.Grains, grid.Options)
        .Run(new Recorded([.. bars.Chunk(100).Select(rows => new FeedBatch(default, rows, default))]), CancellationToken.None);

    private static SortedDictionary<string, string> Unbroken()
    {
        var loop = new MarketLoop(new DecisionModel());
        using var digest = new DecisionDigest();
        foreach (SymbolBar bar in s_bars)
            digest.Add(loop.Next(bar).Decision);
        return digest.Symbols();
    }
}
