using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Market;
using GoldenSignals.Feeds.Tests.Support;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Feeds.Tests;

public class SimulatorTests
{
    internal static readonly DateTime Start = new(2024, 1, 2, 14, 30, 0, DateTimeKind.Utc);

    internal static readonly Simulator.Options Clean = new()
    {
        Symbols = 22, Bars = 200, StartUtc = Start, RealTime = false, BadTickShare = 0, HaltShare = 0,
    };

    private static Task<Tick[]> Ticks(Simulator.Options options) => new Simulator(options, TimeProvider.System).Ticks();

    [Fact]
    public async Task The_same_seed_gives_these_ticks_on_every_machine()
    {
        Tick[] ticks = await Ticks(Clean with { Bars = 500, BadTickShare = 0.01, HaltShare = 0.01, Interval = TimeSpan.FromMinutes(1) });
        ulong hash = 14695981039346656037;
        foreach (Tick tick in ticks)
        {
            foreach (char c in tick.Symbol)
                hash = (hash ^ c) * 1099511628211;
            foreach (long word in new[] { tick.TimeUtc.Ticks, BitConverter.DoubleToInt64Bits(tick.Price), BitConverter.DoubleToInt64Bits(tick.Size), tick.Sequence })
                hash = (hash ^ (ulong)word) * 1099511628211;
        }
        Assert.Equal((41812, 923870192657291447UL), (ticks.Length, hash));
    }

    [Fact]
    public async Task Another_seed_gives_another_market() => Assert.NotEqual(await Ticks(Clean), await Ticks(Clean with { Seed = 2 }));

    [Fact]
    public async Task A_symbol_is_independent_of_how_many_others_trade()
    {
        var options = Clean with { Symbols = 3, BadTickShare = 0.01, HaltShare = 0.01 };
        Tick[] few = await Ticks(options), many = await Ticks(options with { Symbols = 2000 });
        foreach (string symbol in few.Select(tick => tick.Symbol).Distinct())
            Assert.Equal(few.Where(tick => tick.Symbol == symbol), many.Where(tick => tick.Symbol == symbol));
    }

    [Fact]
    public async Task History_and_batches_change_no_tick()
    {
        var options = Clean with { Symbols = 2000, Bars = 20, BadTickShare = 0.01 };
        Tick[] plain = await Ticks(options);
        Assert.Equal(plain, await Ticks(options with { StartUtc = Start.AddSeconds(15), HistoryBars = 15 }));

        var time = new ManualTime(Start.AddSeconds(100));
        Assert.Equal(plain, await new Simulator(options with { RealTime = true, Slice = TimeSpan.FromMilliseconds(7) }, time).Ticks());
    }

    [Fact]
    public async Task Ticks_come_in_time_order_and_none_is_older_than_the_watermark_before()
    {
        List<FeedBatch> batches = await new Simulator(Clean with { Symbols = 1000, Bars = 30 }, TimeProvider.System).Batches();
        DateTime watermark = Start;
        foreach (FeedBatch batch in batches)
        {
            Tick[] ticks = batch.Ticks.ToArray();
            Assert.InRange(ticks.Length, 0, 4097);
            Assert.All(ticks, tick => Assert.True(tick.TimeUtc >= watermark && tick.TimeUtc < batch.WatermarkUtc || ticks[^1].TimeUtc == tick.TimeUtc));
            Assert.Equal(ticks.Select(tick => tick.TimeUtc).Order(), ticks.Select(tick => tick.TimeUtc));
            watermark = batch.WatermarkUtc;
        }
        Assert.Equal(Start.AddSeconds(30), watermark);
        Assert.Equal(1000 * 4 * 30, batches.Sum(batch => batch.Ticks.Length));
    }

    [Fact]
    public async Task Good_ticks_are_valid_are_all_admitted_and_fill_every_bar()
    {
        foreach (var symbolTicks in (await Ticks(Clean with { Bars = 2000 })).GroupBy(tick => tick.Symbol))
        {
            var gate = new TickGate(new());
            var builder = new BarBuilder(Clean.Interval);
            int bars = 0;
            foreach (Tick tick in symbolTicks)
            {
                Assert.Null(TickRules.Check(tick));
                Assert.Null(gate.Admit(tick, builder.EarliestUtc));
                bars += builder.Add(tick, out _) ? 1 : 0;
            }
            Assert.Equal(1999, bars);
        }
    }

    [Fact]
    public async Task Every_bad_tick_is_refused_for_what_it_is()
    {
        var simulator = new Simulator(Clean with { Bars = 2000, BadTickShare = 0.02 }, TimeProvider.System);
        var refused = new SortedDictionary<string, long>();
        foreach (var symbolTicks in (await simulator.Ticks()).GroupBy(tick => tick.Symbol))
        {
            var gate = new TickGate(new());
            var builder = new BarBuilder(Clean.Interval);
            foreach (Tick tick in symbolTicks)
            {
                string? refusal = TickRules.Check(tick) ?? gate.Admit(tick, builder.EarliestUtc);
                if (refusal is null)
                    builder.Add(tick, out _);
                else
                    refused[refusal] = refused.GetValueOrDefault(refusal) + 1;
            }
        }
        Assert.Equal(5, refused.Count);
        Assert.Equal(new SortedDictionary<string, long>(simulator.BadTicks.ToDictionary()), refused);
        Assert.InRange(refused.Values.Sum() / (22 * 2000 * 4.0), 0.018, 0.022);
    }

    [Fact]
    public async Task A_halt_is_a_gap_of_whole_bars_and_the_sequence_goes_on()
    {
        Tick[] ticks = await Ticks(Clean with { HaltShare = 0.01, Bars = 1000 });
        int gaps = 0;
        foreach (var symbolTicks in ticks.GroupBy(tick => tick.Symbol))
        {
            foreach (var (before, after) in symbolTicks.Zip(symbolTicks.Skip(1)))
            {
                long bars = after.TimeUtc.Ticks / TimeSpan.TicksPerSecond - before.TimeUtc.Ticks / TimeSpan.TicksPerSecond;
                Assert.InRange(bars, 0, 21);
                gaps += bars > 1 ? 1 : 0;
                Assert.Equal(before.Sequence + 1, after.Sequence);
            }
            Assert.All(symbolTicks.GroupBy(tick => tick.TimeUtc.Ticks / TimeSpan.TicksPerSecond), bar => Assert.Equal(4, bar.Count()));
        }
        Assert.InRange(gaps, 150, 260);
    }

    [Fact]
    public async Task A_later_run_goes_on_with_higher_sequence_numbers()
    {
        var options = Clean with { Symbols = 1, BadTickShare = 0.1, Bars = 100 };
        Tick[] first = await Ticks(options), second = await Ticks(options with { StartUtc = Start.AddSeconds(100) });
        Assert.True(first[^1].Sequence < second[0].Sequence);
    }

    [Fact]
    public void Options_are_validated()
    {
        Assert.True(Valid(Clean));
        Assert.True(Valid(new()));
        Assert.False(Valid(new() { Symbols = 0 }));
        Assert.False(Valid(new() { Interval = TimeSpan.Zero }));
        Assert.False(Valid(new() { BadTickShare = 1.5 }));

        static bool Valid(Simulator.Options options) => Validator.TryValidateObject(options, new ValidationContext(options), null, true);
    }
}
