using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Sentiment;

namespace GoldenSignals.Domain.Tests.Sentiment;

public class EarningsColumnsTests
{
    private static readonly DateTime s_first = new(2020, 1, 30, 21, 0, 0, DateTimeKind.Utc);

    private static EarningsReport Report(int quarter, double surprise, double? dispersion = null) =>
        new("MSFT", s_first.AddDays(91 * quarter), 2 + surprise, 2, dispersion);

    private static (double Sue, double Age) After(double days, params EarningsReport[] reports)
    {
        var columns = new EarningsColumns();
        SideState state = columns.Start();
        foreach (EarningsReport report in reports)
            state.Take(report);
        double[] values = [double.NaN, double.NaN];
        state.Write(default, reports.Max(report => report.TimeUtc).AddDays(days), values);
        return (values[0], values[1]);
    }

    [Fact]
    public void A_surprise_is_measured_in_the_dispersion_given()
    {
        var (sue, age) = After(1.5, Report(0, 0.3, 0.2));
        Assert.Equal(1.5, sue, 12);
        Assert.Equal(1.5, age, 12);
    }

    [Fact]
    public void Without_a_dispersion_it_is_measured_in_the_deviation_of_the_surprises_before_it()
    {
        EarningsReport[] before = [Report(0, 0.1), Report(1, -0.1), Report(2, 0.3), Report(3, 0.1)];
        Assert.Equal(double.NaN, After(0, before).Sue);             // the fourth has but three before it
        // 0.1, −0.1, 0.3, 0.1: mean 0.1, squares 0 + 0.04 + 0.04 + 0, deviation √(0.08/3) = 0.163299…
        Assert.Equal(0.4 / 0.16329931618554522, After(0, [.. before, Report(4, 0.4)]).Sue, 10);
        Assert.Equal(-0.2 / 0.16329931618554522, After(0, [.. before, Report(4, -0.2)]).Sue, 10);
    }

    [Fact]
    public void Twenty_surprises_are_remembered()
    {
        EarningsReport[] wild = [.. Enumerable.Range(0, 5).Select(i => Report(i, 100 * (i % 2)))];
        EarningsReport[] calm = [.. Enumerable.Range(5, 20).Select(i => Report(i, 0.1 * (i % 2)))];
        Assert.Equal(After(0, [.. calm, Report(25, 0.5)]).Sue, After(0, [.. wild, .. calm, Report(25, 0.5)]).Sue, 10);
    }

    [Fact]
    public void Surprises_that_never_differ_give_no_measure() =>
        Assert.Equal(double.NaN, After(0, [.. Enumerable.Range(0, 5).Select(i => Report(i, 0)), Report(5, 1)]).Sue);

    [Fact]
    public void A_report_that_is_not_newer_is_left_out() =>
        Assert.Equal(2, After(0, Report(1, 0.4, 0.2), Report(0, -1, 0.2), Report(1, -1, 0.2)).Sue, 10);

    [Theory]
    [InlineData(null, 1, 0.9, 0.1)]
    [InlineData(null, -1, 0, null)]
    [InlineData("eps-out-of-range", double.NaN, 0, null)]
    [InlineData("eps-out-of-range", 0, double.PositiveInfinity, null)]
    [InlineData("dispersion-out-of-range", 1, 1, 0.0)]
    [InlineData("dispersion-out-of-range", 1, 1, double.NaN)]
    public void A_report_that_cannot_be_is_refused(string? refusal, double actual, double expected, double? dispersion) =>
        Assert.Equal(refusal, new EarningsReport("MSFT", s_first, actual, expected, dispersion).Refusal());
}
