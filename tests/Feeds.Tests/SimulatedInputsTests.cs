using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Options;
using GoldenSignals.Domain.Sentiment;
using GoldenSignals.Feeds.Tests.Support;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Feeds.Tests;

/// <summary>What the simulator tells beside ticks.</summary>
public class SimulatedInputsTests
{
    private static readonly Simulator.Options s_day = SimulatorTests.Clean with { Symbols = 8, Interval = TimeSpan.FromMinutes(1), Bars = 300, ChainSymbols = 2 };

    private static async Task<SymbolInput[]> Inputs(Simulator.Options options, TimeProvider? clock = null) =>
        [.. (await new Simulator(options, clock ?? TimeProvider.System).Batches()).SelectMany(batch => batch.Inputs.ToArray())];

    private static string Shown(SymbolInput input) => input is OptionChain chain ? $"{chain.Symbol} {chain.TimeUtc:O} {chain.UnderlyingPrice:R}: {string.Join(' ', chain.Contracts)}" : $"{input}";

    [Fact]
    public async Task The_same_seed_tells_the_same_whatever_the_batches()
    {
        SymbolInput[] fast = await Inputs(s_day), again = await Inputs(s_day);
        SymbolInput[] paced = await Inputs(s_day with { RealTime = true, Slice = TimeSpan.FromMilliseconds(700) }, new ManualTime(SimulatorTests.Start.AddHours(6)));
        SymbolInput[] beside = await Inputs(s_day with { Symbols = 800, Bars = 130 });

        Assert.Equal(fast.Select(Shown), again.Select(Shown));
        Assert.Equal(fast.Select(Shown), paced.Select(Shown));
        Assert.Equal(Chains(fast).Take(6), Chains(beside).Take(6));
        Assert.NotEqual(fast.Select(Shown), (await Inputs(s_day with { Seed = 2 })).Select(Shown));

        static IEnumerable<string> Chains(SymbolInput[] inputs) => inputs.OfType<OptionChain>().Select(Shown);
    }

    [Fact]
    public async Task It_comes_in_time_order_at_or_before_the_watermark_and_not_before_the_last_one()
    {
        List<FeedBatch> batches = await new Simulator(s_day, TimeProvider.System).Batches();
        DateTime before = SimulatorTests.Start.AddTicks(-1);
        foreach (FeedBatch batch in batches)
        {
            SymbolInput[] inputs = batch.Inputs.ToArray();
            Assert.All(inputs, input => Assert.True(input.TimeUtc > before && input.TimeUtc <= batch.WatermarkUtc));
            Assert.Equal(inputs.OrderBy(input => input.TimeUtc), inputs);
            Assert.All(inputs, input => Assert.Null(TickRules.Check(input)));
            before = batch.WatermarkUtc;
        }
        Assert.Contains(batches, batch => batch.Inputs.ToArray().OfType<NewsItem>().Any());
    }

    [Theory]
    [InlineData("00:01:00", 300)]
    [InlineData("01:00:00", 30)]
    [InlineData("1.00:00:00", 3)]
    public async Task Chains_are_quoted_at_the_start_and_each_hour_at_the_last_price_of_their_time(string interval, int bars)
    {
        var options = s_day with { Interval = TimeSpan.Parse(interval, System.Globalization.CultureInfo.InvariantCulture), Bars = bars };
        var simulator = new Simulator(options, TimeProvider.System);
        List<FeedBatch> batches = await simulator.Batches();
        Tick[] ticks = [.. batches.SelectMany(batch => batch.Ticks.ToArray())];
        OptionChain[] chains = [.. batches.SelectMany(batch => batch.Inputs.ToArray()).OfType<OptionChain>()];

        Assert.Equal(simulator.Symbols.Take(2), chains.Select(chain => chain.Symbol).Distinct());
        DateTime start = new(SimulatorTests.Start.Ticks - SimulatorTests.Start.Ticks % options.Interval.Ticks, DateTimeKind.Utc), end = start + bars * options.Interval;
        List<DateTime> hours = [start];
        while (hours[^1].AddHours(1) is var next && new DateTime(next.Ticks - next.Ticks % TimeSpan.TicksPerHour) is var hour && hour <= end)
            hours.Add(hour);
        foreach (string symbol in simulator.Symbols.Take(2))
        {
            OptionChain[] its = [.. chains.Where(chain => chain.Symbol == symbol)];
            Assert.Equal(hours, its.Select(chain => chain.TimeUtc));
            foreach (OptionChain chain in its.SkipWhile(chain => !ticks.Any(tick => tick.Symbol == symbol && tick.TimeUtc < chain.TimeUtc)))
                Assert.Equal(ticks.Last(tick => tick.Symbol == symbol && tick.TimeUtc < chain.TimeUtc).Price, chain.UnderlyingPrice);
        }
    }

    [Fact]
    public async Task None_is_told_when_it_is_switched_off()
    {
        Assert.Empty(await Inputs(s_day with { News = false, ChainSymbols = 0 }));
        Assert.All(await Inputs(s_day with { News = false }), input => Assert.IsType<OptionChain>(input));
        Assert.DoesNotContain(await Inputs(s_day with { ChainSymbols = 0 }), input => input is OptionChain);
        Assert.All(await Inputs(s_day with { Interval = TimeSpan.FromMinutes(10), Bars = 30 }), input => Assert.IsType<OptionChain>(input));
    }

    [Fact]
    public async Task It_changes_no_tick()
    {
        Tick[] with = await new Simulator(s_day, TimeProvider.System).Ticks();

        Assert.Equal(await new Simulator(s_day with { News = false, ChainSymbols = 0 }, TimeProvider.System).Ticks(), with);
    }
}
