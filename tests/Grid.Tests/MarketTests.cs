using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Domain.Sentiment;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Domain.Universe;
using GoldenSignals.Grains;
using GoldenSignals.Grid.Tests.Support;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Grid.Tests;

/// <summary>What symbols see of the market as a whole, and of inputs beside ticks and bars, through the grid.</summary>
public class MarketTests
{
    private static readonly Column s_count = Column.Named("uni_count"), s_breadth = Column.Named("uni_above_sma50"), s_tone = Column.Named("news_tone_24h");

    [Theory]
    [InlineData(1, 4096)]
    [InlineData(7, 37)]
    [InlineData(16, 1000)]
    public async Task A_market_is_decided_as_in_a_plain_loop_whatever_the_shards_and_the_batches(int shards, int rowsPerBatch)
    {
        SymbolBar[] bars = Recorded.Market(symbols: 23, count: 90);
        var loop = new MarketLoop(new DecisionModel());
        using DecisionDigest expected = new(), actual = new();
        foreach (SymbolBar bar in bars)
            expected.Add(loop.Next(bar).Decision);

        await using TestGrid grid = await TestGrid.Start(shards, settings: ("Grid:KeepBarInterval", "true"));
        await grid.Pump().Run(new Recorded([.. bars.Chunk(rowsPerBatch).Select(rows => new FeedBatch(default, rows, default))]), CancellationToken.None);

        foreach (Decision decision in grid.Journal.Decisions)
            actual.Add(decision);
        Assert.Equal(expected.Symbols(), actual.Symbols());
        Decision[] last = [.. grid.Journal.Decisions.Where(decision => decision.BarTimeUtc == bars[^1].Bar.OpenTimeUtc)];
        Assert.All(last, decision => Assert.Equal(23, decision.Indicators[s_count.Index]));
        Assert.All(last, decision => Assert.InRange(decision.Indicators[s_breadth.Index], 0, 1));
    }

    [Fact]
    public async Task Below_20_symbols_nothing_is_known_of_a_market()
    {
        await using TestGrid grid = await TestGrid.Start(settings: ("Grid:KeepBarInterval", "true"));

        await grid.Pump().Run(new Recorded([new FeedBatch(default, Recorded.Market(UniverseState.MinSymbols - 1, 60), default)]), CancellationToken.None);

        Assert.All(grid.Journal.Decisions, decision => Assert.Equal(double.NaN, decision.Indicators[s_count.Index]));
    }

    [Fact]
    public async Task A_live_market_is_seen_one_bar_time_before_and_not_while_a_shard_is_behind()
    {
        await using TestGrid grid = await TestGrid.Start(shards: 4, live: true);
        SymbolBar[] bars = Recorded.Market(symbols: 25, count: 4);

        await grid.Pump(live: true).Run(new Recorded(Recorded.Minutes(bars).Take(3)), CancellationToken.None);

        Assert.Equal([double.NaN, 25, 25], Counts(grid));

        static double[] Counts(TestGrid grid) =>
            [.. grid.Journal.Decisions.GroupBy(decision => decision.BarTimeUtc).OrderBy(time => time.Key).Select(time => time.Select(decision => decision.Indicators[s_count.Index]).Distinct().Single())];
    }

    [Fact]
    public async Task News_counts_from_the_bar_that_ends_after_it_and_comes_in_once()
    {
        await using TestGrid grid = await TestGrid.Start();
        Bar[] bars = SomeBars.Random(seed: 1, count: 4);
        var news = new NewsItem("AAA", bars[1].OpenTimeUtc.AddSeconds(30), "Shares surge on record profit", Id: "1");

        var receipt = await grid.Inputs(news, news, news with { Symbol = "a b" });
        await grid.Bars("AAA", bars);

        Assert.Equal((1, 1, 1), (receipt.Accepted, receipt.Duplicates, receipt.Rejected.Length));
        double[] tones = [.. grid.Journal.Decisions.Select(decision => decision.Indicators[s_tone.Index])];
        Assert.Equal(double.NaN, tones[0]);
        Assert.All(tones[1..], tone => Assert.True(tone > 0, $"{tone}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_fault_with_inputs_pending_they_count_once(bool withBars)
    {
        Bar[] bars = SomeBars.Random(seed: 1, count: 40);
        SymbolInput[] inputs =
        [
            .. Enumerable.Range(0, 6).Select(i => new NewsItem("AAA", bars[20].OpenTimeUtc.AddSeconds(i), "Shares surge on record profit", Id: $"{i}")),
            new EarningsReport("AAA", bars[20].OpenTimeUtc, 2, 1, 0.1),
        ];
        await using TestGrid smooth = await TestGrid.Start(), faulty = await TestGrid.Start();
        await smooth.Bars("AAA", bars[..20]);
        await smooth.Inputs(inputs);
        await smooth.Bars("AAA", bars[20..]);

        await faulty.Bars("AAA", bars[..20]);
        if (!withBars)
            await faulty.Inputs(inputs[..3]);
        var batch = new TickBatch([], [.. bars[20..30].Where(_ => withBars).Select(bar => new SymbolBar("AAA", Recorded.Minute, bar))], DateTime.MinValue) { Inputs = inputs };
        if (withBars)
            faulty.Journal.FailNext = 2;
        else
            faulty.Journal.FailInputs = 1;                           // without a bar nothing is decided
        for (int fault = 0; fault < (withBars ? 2 : 1); fault++)
            await Assert.ThrowsAnyAsync<IOException>(() => faulty.ShardOf("AAA").Ingest(batch));
        IngestReceipt again = await faulty.ShardOf("AAA").Ingest(batch);
        await faulty.Bars("AAA", bars[(withBars ? 30 : 20)..]);

        Assert.Equal((0, inputs.Length), (again.Accepted, again.Duplicates - (withBars ? 1 : 0)));
        Assert.Equal(Digests(smooth), Digests(faulty));
        Assert.Equal(smooth.Journal.Decisions.Select(Seen), faulty.Journal.Decisions.Select(Seen));
        Assert.Contains(faulty.Journal.Decisions, decision => decision.Indicators[s_tone.Index] > 0);

        static (DateTime, double) Seen(Decision decision) => (decision.BarTimeUtc, decision.Indicators[s_tone.Index]);

        static SortedDictionary<string, string> Digests(TestGrid grid)
        {
            using var digest = new DecisionDigest();
            foreach (Decision decision in grid.Journal.Decisions)
                digest.Add(decision);
            return digest.Symbols();
        }
    }
}
