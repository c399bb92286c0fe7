using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Grains;
using GoldenSignals.Grid.Tests.Support;

namespace GoldenSignals.Grid.Tests;

/// <summary>A tick in, a decision out: the shard's pipeline as a whole.</summary>
public class PipelineTests
{
    private static readonly DateTime s_start = SomeBars.Start;

    private static Tick Tick(string symbol, double seconds, double price, double size = 1, long sequence = 0) =>
        new(symbol, s_start.AddSeconds(seconds), price, size, "test", sequence);

    [Fact]
    public async Task A_tick_of_the_next_interval_closes_the_bar_and_the_bar_is_decided()
    {
        await using TestGrid grid = await TestGrid.Start();

        await grid.Ticks("AAPL", DateTime.MinValue, Tick("AAPL", 1, 100, 5), Tick("AAPL", 2, 103, 1), Tick("AAPL", 3, 99, 2));
        Assert.Null(await grid.ConsensusOf("AAPL").Latest("AAPL"));
        await grid.Ticks("AAPL", DateTime.MinValue, Tick("AAPL", 61, 101));

        Decision? decision = await grid.ConsensusOf("AAPL").Latest("AAPL");
        Assert.NotNull(decision);
        Assert.Equal((s_start, 99.0, SignalAction.Hold, DecisionReason.BelowQuorum), (decision.BarTimeUtc, decision.Price, decision.Action, decision.Reason));
        BarSeries bars = await grid.Grains.GetGrain<ISymbolGrain>("AAPL").Bars(DateTime.MinValue, DateTime.MaxValue, 10);
        Assert.Equal([new Bar(s_start, 100, 103, 99, 99, 8)], bars.Bars);
    }

    [Fact]
    public async Task A_watermark_closes_the_bars_of_symbols_that_do_not_trade()
    {
        await using TestGrid grid = await TestGrid.Start(shards: 1, live: true);

        await grid.Ticks("AAA", DateTime.MinValue, Tick("AAA", 1, 10), Tick("BBB", 2, 20));
        await grid.Ticks("AAA", s_start.AddSeconds(59));
        Assert.Null(await grid.ConsensusOf("BBB").Latest("BBB"));
        await grid.Ticks("AAA", s_start.AddSeconds(60));

        Assert.Equal(20, (await grid.ConsensusOf("BBB").Latest("BBB"))!.Price);
        Assert.Equal(2, (await grid.Universe.Status()).Totals.Bars);
    }

    [Fact]
    public async Task A_gap_leaves_no_invented_bar()
    {
        await using TestGrid grid = await TestGrid.Start(live: true);

        await grid.Ticks("AAA", s_start.AddMinutes(10), Tick("AAA", 1, 10), Tick("AAA", 300, 11));

        Assert.Equal([s_start, s_start.AddMinutes(5)], grid.Journal.Decisions.Select(decision => decision.BarTimeUtc));
    }

    [Fact]
    public async Task The_receipt_and_the_counters_account_for_everything_that_came_in()
    {
        await using TestGrid grid = await TestGrid.Start(shards: 1);

        IngestReceipt receipt = await grid.Ticks("AAA", DateTime.MinValue,
            Tick("AAA", 1, 100, sequence: 1), Tick("AAA", 2, 100.5, sequence: 2), Tick("AAA", 2, 100.5, sequence: 2),
            Tick("AAA", 3, double.NaN, sequence: 3), Tick("AAA", 4, 160, sequence: 4), Tick("a/../b", 5, 1), Tick("AAA", 65, 101, sequence: 5), Tick("AAA", 6, 100, sequence: 6));

        Assert.Equal((3, 1), (receipt.Accepted, receipt.Duplicates));
        Assert.Equal(
            [new(3, Refusal.PriceNotFinite), new(4, Refusal.PriceSpike), new(5, Refusal.InvalidSymbol), new(7, Refusal.LateTick)],
            receipt.Rejected);
        ShardTotals totals = (await grid.Universe.Status()).Totals;
        Assert.Equal(8, totals.Ticks + totals.Duplicates + totals.Quarantined.Sum(count => count.Count));
    }

    [Fact]
    public async Task A_bar_that_came_before_is_a_duplicate_and_an_older_one_is_late()
    {
        await using TestGrid grid = await TestGrid.Start();
        Bar[] bars = SomeBars.Random(seed: 1, count: 5);

        await grid.Bars("AAA", bars);
        IngestReceipt again = await grid.Bars("AAA", bars[3], bars[4], bars[4] with { OpenTimeUtc = s_start.AddMinutes(5) });

        Assert.Equal((1, 1), (again.Accepted, again.Duplicates));
        Assert.Equal([new Rejection(0, Refusal.LateBar)], again.Rejected);
        Assert.Equal(6, grid.Journal.Decisions.Length);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 64)]
    [InlineData(7, 4)]
    [InlineData(300, 64)]
    public async Task Decisions_do_not_depend_on_shards_or_on_how_bars_are_batched(int barsPerBatch, int shards)
    {
        string[] symbols = ["AAA", "BBB", "CCC", "DDD", "EEE"];
        Dictionary<string, Bar[]> bars = symbols.ToDictionary(symbol => symbol, symbol => SomeBars.Random(seed: symbol[0], count: 300));
        SortedDictionary<string, string> expected = InAPlainLoop(bars);

        await using TestGrid grid = await TestGrid.Start(shards);
        for (int from = 0; from < 300; from += barsPerBatch)
            await Task.WhenAll(symbols.Select(symbol => grid.Bars(symbol, bars[symbol].Skip(from).Take(barsPerBatch))));

        using var digest = new DecisionDigest();
        foreach (Decision decision in grid.Journal.Decisions)
            digest.Add(decision);
        Assert.Equal(expected, digest.Symbols());
    }

    [Fact]
    public async Task After_a_fault_the_next_batch_completes_what_was_accepted_and_every_bar_is_decided_once()
    {
        await using TestGrid grid = await TestGrid.Start();
        Bar[] bars = SomeBars.Random(seed: 3, count: 60);
        await grid.Bars("AAA", bars[..20]);

        grid.Journal.FailNext = 2;
        await Assert.ThrowsAnyAsync<IOException>(() => grid.Bars("AAA", bars[20..40]));
        await Assert.ThrowsAnyAsync<IOException>(() => grid.Bars("AAA", bars[40..]));
        await grid.Bars("AAA", bars[40..]);

        using var digest = new DecisionDigest();
        foreach (Decision decision in grid.Journal.Decisions)
            digest.Add(decision);
        Assert.Equal(bars.Select(bar => bar.OpenTimeUtc), grid.Journal.Decisions.Select(decision => decision.BarTimeUtc));
        Assert.Equal(InAPlainLoop(new() { ["AAA"] = bars }), digest.Symbols());
    }

    [Fact]
    public async Task What_could_not_be_reported_is_reported_with_the_next_batch_and_the_batch_does_not_fail_for_it()
    {
        await using TestGrid grid = await TestGrid.Start();
        Bar[] bars = SomeBars.Random(seed: 3, count: 400);

        grid.Reports.FailNext(2);                               // it is tried again at the end of the batch
        IngestReceipt receipt = await grid.Bars("AAA", bars[..399]);
        Assert.Equal(399, receipt.Accepted);
        Assert.Null(await grid.Universe.Find("AAA"));
        await grid.Bars("AAA", bars[399]);

        Assert.Equal(bars[399].OpenTimeUtc, (await grid.Universe.Find("AAA"))!.Value.BarTimeUtc);
        Assert.Equal(
            grid.Journal.Decisions.Where(decision => decision.IsSignal).Select(decision => decision.Id).Reverse(),
            (await grid.Universe.Signals(new(null, null, DateTime.MinValue, DateTime.MaxValue, 1000))).Rows.Select(row => Decision.IdOf(row.Symbol, row.Interval, row.BarTimeUtc, row.Configuration)));
        Assert.Equal(400, (await grid.Universe.Status()).Totals.Bars);
    }

    [Fact]
    public async Task Finer_bars_are_built_up_to_the_grids_interval_and_coarser_ones_refused()
    {
        await using TestGrid grid = await TestGrid.Start(settings: ("Grid:Interval", "00:05:00"));
        Bar[] minutes = [.. SomeBars.Random(seed: 4, count: 11)];

        await grid.Bars("AAA", minutes);
        IngestReceipt refused = await grid.ShardOf("AAA").Ingest(new([], [new("AAA", TimeSpan.FromHours(1), minutes[0])], DateTime.MinValue));

        BarSeries built = await grid.Grains.GetGrain<ISymbolGrain>("AAA").Bars(DateTime.MinValue, DateTime.MaxValue, 10);
        Assert.Equal(TimeSpan.FromMinutes(5), built.Interval);
        Assert.Equal(2, built.Bars.Length);
        Assert.Equal(minutes[..5].Sum(bar => bar.Volume), built.Bars[0].Volume);
        Assert.Equal((minutes[5].Open, minutes[9].Close), (built.Bars[1].Open, built.Bars[1].Close));
        Assert.Equal(Refusal.IntervalMismatch, Assert.Single(refused.Rejected).Code);
    }

    [Fact]
    public async Task The_last_finer_bar_completes_the_coarser_one_and_what_comes_in_twice_is_taken_once()
    {
        await using TestGrid grid = await TestGrid.Start(settings: ("Grid:Interval", "00:05:00"));
        Bar[] minutes = SomeBars.Random(seed: 4, count: 10);
        IShardGrain shard = grid.ShardOf("AAA");
        Task<IngestReceipt> Fives(params Bar[] bars) => shard.Ingest(new([], [.. bars.Select(bar => new SymbolBar("AAA", TimeSpan.FromMinutes(5), bar))], DateTime.MinValue));

        await grid.Bars("AAA", minutes[..5]);
        Assert.Equal([s_start], grid.Journal.Decisions.Select(decision => decision.BarTimeUtc));
        IngestReceipt again = await Fives(minutes[0]);
        IngestReceipt next = await Fives(minutes[5]);
        IngestReceipt finer = await grid.Bars("AAA", minutes[6..]);
        IngestReceipt tick = await grid.Ticks("AAA", DateTime.MinValue, Tick("AAA", 9 * 60, 100));

        Assert.Equal(Refusal.LateBar, Assert.Single(again.Rejected).Code);
        Assert.Equal(1, next.Accepted);
        Assert.All(finer.Rejected, rejection => Assert.Equal(Refusal.LateBar, rejection.Code));
        Assert.Equal(4, finer.Rejected.Length);
        Assert.Equal(Refusal.LateTick, Assert.Single(tick.Rejected).Code);
        Assert.Equal([s_start, s_start.AddMinutes(5)], grid.Journal.Decisions.Select(decision => decision.BarTimeUtc));
    }

    [Fact]
    public async Task A_closed_bar_of_a_time_that_is_being_built_from_ticks_is_refused()
    {
        await using TestGrid grid = await TestGrid.Start();
        Bar bar = SomeBars.Random(seed: 4, count: 1)[0];

        await grid.Ticks("AAA", DateTime.MinValue, Tick("AAA", 1, bar.Close), Tick("AAA", 61, bar.Close));
        IngestReceipt same = await grid.Bars("AAA", bar with { OpenTimeUtc = s_start.AddMinutes(1) });
        IngestReceipt later = await grid.Bars("AAA", bar with { OpenTimeUtc = s_start.AddMinutes(2) });

        Assert.Equal(Refusal.LateBar, Assert.Single(same.Rejected).Code);
        Assert.Equal(1, later.Accepted);
        Assert.Equal([0.0, 1.0, 2.0], grid.Journal.Decisions.Select(decision => (decision.BarTimeUtc - s_start).TotalMinutes));
    }

    [Fact]
    public async Task In_a_replay_a_symbol_is_decided_the_same_beside_others_that_end_later()
    {
        Tick[] early = [Tick("AAA", 1, 10), Tick("AAA", 61, 11)], late = [Tick("BBB", 1, 10), Tick("BBB", 600, 11)];
        await using TestGrid alone = await TestGrid.Start(shards: 1), beside = await TestGrid.Start(shards: 1);

        await alone.Ticks("AAA", early[^1].TimeUtc, early);
        await beside.Ticks("AAA", late[^1].TimeUtc, [.. early, .. late]);

        Assert.Equal(
            alone.Journal.Decisions.Select(decision => decision.Id),
            beside.Journal.Decisions.Where(decision => decision.Symbol == "AAA").Select(decision => decision.Id));
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public async Task Times_that_stand_for_none_are_refused(string time)
    {
        await using TestGrid grid = await TestGrid.Start();
        DateTime utc = DateTime.Parse(time, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal);

        IngestReceipt tick = await grid.Ticks("AAA", DateTime.MinValue, new Tick("AAA", utc, 10, 1));
        IngestReceipt bar = await grid.Bars("AAA", new Bar(utc, 1, 1, 1, 1, 1));

        Assert.Equal(Refusal.TimeOutOfRange, Assert.Single(tick.Rejected).Code);
        Assert.Equal(Refusal.TimeOutOfRange, Assert.Single(bar.Rejected).Code);
    }

    [Fact]
    public async Task The_first_tick_of_a_new_symbol_is_late_where_the_feed_has_passed_its_interval()
    {
        await using TestGrid grid = await TestGrid.Start(shards: 1, live: true);

        await grid.Ticks("AAA", s_start.AddMinutes(5), Tick("AAA", 299, 10));
        IngestReceipt receipt = await grid.Ticks("NEW", DateTime.MinValue, Tick("NEW", 1, 10), Tick("NEW", 301, 10));

        Assert.Equal(new Rejection(0, Refusal.LateTick), Assert.Single(receipt.Rejected));
    }

    [Fact]
    public async Task The_canary_is_decided_but_neither_counted_nor_listed()
    {
        await using TestGrid grid = await TestGrid.Start();

        await grid.Ticks(Canary.Symbol, DateTime.MinValue, Tick(Canary.Symbol, 0, 1), Tick(Canary.Symbol, 60, 1));

        Assert.NotNull(await grid.ConsensusOf(Canary.Symbol).Latest(Canary.Symbol));
        GridStatus status = await grid.Universe.Status();
        Assert.Equal((0, 0L, 0L), (status.Symbols, status.Totals.Ticks, status.Totals.Bars));
        Assert.Empty(grid.Journal.Decisions);
    }

    [Fact]
    public async Task A_live_grid_refuses_ticks_from_the_future()
    {
        await using TestGrid grid = await TestGrid.Start(live: true, clock: new StoppedClock(s_start));

        IngestReceipt receipt = await grid.Ticks("AAA", DateTime.MinValue, Tick("AAA", 0.9, 10), Tick("AAA", 2.5, 10));

        Assert.Equal(new Rejection(1, Refusal.FutureTick), Assert.Single(receipt.Rejected));
    }

    private static SortedDictionary<string, string> InAPlainLoop(Dictionary<string, Bar[]> bars)
    {
        var model = new DecisionModel();
        using var digest = new DecisionDigest();
        foreach ((string symbol, Bar[] its) in bars)
            foreach (Decision decision in PlainLoop.Decide(symbol, its, model))
                digest.Add(decision);
        return digest.Symbols();
    }

    private sealed class StoppedClock(DateTime now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(now);
    }
}
