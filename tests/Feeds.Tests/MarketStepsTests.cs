using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Sentiment;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Feeds.Tests;

/// <summary>Laws of how batches are cut into steps, over random feeds.</summary>
public class MarketStepsTests
{
    private static readonly DateTime s_start = new(2024, 1, 2, 14, 30, 0, DateTimeKind.Utc);
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    /// <summary>What a feed says, in the order in which it becomes known.</summary>
    private static (DateTime KnownUtc, object Item)[] Market(int seed, int count = 400)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                DateTime time = s_start.AddSeconds(random.Next(30 * 60));
                object item = (i % 4) switch
                {
                    0 => new Tick($"S{random.Next(9)}", time, 1 + i, 1, "t", i + 1),
                    1 => new NewsItem($"S{random.Next(9)}", time, "x", Id: $"{i}"),
                    2 => new SymbolBar($"S{random.Next(9)}", s_minute, new Bar(Floor(time) - s_minute, 1, 1, 1, 1, i)),
                    _ => new SymbolBar($"S{random.Next(9)}", 5 * s_minute, new Bar(Floor(time) - 5 * s_minute, 1, 1, 1, 1, i)),
                };
                return (Known: item is SymbolBar ? Floor(time) : time, item);
            }).OrderBy(one => one.Known),
        ];
    }

    private static DateTime Floor(DateTime time) => new(time.Ticks - time.Ticks % s_minute.Ticks, DateTimeKind.Utc);

    private static FeedBatch Batch(IEnumerable<(DateTime KnownUtc, object Item)> items, DateTime watermarkUtc) => new(
        items.Select(one => one.Item).OfType<Tick>().ToArray(), items.Select(one => one.Item).OfType<SymbolBar>().ToArray(), watermarkUtc)
    {
        Inputs = items.Select(one => one.Item).OfType<SymbolInput>().ToArray(),
    };

    private static FeedBatch[] Steps((DateTime KnownUtc, object Item)[] market, int perBatch, bool hold)
    {
        var steps = new MarketSteps(s_minute);
        return [.. market.Chunk(perBatch).Select(items => Batch(items, items[^1].KnownUtc)).SelectMany(batch => steps.Of(batch, hold)), .. steps.Rest()];
    }

    private static IEnumerable<object> Items(FeedBatch step) => [.. step.Ticks.ToArray(), .. step.Bars.ToArray(), .. step.Inputs.ToArray()];

    [Theory]
    [InlineData(1, 400, true)]
    [InlineData(2, 37, true)]
    [InlineData(3, 1, true)]
    [InlineData(4, 37, false)]
    [InlineData(5, 1, false)]
    public void Everything_comes_once_in_steps_of_rising_time_and_in_its_own_order(int seed, int perBatch, bool hold)
    {
        var market = Market(seed);

        FeedBatch[] steps = Steps(market, perBatch, hold);

        Assert.Equal(market.Length, steps.Sum(step => Items(step).Count()));
        Assert.Equal(market.Select(one => one.Item).ToHashSet(), steps.SelectMany(Items).ToHashSet());
        Assert.Equal(market.Select(one => one.Item).OfType<Tick>(), steps.SelectMany(step => step.Ticks.ToArray()));
        Assert.Equal(market.Select(one => one.Item).OfType<SymbolBar>(), steps.SelectMany(step => step.Bars.ToArray()));
        Assert.Equal(market.Select(one => one.Item).OfType<SymbolInput>(), steps.SelectMany(step => step.Inputs.ToArray()));
        Assert.Equal(steps.Select(step => step.WatermarkUtc).Order(), steps.Select(step => step.WatermarkUtc));
        DateTime[] times = [.. steps.Select(step => Items(step).Select(Minute).Distinct().Single())];
        Assert.Equal(times.Order(), times);
        if (hold)
        {
            Assert.Equal(times.Distinct(), times);
            Assert.Equal(times, steps.Select(step => step.WatermarkUtc));
        }

        static DateTime Minute(object item) => item switch
        {
            Tick tick => Floor(tick.TimeUtc),
            SymbolBar bar => bar.Bar.OpenTimeUtc + bar.Interval,
            SymbolInput input => Floor(input.TimeUtc),
            _ => default,
        };
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(150)]
    public void Held_back_steps_are_those_of_one_large_batch(int perBatch)
    {
        var market = Market(seed: 7);

        Assert.Equal(Shown(Steps(market, market.Length, hold: true)), Shown(Steps(market, perBatch, hold: true)));

        static string[] Shown(FeedBatch[] steps) => [.. steps.Select(step => $"{step.WatermarkUtc:O} {string.Join(' ', Items(step))}")];
    }

    [Fact]
    public void A_live_batch_leaves_nothing_behind_and_ends_with_its_own_watermark()
    {
        var steps = new MarketSteps(s_minute);
        DateTime late = s_start.AddMinutes(2.5);

        FeedBatch[] cut = [.. steps.Of(Batch([(s_start, new Tick("A", s_start, 1, 1)), (s_start, new Tick("A", s_start.AddMinutes(2), 1, 1))], late), hold: false)];

        Assert.Equal([s_start, late], cut.Select(step => step.WatermarkUtc));
        Assert.Empty(steps.Rest());
    }

    [Fact]
    public void A_live_batch_of_nothing_but_a_watermark_is_passed_on()
    {
        var steps = new MarketSteps(s_minute);

        FeedBatch passed = Assert.Single(steps.Of(Batch([], s_start.AddMinutes(1)), hold: false));

        Assert.Equal(s_start.AddMinutes(1), passed.WatermarkUtc);
    }

    [Fact]
    public void A_late_tick_does_not_lower_the_watermark()
    {
        var steps = new MarketSteps(s_minute);
        DateTime watermark = s_start.AddMinutes(5);

        FeedBatch[] cut =
        [
            .. steps.Of(Batch([(watermark, new Tick("A", watermark, 1, 1))], watermark), hold: false),
            .. steps.Of(Batch([(watermark, new Tick("A", s_start, 1, 1)), (watermark, new Tick("A", watermark, 2, 1))], watermark), hold: false),
        ];

        Assert.Equal(3, cut.Length);
        Assert.All(cut, step => Assert.Equal(watermark, step.WatermarkUtc));
    }
}
