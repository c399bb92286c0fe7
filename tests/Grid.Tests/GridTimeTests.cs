using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Grains;
using GoldenSignals.Grid.Tests.Support;

namespace GoldenSignals.Grid.Tests;

/// <summary>What the age of a symbol is measured against.</summary>
public class GridTimeTests
{
    private static readonly DateTime s_start = SomeBars.Start;

    private sealed class HandClock(DateTime now) : TimeProvider
    {
        public DateTime Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => new(Now);
    }

    private static Tick At(double seconds, string symbol = "AAA") => new(symbol, s_start.AddSeconds(seconds), 100, 1, "test");

    [Fact]
    public async Task Live_it_is_what_feeds_have_told_and_goes_on_with_the_clock_when_they_fall_silent()
    {
        var clock = new HandClock(s_start.AddHours(5));
        await using TestGrid grid = await TestGrid.Start(shards: 2, live: true, clock: clock);
        Assert.Equal(clock.Now, await grid.Universe.Now());           // nobody has told of a time

        await grid.Ticks("AAA", DateTime.MinValue, At(0), At(61));
        Assert.Equal(clock.Now, await grid.Universe.Now());
        await grid.Ticks("AAA", s_start.AddSeconds(180), At(62));
        Assert.Equal(s_start.AddSeconds(180), await grid.Universe.Now());
        clock.Now += TimeSpan.FromSeconds(40);
        Assert.Equal(s_start.AddSeconds(220), await grid.Universe.Now());
        await grid.Ticks("AAA", s_start.AddSeconds(240), At(190));
        Assert.Equal(s_start.AddSeconds(240), await grid.Universe.Now());
    }

    [Fact]
    public async Task Late_decisions_are_told_of_while_feeds_tell_of_the_time()
    {
        var clock = new HandClock(s_start.AddSeconds(190));
        await using TestGrid grid = await TestGrid.Start(shards: 2, live: true, clock: clock);
        await grid.Ticks("AAA", s_start.AddSeconds(180), At(0), At(130));
        Assert.Null(await grid.Universe.Degraded());
        clock.Now = s_start.AddSeconds(280);
        await grid.Ticks("AAA", s_start.AddSeconds(240), At(190));
        Assert.Equal("decisions are 40 s behind the clock", await grid.Universe.Degraded());
        clock.Now += TimeSpan.FromSeconds(90);                                            // now the feed is silent, and symbols are stale
        Assert.Null(await grid.Universe.Degraded());
        await grid.Ticks("AAA", s_start.AddSeconds(365), At(250), At(310));
        Assert.Null(await grid.Universe.Degraded());
    }

    [Fact]
    public async Task In_a_replay_it_is_event_time_alone()
    {
        var clock = new HandClock(s_start.AddHours(5));
        await using TestGrid grid = await TestGrid.Start(shards: 1, clock: clock);
        await grid.Ticks("AAA", DateTime.MinValue, At(0), At(61));
        Assert.Null(await grid.Universe.Now());
        await grid.Ticks("AAA", s_start.AddSeconds(180), At(120));
        clock.Now += TimeSpan.FromSeconds(40);
        Assert.Equal(s_start.AddSeconds(180), await grid.Universe.Now());
    }

    [Fact]
    public async Task A_symbol_was_heard_of_with_its_newest_tick_or_the_end_of_its_newest_bar()
    {
        await using TestGrid grid = await TestGrid.Start();
        async Task<DateTime> Heard(string symbol) => (await grid.Universe.Find(symbol))!.Value.HeardUtc;

        await grid.Ticks("AAA", DateTime.MinValue, At(0), At(500), At(490));
        Assert.Equal(s_start.AddSeconds(500), await Heard("AAA"));
        await grid.Bars("BBB", SomeBars.Random(seed: 1, count: 3));
        Assert.Equal(s_start.AddMinutes(3), await Heard("BBB"));
    }

    [Fact]
    public async Task After_a_restart_only_the_clock_tells_until_a_feed_does()
    {
        using var folder = new TempFolder();
        await using (TestGrid grid = await TestGrid.StartIn(folder.Path, live: true))
            await grid.Ticks("AAA", s_start.AddSeconds(180), At(0), At(61), At(150));
        await using TestGrid again = await TestGrid.StartIn(folder.Path, live: true);
        Assert.InRange((await again.Universe.Now())!.Value, DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow.AddMinutes(1));
        Assert.Equal(s_start.AddSeconds(150), (await again.Universe.Find("AAA"))!.Value.HeardUtc);
        await again.Ticks("AAA", s_start.AddSeconds(240), At(200));
        Assert.InRange((await again.Universe.Now())!.Value, s_start.AddSeconds(240), s_start.AddSeconds(300));
    }
}
