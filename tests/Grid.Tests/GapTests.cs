using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Grains;
using GoldenSignals.Grid.Tests.Support;

namespace GoldenSignals.Grid.Tests;

/// <summary>A feed that loses, doubles, swaps ticks and begins anew: no signal rests on a bar with a hole in it.</summary>
public class GapTests
{
    private static readonly DateTime s_start = SomeBars.Start;
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private static DateTime BarOf(DateTime time) => new(time.Ticks - time.Ticks % s_minute.Ticks, DateTimeKind.Utc);

    private static async Task<IngestReceipt> Send(TestGrid grid, IEnumerable<Tick> ticks, int batch)
    {
        var all = new IngestReceipt(0, 0, [], "");
        foreach (Tick[] part in ticks.Chunk(batch))
        {
            IngestReceipt one = await grid.Ticks(part[0].Symbol, DateTime.MinValue, part);
            all = all with { Accepted = all.Accepted + one.Accepted, Duplicates = all.Duplicates + one.Duplicates, Rejected = [.. all.Rejected, .. one.Rejected] };
        }
        return all;
    }

    [Theory]
    [InlineData(1, 0.02)]
    [InlineData(2, 0.02)]
    [InlineData(3, 0.005)]
    [InlineData(4, 0.005)]
    [InlineData(5, 0.001)]
    [InlineData(6, 0.1)]
    public async Task No_signal_rests_on_a_bar_with_a_hole_in_it(int seed, double share)
    {
        Tick[] whole = FeedMutator.Whole("AAA", seed, 4000, s_start);
        var mutator = new FeedMutator(seed);
        List<Tick> sent = mutator.Spoil(whole, share, well: 3800);
        await using TestGrid grid = await TestGrid.Start(shards: 1);

        IngestReceipt receipt = await Send(grid, sent, 17);

        HashSet<DateTime> taken = [.. grid.Journal.Ticks.Select(tick => tick.TimeUtc)];
        Assert.Equal(taken.Count, grid.Journal.Ticks.Length);                                              // nothing counts twice
        Assert.Empty(taken.Intersect(mutator.Lost));
        HashSet<DateTime> holed = [.. whole.Where(tick => tick.TimeUtc > grid.Journal.Ticks[0].TimeUtc && !taken.Contains(tick.TimeUtc)).Select(tick => BarOf(tick.TimeUtc))];
        Decision[] decisions = grid.Journal.Decisions;
        Assert.All(decisions.Where(decision => holed.Contains(decision.BarTimeUtc)), decision => Assert.Equal((false, DecisionReason.Gap), (decision.IsSignal, decision.Reason)));
        Assert.DoesNotContain(decisions, decision => decision is { IsSignal: true, Reason: DecisionReason.Gap });

        // It is not too careful either: a bar is marked for a hole in it, or because it borders on one that nobody can place.
        HashSet<DateTime> bars = [.. decisions.Select(decision => decision.BarTimeUtc)];
        Assert.All(decisions.Where(decision => decision.Reason == DecisionReason.Gap), decision => Assert.True(
            holed.Contains(decision.BarTimeUtc) || whole.Any(tick => !taken.Contains(tick.TimeUtc) && NearestBars(decisions, tick.TimeUtc).Contains(decision.BarTimeUtc))));
        Assert.DoesNotContain(decisions.Where(decision => decision.BarTimeUtc > whole[3800].TimeUtc), decision => decision.Reason == DecisionReason.Gap);
        Assert.False((await grid.Universe.Find("AAA"))!.Value.Gap);

        Assert.True(receipt.Duplicates >= mutator.Doubled, $"{receipt.Duplicates} duplicates, {mutator.Doubled} sent twice");
        Assert.Equal(sent.Count, receipt.Accepted + receipt.Duplicates + receipt.Rejected.Length);
        if (share < 0.1)
            Assert.Contains(decisions, decision => decision.IsSignal);
        if (share is > 0.005 and < 0.1)
            Assert.True(mutator is { Lost.Count: > 50, Doubled: > 50, Swapped: > 20, Restarts: > 1 }, "the feed is hardly spoilt");
    }

    private static Tick At(double seconds, long number, string symbol = "AAA", string source = "feed") => new(symbol, s_start.AddSeconds(seconds), 100, 1, source, number);

    private static async Task<bool> InGap(TestGrid grid, string symbol = "AAA") => (await grid.Universe.Find(symbol))!.Value.Gap;

    [Fact]
    public async Task A_symbol_is_in_a_gap_from_the_tick_that_shows_it_until_a_whole_bar_has_closed()
    {
        await using TestGrid grid = await TestGrid.Start();
        async Task Reasons(string reasons, bool gap, params Tick[] ticks)
        {
            await grid.Ticks("AAA", DateTime.MinValue, ticks);
            Assert.Equal(reasons, string.Concat(grid.Journal.Decisions.Select(decision => decision.Reason == DecisionReason.Gap ? 'x' : '.')));
            Assert.Equal(gap, await InGap(grid));
        }
        await Reasons(".", false, At(0, 1), At(61, 2));
        await Reasons(".", true, At(62, 4));                        // told at once, before any bar has closed
        await Reasons(".x", true, At(121, 5));
        await Reasons(".x", true, At(179, 6));
        await Reasons(".x.", false, At(181, 7));
        await Reasons(".x.xx", true, At(242, 9), At(301, 10));      // lost on one side of the border or the other
        await Reasons(".x.xx", true, At(302, 12));                  // another, before a whole bar could close
        await Reasons(".x.xxx", true, At(361, 13));
        await Reasons(".x.xxx.", false, At(421, 14));
    }

    [Fact]
    public async Task A_gap_of_one_source_marks_the_bar_of_all()
    {
        await using TestGrid grid = await TestGrid.Start();
        await grid.Ticks("AAA", DateTime.MinValue, At(0, 7, source: "a"), At(1, 1000, source: "b"), At(2, 0, source: "c"), At(3, 1002, source: "b"), At(4, 8, source: "a"), At(61, 9, source: "a"));
        Assert.Equal(DecisionReason.Gap, Assert.Single(grid.Journal.Decisions).Reason);
        await grid.Ticks("BBB", DateTime.MinValue, At(0, 7, "BBB"), At(61, 8, "BBB"));
        Assert.False(await InGap(grid, "BBB"));
    }

    [Fact]
    public async Task Sources_that_leave_numbers_out_make_no_gaps_when_they_are_named()
    {
        await using TestGrid grid = await TestGrid.Start(settings: ("Ticks:SparseSources", "exchange"));
        await grid.Ticks("AAA", DateTime.MinValue, At(0, 7, source: "exchange"), At(1, 100, source: "exchange"), At(61, 200, source: "exchange"));
        Assert.NotEqual(DecisionReason.Gap, Assert.Single(grid.Journal.Decisions).Reason);
    }

    [Fact]
    public async Task What_a_watermark_has_closed_is_decided_by_what_was_known_then()
    {
        await using TestGrid grid = await TestGrid.Start(shards: 1, live: true);
        await grid.Ticks("AAA", s_start.AddSeconds(60), At(0, 1), At(30, 2));
        await grid.Ticks("AAA", s_start.AddSeconds(120), At(65, 4), At(70, 5));
        await grid.Ticks("AAA", s_start.AddSeconds(240), At(125, 6));
        Assert.Equal([false, true, false], grid.Journal.Decisions.Select(decision => decision.Reason == DecisionReason.Gap));
    }

    [Fact]
    public async Task Bars_that_come_in_closed_are_whole()
    {
        await using TestGrid grid = await TestGrid.Start();
        await grid.Ticks("AAA", DateTime.MinValue, At(0, 1), At(5, 3));
        await grid.Bars("AAA", new Bar(s_start.AddMinutes(1), 100, 100, 100, 100, 1));
        Assert.Equal([true, false], grid.Journal.Decisions.Select(decision => decision.Reason == DecisionReason.Gap));
        Assert.False(await InGap(grid));
    }

    [Theory]
    [InlineData(11, false)]
    [InlineData(12, true)]
    [InlineData(13, true)]
    public async Task A_grid_that_is_killed_amid_gaps_goes_on_as_if_it_had_not_been(int seed, bool withSnapshots)
    {
        List<Tick> sent = new FeedMutator(seed).Spoil(FeedMutator.Whole("AAA", seed, 2000, s_start), 0.02, well: 1900);
        await using TestGrid unbroken = await TestGrid.Start(shards: 1);
        await Send(unbroken, sent, 10);
        using var expected = new DecisionDigest();
        foreach (Decision decision in unbroken.Journal.Decisions)
            expected.Add(decision);
        Assert.True(unbroken.Journal.Decisions.Count(decision => decision.Reason == DecisionReason.Gap) > 20);

        var random = new Random(seed);
        var folder = new TempFolder();
        int killedInGap = 0;
        for (int kills = 0, from = 0; from < sent.Count; kills++)
        {
            TempFolder crashed;
            await using (TestGrid grid = await TestGrid.StartIn(folder.Path, shards: 1))
            {
                Assert.Equal((0L, 0), (grid.Recovery!.Different, grid.Recovery.Refused.Count));
                for (int batches = random.Next(5, 40); batches > 0 && from < sent.Count; batches--, from += 10)
                    await grid.Ticks("AAA", DateTime.MinValue, [.. sent.Skip(from).Take(10)]);
                if (withSnapshots)
                    await Task.WhenAll(grid.ShardOf("AAA").Save(), grid.Universe.Save());
                SymbolRow row = (await grid.Universe.Find("AAA"))!.Value;
                killedInGap += row.Gap ? 1 : 0;
                crashed = folder.Crashed();
                await using TestGrid again = await TestGrid.StartIn(crashed.Path, shards: 1);
                SymbolRow known = (await again.Universe.Find("AAA"))!.Value;
                Assert.Equal(row, known with { HeardUtc = row.HeardUtc });
                Assert.InRange(known.HeardUtc, row.HeardUtc, row.HeardUtc + s_minute);
            }
            folder.Dispose();
            folder = crashed;
        }
        Assert.Equal(expected.Symbols(), await folder.Digests());
        folder.Dispose();
        Assert.True(killedInGap > 0, "never killed in a gap");
    }

    /// <summary>The bar of a time and those beside it.</summary>
    private static IEnumerable<DateTime> NearestBars(Decision[] decisions, DateTime time)
    {
        int next = Array.FindIndex(decisions, decision => decision.BarTimeUtc > time);
        return decisions[Math.Max(0, next - 2)..(next < 0 ? decisions.Length : next + 1)].Select(decision => decision.BarTimeUtc);
    }
}
