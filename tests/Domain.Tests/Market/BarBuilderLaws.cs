using FsCheck;
using FsCheck.Fluent;
using GoldenSignals.Domain.Market;
using static GoldenSignals.Domain.Tests.Market.SomeTicks;

namespace GoldenSignals.Domain.Tests.Market;

public class BarBuilderLaws
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1), s_five = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan[] s_intervals = [TimeSpan.FromSeconds(1), s_minute, s_five, TimeSpan.FromHours(1), TimeSpan.FromDays(7)];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory, MemberData(nameof(Seeds))]
    public void Bars_equal_a_plain_grouping_of_the_same_ticks(int seed)
    {
        Tick[] ticks = InOrder(seed, 2000);
        foreach (TimeSpan interval in s_intervals)
            Assert.Equal(Grouped(ticks, interval), Built(ticks, interval));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Bars_are_consistent_and_keep_all_volume(int seed)
    {
        Tick[] ticks = InOrder(seed, 2000);
        Bar[] bars = Built(ticks, s_minute);
        Assert.All(bars, bar => Assert.Null(TickRules.Check(bar)));
        Assert.Equal(ticks.Sum(tick => tick.Size), bars.Sum(bar => bar.Volume));
        Assert.Equal(bars.Select(bar => bar.OpenTimeUtc).Distinct().Order(), bars.Select(bar => bar.OpenTimeUtc));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Coarse_bars_from_finer_bars_equal_those_from_ticks(int seed)
    {
        Tick[] ticks = InOrder(seed, 2000);
        Assert.Equal(Built(ticks, s_five), Aggregated(Built(ticks, s_minute), s_minute, s_five));
        Assert.Equal(Built(ticks, s_minute), Aggregated(Built(ticks, s_minute), s_minute, s_minute));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Watermarks_at_any_time_change_no_bar(int seed)
    {
        Tick[] ticks = InOrder(seed, 2000);
        var random = new Random(seed);
        var builder = new BarBuilder(s_minute);
        var bars = new List<Bar>();
        foreach (Tick tick in ticks)
        {
            if (random.Next(3) == 0 && builder.CloseUpTo(tick.TimeUtc.AddSeconds(-random.Next(0, 90)), out Bar early))
                bars.Add(early);
            if (builder.Add(tick, out Bar closed))
                bars.Add(closed);
        }
        if (builder.CloseUpTo(ticks[^1].TimeUtc + s_minute, out Bar last))
            bars.Add(last);
        Assert.Equal(Grouped(ticks, s_minute), bars);
        Assert.Equal(0, builder.LateCount);
    }

    [Fact]
    public void Ticks_of_distinct_times_in_one_interval_may_come_in_any_order() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<NonEmptyArray<PositiveInt>>(), (seed, prices) =>
        {
            Tick[] ticks = [.. prices.Get.Take(1000).Select((price, i) => At(i * 0.05, price.Get, size: i % 7))];
            Tick[] shuffled = [.. ticks];
            new Random(seed).Shuffle(shuffled);
            return Built(ticks, s_minute).SequenceEqual(Built(shuffled, s_minute));
        }).QuickCheckThrowOnFailure();

    [Theory, MemberData(nameof(Seeds))]
    public void A_saved_builder_goes_on_as_if_nothing_had_happened(int seed)
    {
        Tick[] ticks = InOrder(seed, 500);
        var builder = new BarBuilder(s_minute);
        var bars = new List<Bar>();
        foreach (Tick tick in ticks)
        {
            builder = new BarBuilder(s_minute, builder.Save());
            if (builder.Add(tick, out Bar closed))
                bars.Add(closed);
        }
        bars.Add(builder.Developing!.Value);
        Assert.Equal(Grouped(ticks, s_minute), bars);
    }

    [Fact]
    public void A_tick_allocates_nothing()
    {
        Tick[] ticks = InOrder(1, 10_000);
        var builder = new BarBuilder(s_minute);
        int closedBars = 0;
        Run(ticks.AsSpan(0, 100));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(ticks.AsSpan(100));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(closedBars > 100);

        void Run(ReadOnlySpan<Tick> some)
        {
            foreach (ref readonly Tick tick in some)
                if (builder.Add(tick, out _) || builder.CloseUpTo(tick.TimeUtc, out _))
                    closedBars++;
        }
    }

    /// <summary>Every bar, the developing one last.</summary>
    private static Bar[] Built(IEnumerable<Tick> ticks, TimeSpan interval)
    {
        var builder = new BarBuilder(interval);
        var bars = new List<Bar>();
        foreach (Tick tick in ticks)
            if (builder.Add(tick, out Bar closed))
                bars.Add(closed);
        return [.. bars, builder.Developing!.Value];
    }

    private static Bar[] Aggregated(Bar[] finer, TimeSpan span, TimeSpan interval)
    {
        var builder = new BarBuilder(interval);
        var bars = new List<Bar>();
        foreach (Bar bar in finer)
            if (builder.Add(bar, span, out Bar closed))
                bars.Add(closed);
        return [.. bars, builder.Developing!.Value];
    }

    private static Bar[] Grouped(Tick[] ticks, TimeSpan interval) =>
        [.. ticks.GroupBy(tick => tick.TimeUtc.Ticks / interval.Ticks).Select(group => new Bar(
            new DateTime(group.Key * interval.Ticks, DateTimeKind.Utc), group.First().Price, group.Max(tick => tick.Price),
            group.Min(tick => tick.Price), group.Last().Price, group.Sum(tick => tick.Size)))];
}
