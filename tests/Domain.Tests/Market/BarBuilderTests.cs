using GoldenSignals.Domain.Market;
using static GoldenSignals.Domain.Tests.Market.SomeTicks;

namespace GoldenSignals.Domain.Tests.Market;

public class BarBuilderTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_tick_of_a_later_interval_closes_the_bar()
    {
        var builder = new BarBuilder(s_minute);
        Assert.False(builder.Add(At(5, 10, 3), out _));
        Assert.False(builder.Add(At(20, 12, 4), out _));
        Assert.False(builder.Add(At(59.9, 11, 5), out _));
        Assert.Equal(Start.AddMinutes(1), builder.EndUtc);

        Assert.True(builder.Add(At(60, 20, 7), out Bar closed));

        Assert.Equal(new Bar(Start, 10, 12, 10, 11, 12), closed);
        Assert.Equal(DateTimeKind.Utc, closed.OpenTimeUtc.Kind);
        Assert.Equal(new Bar(Start.AddMinutes(1), 20, 20, 20, 20, 7), builder.Developing);
    }

    [Fact]
    public void A_gap_invents_no_bars()
    {
        var builder = new BarBuilder(s_minute);
        builder.Add(At(0, 10), out _);
        Assert.True(builder.Add(At(600, 11), out Bar closed));
        Assert.Equal(Start, closed.OpenTimeUtc);
        Assert.Equal(Start.AddMinutes(10), builder.EarliestUtc);
    }

    [Fact]
    public void Open_and_close_go_by_event_time_and_among_equal_times_by_arrival()
    {
        var builder = new BarBuilder(s_minute);
        foreach (Tick tick in new[] { At(30, 3), At(10, 1), At(10, 1.5), At(50, 5), At(50, 5.5), At(40, 4) })
            builder.Add(tick, out _);
        Assert.Equal(new Bar(Start, 1, 5.5, 1, 5.5, 6), builder.Developing);
    }

    [Fact]
    public void A_tick_before_the_developing_bar_is_late_and_changes_nothing()
    {
        var builder = new BarBuilder(s_minute);
        builder.Add(At(70, 10), out _);
        Bar before = builder.Developing!.Value;
        Assert.False(builder.Add(At(59.999, 99), out _));
        Assert.Equal(before, builder.Developing);
        Assert.Equal(1, builder.LateCount);
    }

    [Fact]
    public void A_watermark_closes_the_bar_whose_end_it_reaches()
    {
        var builder = new BarBuilder(s_minute);
        builder.Add(At(10, 10), out _);
        Assert.False(builder.CloseUpTo(Start.AddSeconds(59.999), out _));
        Assert.True(builder.CloseUpTo(Start.AddSeconds(60), out Bar closed));
        Assert.Equal(new Bar(Start, 10, 10, 10, 10, 1), closed);
        Assert.Null(builder.Developing);
        Assert.Null(builder.EndUtc);
        Assert.False(builder.CloseUpTo(Start.AddSeconds(60), out _));

        Assert.False(builder.Add(At(59, 99), out _));
        Assert.Equal((1, null), (builder.LateCount, builder.Developing));
    }

    [Fact]
    public void After_a_watermark_an_interval_wholly_before_it_takes_nothing_but_its_own_interval_does()
    {
        var builder = new BarBuilder(s_minute);
        builder.CloseUpTo(Start.AddSeconds(150), out _);
        builder.Add(At(119, 1), out _);
        Assert.Null(builder.Developing);
        builder.Add(At(121, 2), out _);
        Assert.Equal(new Bar(Start.AddMinutes(2), 2, 2, 2, 2, 1), builder.Developing);
    }

    [Fact]
    public void Weeks_begin_on_mondays()
    {
        var builder = new BarBuilder(TimeSpan.FromDays(7));
        builder.Add(At(0, 1), out _);                               // a Tuesday
        Assert.Equal(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc), builder.Developing!.Value.OpenTimeUtc);
        Assert.Equal(DayOfWeek.Monday, builder.Developing!.Value.OpenTimeUtc.DayOfWeek);
    }

    [Fact]
    public void A_finer_bar_that_repeats_or_goes_back_is_late()
    {
        var builder = new BarBuilder(TimeSpan.FromMinutes(5));
        var bar = new Bar(Start.AddMinutes(1), 10, 12, 9, 11, 100);
        builder.Add(bar, s_minute, out _);
        Assert.True(builder.IsLate(bar));
        Assert.False(builder.IsLate(bar with { OpenTimeUtc = Start.AddMinutes(2) }));
        builder.Add(bar, s_minute, out _);
        builder.Add(bar with { OpenTimeUtc = Start }, s_minute, out _);
        Assert.Equal(new Bar(Start, 10, 12, 9, 11, 100), builder.Developing);
        Assert.Equal(2, builder.LateCount);
    }

    [Fact]
    public void A_span_that_does_not_divide_the_interval_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new BarBuilder(TimeSpan.FromMinutes(5)).Add(new Bar(Start, 1, 1, 1, 1, 1), TimeSpan.FromMinutes(2), out _));

    [Fact]
    public void The_end_of_time_is_no_exception()
    {
        var builder = new BarBuilder(TimeSpan.FromDays(7));
        builder.Add(new Tick("ABC", DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc), 1, 1), out _);
        Assert.Equal(DateTime.MaxValue, builder.EndUtc);
    }
}
