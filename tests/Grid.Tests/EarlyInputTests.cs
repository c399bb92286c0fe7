using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Options;
using GoldenSignals.Domain.Sentiment;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Grains;
using GoldenSignals.Grid.Tests.Support;

namespace GoldenSignals.Grid.Tests;

/// <summary>News, earnings and chains of symbols that have no bar yet.</summary>
public class EarlyInputTests
{
    private static readonly Column s_surprise = Column.Named("earnings_sue");
    private static readonly DateTime s_time = SomeBars.Start;

    private static readonly EarningsReport s_report = new("AAA", s_time, 2, 1, 0.5);

    private static SymbolInput[] Headlines(string symbol, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new NewsItem(symbol, s_time, "x", Id: $"{i}"))];

    private static OptionChain Chain(string symbol, int contracts) => new(symbol, s_time,
        [.. Enumerable.Range(1, contracts).Select(strike => new OptionContract(s_time.AddDays(30), strike, OptionRight.Call, 1, 2))], double.NaN, 0, 0, ExerciseStyle.European);

    private static string[] Codes(IngestReceipt receipt) => [.. receipt.Rejected.Select(rejection => rejection.Code).Distinct()];

    [Theory]
    [InlineData(true, 256)]
    [InlineData(false, 5001)]
    public async Task What_was_accepted_before_the_first_bar_counts_and_what_is_too_much_in_a_live_grid_is_refused(bool live, int accepted)
    {
        await using TestGrid grid = await TestGrid.Start(live: live);
        SymbolInput[] inputs = [s_report, .. Headlines("AAA", 5000)];

        IngestReceipt receipt = await grid.Inputs(inputs);
        await grid.Bars("AAA", SomeBars.Random(seed: 1, count: 2));
        IngestReceipt more = await grid.Inputs(Headlines("AAA", 6000)[5000..]);

        Assert.Equal((accepted, 5001 - accepted, 1000), (receipt.Accepted, receipt.Rejected.Length, more.Accepted));
        Assert.All(receipt.Rejected, rejection => Assert.Equal("too-many-waiting", rejection.Code));
        Assert.Equal(2, grid.Journal.Decisions[^1].Indicators[s_surprise.Index], 1e-12);
    }

    [Fact]
    public async Task What_waits_already_is_a_duplicate_also_where_no_more_may_wait_and_after_the_first_bar()
    {
        await using TestGrid grid = await TestGrid.Start(live: true);
        SymbolInput[] inputs = Headlines("AAA", 256);

        await grid.Inputs(inputs);
        IngestReceipt waiting = await grid.Inputs(inputs);
        await grid.Bars("AAA", SomeBars.Random(seed: 1, count: 1));
        IngestReceipt after = await grid.Inputs(inputs);

        Assert.Equal((0, 256, 0), (waiting.Accepted, waiting.Duplicates, waiting.Rejected.Length));
        Assert.Equal((0, 256, 0), (after.Accepted, after.Duplicates, after.Rejected.Length));
    }

    [Fact]
    public async Task Chains_weigh_their_contracts_until_their_symbol_has_a_bar()
    {
        await using TestGrid grid = await TestGrid.Start(shards: 1, live: true);
        Assert.Equal(2, (await grid.Inputs(Chain("AAA", 50_000), Chain("BBB", 49_999))).Accepted);

        Assert.Equal(["too-many-waiting"], Codes(await grid.Inputs(Chain("CCC", 2))));
        Assert.Equal(1, (await grid.Inputs(Chain("CCC", 1))).Accepted);
        Assert.Equal(["too-many-waiting"], Codes(await grid.Inputs(Headlines("CCC", 1))));

        await grid.Bars("AAA", SomeBars.Random(seed: 1, count: 1));
        Assert.Equal(1, (await grid.Inputs(Chain("DDD", 50_000))).Accepted);
        Assert.Equal(["too-many-waiting"], Codes(await grid.Inputs(Chain("DDD", 50_000) with { TimeUtc = s_time.AddSeconds(1) })));
    }

    [Fact]
    public async Task Symbols_that_only_wait_take_no_room_from_those_that_trade()
    {
        await using TestGrid grid = await TestGrid.Start(shards: 1, live: true, settings: ("Grid:MaxSymbols", "8"));     // at least 16 in a shard
        await grid.Bars("OLD", SomeBars.Random(seed: 1, count: 1));

        IngestReceipt waiting = await grid.Inputs([.. Enumerable.Range(0, 100).SelectMany(i => Headlines($"S{i}", 2))]);
        IngestReceipt traded = await grid.Inputs(Headlines("OLD", 2));
        await grid.Bars("NEW", SomeBars.Random(seed: 2, count: 1));
        IngestReceipt now = await grid.Inputs(Headlines("NEW", 2));

        Assert.Equal((32, 168), (waiting.Accepted, waiting.Rejected.Length));
        Assert.Equal(["too-many-waiting"], Codes(waiting));
        Assert.Equal((2, 2), (traded.Accepted, now.Accepted));
    }

    [Fact]
    public async Task A_replay_keeps_what_waits_for_any_number_of_symbols()
    {
        await using TestGrid grid = await TestGrid.Start(shards: 1, settings: ("Grid:MaxSymbols", "8"));

        Assert.Equal(200, (await grid.Inputs([.. Enumerable.Range(0, 100).SelectMany(i => Headlines($"S{i}", 2))])).Accepted);
        Assert.Equal(3, (await grid.Inputs(Chain("AAA", 50_000), Chain("BBB", 50_000), Chain("CCC", 50_000))).Accepted);
    }
}
