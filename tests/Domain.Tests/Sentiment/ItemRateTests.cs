using GoldenSignals.Domain.Sentiment;

namespace GoldenSignals.Domain.Tests.Sentiment;

public class ItemRateTests
{
    private static readonly DateTime s_start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    // The formula again over the plain list of times: every item counted anew at every question.
    private static double Plain(List<DateTime> items, DateTime now)
    {
        static long Hour(DateTime time) => (time.Ticks - 1) / TimeSpan.TicksPerHour;
        if (items.Count == 0)
            return double.NaN;
        long first = Hour(items.Min()), current = Hour(now);
        int hours = (int)Math.Min(720, current - first);
        if (hours < 168)
            return double.NaN;
        double[] counts = new double[hours];
        foreach (DateTime item in items)
            if (current - Hour(item) is var ago && ago >= 1 && ago <= hours)
                counts[ago - 1]++;
        double mean = counts.Average(), deviation = Math.Sqrt(counts.Average(count => (count - mean) * (count - mean)));
        return (items.Count(item => item > now.AddHours(-1) && item <= now) - mean) / Math.Max(1, deviation);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 60)]
    [InlineData(3, 700)]
    public void Agrees_with_counting_every_item_anew(int seed, double meanMinutes)
    {
        var random = new Random(seed);
        var rate = new ItemRate();
        var items = new List<DateTime>();
        DateTime time = s_start;
        double worst = 0;
        int compared = 0;
        while (time < s_start.AddDays(70))
        {
            time = time.AddMinutes(-Math.Log(1 - random.NextDouble()) * meanMinutes * (random.Next(50) == 0 ? 80 : 1));
            items.Add(time);
            rate.Add(time);
            if (random.Next(meanMinutes > 100 ? 2 : 40) != 0)
                continue;
            DateTime close = new(((time.Ticks - 1) / TimeSpan.TicksPerMinute + 1) * TimeSpan.TicksPerMinute, DateTimeKind.Utc);
            double expected = Plain(items, close), actual = rate.Z(close);
            Assert.Equal(double.IsNaN(expected), double.IsNaN(actual));
            if (double.IsNaN(expected))
                continue;
            worst = Math.Max(worst, Math.Abs(actual - expected));
            compared++;
            time = close;
        }
        Assert.True(compared > 10, $"{compared} compared");
        Assert.True(worst < 1e-9, $"deviation {worst}");
    }

    [Fact]
    public void Is_not_known_in_the_first_week()
    {
        var rate = new ItemRate();
        Assert.Equal(double.NaN, rate.Z(s_start));
        rate.Add(s_start.AddMinutes(30));
        Assert.Equal(double.NaN, rate.Z(s_start.AddHours(168)));
        Assert.Equal((0 - 1 / 168.0) / 1, rate.Z(s_start.AddHours(168).AddMinutes(1)), 12);
    }

    [Fact]
    public void The_last_hour_is_open_at_its_start_and_closed_at_its_end()
    {
        var rate = new ItemRate();
        rate.Add(s_start.AddTicks(1));
        DateTime close = s_start.AddDays(10);
        rate.Add(close.AddHours(-1));                               // just too old
        rate.Add(close.AddHours(-1).AddTicks(1));
        rate.Add(close);
        double mean = 2.0 / 239;                                    // hours before the one that ends at the close
        Assert.Equal(2 - mean, rate.Z(close), 12);
    }

    [Fact]
    public void One_headline_after_a_silence_is_no_burst_and_ten_are()
    {
        var rate = new ItemRate();
        rate.Add(s_start);
        DateTime later = s_start.AddDays(40).AddMinutes(1);
        rate.Add(later);
        Assert.Equal(1, rate.Z(later), 12);
        for (int i = 1; i < 10; i++)
            rate.Add(later.AddMinutes(i));
        Assert.Equal(10, rate.Z(later.AddMinutes(10)), 12);
    }

    [Fact]
    public void What_comes_late_counts_in_its_hour()
    {
        DateTime[] times = [s_start.AddHours(1), s_start.AddHours(200.5), s_start.AddHours(300), s_start.AddHours(399.5), s_start.AddHours(400)];
        var inOrder = new ItemRate();
        var late = new ItemRate();
        foreach (DateTime time in times)
            inOrder.Add(time);
        foreach (int i in new[] { 0, 4, 2, 3, 1 })
            late.Add(times[i]);
        Assert.Equal(inOrder.Z(times[^1]), late.Z(times[^1]));
        double known = late.Z(times[^1].AddMinutes(1));
        late.Add(s_start.AddDays(-100));                            // before everything: no longer told
        Assert.Equal(known, late.Z(times[^1].AddMinutes(1)));
    }
}
