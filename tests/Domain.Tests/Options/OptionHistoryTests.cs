using GoldenSignals.Domain.Options;

namespace GoldenSignals.Domain.Tests.Options;

public class OptionHistoryTests
{
    private static OptionHistory Of(int days, Func<int, OptionDay> day)
    {
        var history = new OptionHistory();
        for (int i = 0; i < days; i++)
            history.Add(day(i) with { TimeUtc = SomeChain.Time.AddDays(i) });
        return history;
    }

    private static OptionDay Day(double iv = 0.2, double skew = 0.1, double putCall = 0, double spot = 100) => new(SomeChain.Time, iv, skew, putCall, spot);

    [Fact]
    public void Rank_and_percentile_are_over_252_days()
    {
        Assert.True(double.IsNaN(Of(251, i => Day(0.1 + i)).IvRank()));
        OptionHistory history = Of(252, i => Day(i == 251 ? 0.25 : i == 0 ? 1.1 : i == 1 ? 0.1 : i % 2 == 0 ? 0.2 : 0.3));
        Assert.Equal(15, history.IvRank(), 9);
        Assert.Equal(100 * 126 / 251.0, history.IvPercentile(), 9);      // 125 days of 0.2, one of 0.1
        Assert.Equal(50, Of(252, _ => Day()).IvRank());
    }

    [Fact]
    public void The_oldest_day_leaves()
    {
        OptionHistory history = Of(253, i => Day(i == 0 ? 9 : i == 252 ? 0.5 : 0.1 + 0.001 * i));
        Assert.Equal((252, 100), (history.Count, history.IvRank()));
    }

    [Fact]
    public void The_last_chain_of_a_day_counts_and_days_without_a_volatility_are_not_kept()
    {
        var history = new OptionHistory();
        Assert.True(history.Add(Day(0.2)));
        Assert.True(history.Add(Day(0.3) with { TimeUtc = SomeChain.Time.AddHours(1) }));
        Assert.False(history.Add(Day(double.NaN) with { TimeUtc = SomeChain.Time.AddDays(1) }));
        Assert.False(history.Add(Day(spot: double.NaN) with { TimeUtc = SomeChain.Time.AddDays(1) }));
        Assert.Equal(1, history.Count);
    }

    [Fact]
    public void A_z_score_measures_the_last_day_by_those_before_it_that_have_the_number()
    {
        OptionHistory history = Of(63, i => Day(skew: i == 62 ? 5 : i == 30 ? double.NaN : i % 2 == 0 ? 1 : 3));
        Assert.True(double.IsNaN(Of(60, i => Day(skew: i)).ZScore(day => day.Skew25, 60)));
        // Of the 60 days before, the missing one apart: 30 of 1 and 30 of 3, or one more or less; mean near 2, deviation near 1.
        double[] before = [.. Enumerable.Range(0, 62).Where(i => i != 30).Select(i => i % 2 == 0 ? 1.0 : 3.0).TakeLast(60)];
        double mean = before.Average(), deviation = Math.Sqrt(before.Sum(x => x * x) / 59 - 60 * mean * mean / 59);
        Assert.Equal((5 - mean) / deviation, history.ZScore(day => day.Skew25, 60), 9);
        Assert.True(double.IsNaN(Of(100, _ => Day()).ZScore(day => day.Skew25, 60)));
    }

    [Fact]
    public void Realised_volatility_is_the_root_of_squared_returns_over_the_time_that_they_took()
    {
        // ±1 % each weekday: 5 of 7 days, so about 0.01·√(365·5/7) a year.
        var history = new OptionHistory();
        DateTime monday = new(2024, 1, 1, 21, 0, 0, DateTimeKind.Utc);
        int n = 0;
        for (int i = 0; i < 43; i++)
            if (monday.AddDays(i).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                history.Add(Day(spot: n++ % 2 == 0 ? 100 : 100 * Math.Exp(0.01)) with { TimeUtc = monday.AddDays(i) });
        Assert.Equal(Math.Sqrt(20 * 1e-4 / (28 / 365.0)), history.RealisedVolatility30(), 9);
        Assert.InRange(history.RealisedVolatility30(), 0.15, 0.17);
    }

    [Fact]
    public void Too_few_days_tell_no_realised_volatility()
    {
        Assert.True(double.IsNaN(Of(20, i => Day(spot: 100 + i % 2)).RealisedVolatility30()));
        Assert.False(double.IsNaN(Of(26, i => Day(spot: 100 + i % 2)).RealisedVolatility30()));
        Assert.True(double.IsNaN(new OptionHistory().RealisedVolatility30()));
    }
}
