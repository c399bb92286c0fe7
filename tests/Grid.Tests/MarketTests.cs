using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Domain.Sentiment;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Domain.Universe;
using GoldenSignals.Grid.Tests.Support;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Grid.Tests;

/// <summary>What symbols see of the market as a whole, and of inputs beside ticks and bars, through the grid.</summary>
public class MarketTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private static readonly Column s_count = Column.Named("uni_count"), s_breadth = Column.Named("uni_above_sma50"), s_tone = Column.Named("news_tone_24h");

    [Theory]
    [InlineData(1, 4096)]
    [InlineData(7, 37)]
    [InlineData(16, 1000)]
    public async Task A_market_is_decided_as_in_a_plain_loop_whatever_the_shards_and_the_batches(int shards, int rowsPerBatch)
    {
        SymbolBar[] bars = Market(symbols: 23, count: 90);
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

        await grid.Pump().Run(new Recorded([new FeedBatch(default, Market(UniverseState.MinSymbols - 1, 60), default)]), CancellationToken.None);

        Assert.All(grid.Journal.Decisions, decision => Assert.Equal(double.NaN, decision.Indicators[s_count.Index]));
    }

    [Fact]
    public async Task A_live_market_is_seen_one_bar_time_before_and_not_while_a_shard_is_behind()
    {
        await using TestGrid grid = await TestGrid.Start(shards: 4, live: true);
        SymbolBar[] bars = Market(symbols: 25, count: 4);
        DateTime start = bars[0].Bar.OpenTimeUtc;

        await grid.Pump(live: true).Run(new Recorded([.. Minutes(bars, start).Take(3)]), CancellationToken.None);

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

        var receipt = await grid.ShardOf("AAA").Ingest(new([], [], DateTime.MinValue) { Inputs = [news, news, news with { Symbol = "a b" }] });
        await grid.Bars("AAA", bars);

        Assert.Equal((1, 1, 1), (receipt.Accepted, receipt.Duplicates, receipt.Rejected.Length));
        double[] tones = [.. grid.Journal.Decisions.Select(decision => decision.Indicators[s_tone.Index])];
        Assert.Equal(double.NaN, tones[0]);
        Assert.All(tones[1..], tone => Assert.True(tone > 0, $"{tone}"));
    }

    /// <summary>Bars in the order in which they close.</summary>
    private static SymbolBar[] Market(int symbols, int count) =>
    [
        .. Enumerable.Range(0, symbols)
            .SelectMany(i => SomeBars.Random(seed: i + 1, count).Select(bar => new SymbolBar($"S{i:D2}", s_minute, bar)))
            .OrderBy(bar => bar.Bar.OpenTimeUtc).ThenBy(bar => bar.Symbol, StringComparer.Ordinal),
    ];

    /// <summary>One batch a minute, with the watermark at its end.</summary>
    private static IEnumerable<FeedBatch> Minutes(SymbolBar[] bars, DateTime start) =>
        bars.GroupBy(bar => bar.Bar.OpenTimeUtc).Select(time => new FeedBatch(default, time.ToArray(), time.Key + s_minute));

    private sealed class Recorded(FeedBatch[] batches) : IFeed
    {
        public string Name => "recorded";

        public async IAsyncEnumerable<FeedBatch> Read([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
        {
            await Task.CompletedTask;
            foreach (FeedBatch batch in batches)
                yield return batch;
        }
    }
}
