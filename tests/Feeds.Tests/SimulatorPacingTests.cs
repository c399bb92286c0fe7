using GoldenSignals.Feeds.Tests.Support;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Feeds.Tests;

public class SimulatorPacingTests
{
    private static readonly DateTime s_start = SimulatorTests.Start;
    private readonly ManualTime _time = new(s_start.AddMilliseconds(400));

    [Fact]
    public async Task In_real_time_event_time_is_the_clock_and_nothing_comes_early()
    {
        var simulator = new Simulator(new() { Symbols = 1000, BadTickShare = 0 }, _time);
        await using var reading = simulator.Read(CancellationToken.None).GetAsyncEnumerator();
        int ticks = 0;
        while (ticks < 8000)
        {
            Assert.True(await _time.AdvanceUntil(reading.MoveNextAsync(), TimeSpan.FromMilliseconds(10)));
            FeedBatch batch = reading.Current;
            DateTime now = _time.GetUtcNow().UtcDateTime;
            Assert.True(batch.WatermarkUtc <= now);
            foreach (var tick in batch.Ticks.ToArray())
                Assert.InRange(tick.TimeUtc, ticks == 0 ? s_start : now.AddMilliseconds(-60), now);
            ticks += batch.Ticks.Length;
        }
    }

    [Fact]
    public async Task History_comes_at_once_and_then_the_feed_waits_for_the_clock()
    {
        var simulator = new Simulator(new() { Symbols = 10, HistoryBars = 100, BadTickShare = 0, HaltShare = 0 }, _time);
        await using var reading = simulator.Read(CancellationToken.None).GetAsyncEnumerator();
        DateTime last = default;
        ValueTask<bool> next = reading.MoveNextAsync();
        for (; next.IsCompleted; next = reading.MoveNextAsync())
        {
            Assert.True(await next);
            if (last == default)
                Assert.Equal(s_start.AddSeconds(-100), new DateTime(reading.Current.Ticks.Span[0].TimeUtc.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond));
            last = reading.Current.WatermarkUtc;
        }
        Assert.Equal(_time.GetUtcNow().UtcDateTime, last);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await next);
    }

    [Fact]
    public async Task Each_bar_end_has_a_watermark_even_when_nothing_trades()
    {
        var simulator = new Simulator(new() { Symbols = 1, TicksPerBar = 1, HaltShare = 0.5, BadTickShare = 0 }, _time);
        await using var reading = simulator.Read(CancellationToken.None).GetAsyncEnumerator();
        var watermarks = new List<DateTime>();
        while (watermarks.Count < 40)
        {
            Assert.True(await _time.AdvanceUntil(reading.MoveNextAsync(), TimeSpan.FromMilliseconds(50)));
            watermarks.Add(reading.Current.WatermarkUtc);
        }
        for (DateTime bar = s_start.AddSeconds(1); bar <= watermarks[^1]; bar = bar.AddSeconds(1))
            Assert.Contains(bar, watermarks);
    }

    [Fact]
    public async Task Cancellation_ends_the_wait()
    {
        using var cancel = new CancellationTokenSource();
        await using var reading = new Simulator(new() { Symbols = 1 }, _time).Read(cancel.Token).GetAsyncEnumerator(CancellationToken.None);
        ValueTask<bool> next = reading.MoveNextAsync();
        for (; next.IsCompleted; next = reading.MoveNextAsync())
            Assert.True(await next);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }
}
