using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Market;

public class BarWindowTests
{
    [Theory, InlineData(63), InlineData(4097), InlineData(0), InlineData(-1)]
    public void A_capacity_out_of_range_is_refused(int capacity) =>
        Assert.Contains("64 to 4096", Assert.Throws<ArgumentOutOfRangeException>(() => new BarWindow(capacity)).Message, StringComparison.Ordinal);

    [Theory, InlineData(64), InlineData(100), InlineData(512), InlineData(4096)]
    public void Holds_the_newest_bars_at_every_length(int capacity)
    {
        Bar[] bars = SomeBars.Random(1, capacity * 2 + 7);
        var window = new BarWindow(capacity);
        for (int i = 0; i < bars.Length; i++)
        {
            window.Add(bars[i]);
            Assert.Equal(bars[i], window.Last);
            Assert.Equal(Math.Min(i + 1, capacity), window.Count);
            Assert.Equal(i + 1, window.TotalSeen);
            Assert.Equal(bars[i + 1 - window.Count], window[window.Count - 1]);
            if (i % 37 == 0)
                Assert.Equal(bars[(i + 1 - window.Count)..(i + 1)], window.Newest());
        }
    }

    [Fact]
    public void Range_is_from_inclusive_to_exclusive_the_newest_up_to_the_limit_oldest_first()
    {
        Bar[] bars = SomeBars.Random(2, 200);
        var window = new BarWindow(64);
        foreach (Bar bar in bars)
            window.Add(bar);
        Bar[] kept = bars[^64..];
        foreach (var (from, to, limit) in new[] { (0, 64, 100), (3, 10, 100), (3, 10, 2), (10, 10, 5), (10, 3, 5), (60, 64, 0), (0, 64, 1) })
        {
            DateTime fromUtc = kept[from].OpenTimeUtc, toUtc = kept[^1].OpenTimeUtc.AddMinutes(to - 63);
            Bar[] expected = [.. kept.Where(bar => bar.OpenTimeUtc >= fromUtc && bar.OpenTimeUtc < toUtc).TakeLast(limit)];
            Assert.Equal(expected, window.Range(fromUtc, toUtc, limit));
        }
        Assert.Equal(kept[5..], window.Range(kept[5].OpenTimeUtc.AddTicks(-1), DateTime.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => window.Range(DateTime.MinValue, DateTime.MaxValue, -5));
    }

    [Fact]
    public void A_bar_that_is_not_after_the_last_is_refused()
    {
        var window = new BarWindow();
        Bar bar = SomeBars.Closing(1)[0];
        window.Add(bar);
        Assert.Throws<ArgumentException>(() => window.Add(bar));
        Assert.Equal(1, window.Count);
    }

    [Fact]
    public void An_empty_window_has_no_last_bar_and_an_empty_range()
    {
        var window = new BarWindow();
        Assert.Throws<InvalidOperationException>(() => window.Last);
        Assert.Throws<ArgumentOutOfRangeException>(() => window[0]);
        Assert.Empty(window.Newest());
    }

    [Fact]
    public void A_young_window_is_small_and_a_full_one_takes_little_of_bars_in_cents()
    {
        Bar[] bars = [.. SomeBars.Random(3, 2000).Select(bar => bar with { Open = Cents(bar.Open), High = Cents(bar.High), Low = Cents(bar.Low), Close = Cents(bar.Close), Volume = Math.Round(bar.Volume) })];
        var other = new BarWindow();
        foreach (Bar bar in bars.AsSpan(0, 64))
            other.Add(bar);                                          // whoever packs first on a thread gets its scratch
        long before = GC.GetAllocatedBytesForCurrentThread();
        var window = new BarWindow();
        window.Add(bars[0]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 1200);

        foreach (Bar bar in bars.AsSpan(1, 511))
            window.Add(bar);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 512 * 30);
        before = GC.GetAllocatedBytesForCurrentThread();
        foreach (Bar bar in bars.AsSpan(512))
            window.Add(bar);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (bars.Length - 512) * 10);
        Assert.Equal(bars[^512..], window.Newest());

        static double Cents(double price) => Math.Round(price, 2);
    }

    [Fact]
    public void Bars_come_back_to_the_bit_whatever_their_numbers()
    {
        double[] odd = [0, -0.0, double.Epsilon, 1.0 / 3, 0.1, 1e-8, 123456.78901234, 1e15, double.MaxValue, 9007199254740993];
        Bar[] bars = [.. Enumerable.Range(0, 100).Select(i => new Bar(new(2024, 1, 1, 0, i / 60, i % 60, i, DateTimeKind.Utc), odd[i % 10], odd[(i + 3) % 10], odd[(i + 5) % 10], odd[(i + 7) % 10], odd[(i + 9) % 10]))];
        var window = new BarWindow(100);
        foreach (Bar bar in bars)
            window.Add(bar);
        Assert.Equal(bars.Select(Bits), window.Newest().Select(Bits));

        static (long, DateTimeKind, long, long, long, long, long) Bits(Bar bar) => (bar.OpenTimeUtc.Ticks, bar.OpenTimeUtc.Kind, Of(bar.Open), Of(bar.High), Of(bar.Low), Of(bar.Close), Of(bar.Volume));
        static long Of(double value) => BitConverter.DoubleToInt64Bits(value);
    }
}
