using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class CandleTrendTests
{
    // SMA(2) of 1 2 3 2 3 4 5: 1.5 2.5 2.5 2.5 3.5 4.5, steps + 0 0 + +; of two steps each, one bar late.
    [Fact]
    public void Matches_the_hand_computed_values() =>
        Assert.Equal([double.NaN, double.NaN, double.NaN, double.NaN, 0.5, 0, 0.5], new CandleTrend(2, 2).Over(SomeBars.Closing(1, 2, 3, 2, 3, 4, 5))[0]);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 6)]
    public void Matches_a_plain_computation(int period, int steps)
    {
        var bars = SomeBars.Random(32, 500);
        double[] average = Plain.Rolling([.. bars.Select(bar => bar.Close)], period, values => values.Average());
        double[] step = [.. average.Select((value, i) => i < period ? double.NaN : Math.Sign(value - average[i - 1]))];
        double[] trend = [.. step.Select((_, i) => i < period + steps ? double.NaN : step[(i - steps)..i].Average())];
        Reference.Agrees(trend, new CandleTrend(period, steps).Over(bars)[0]);
    }

    [Fact]
    public void Does_not_count_the_bar_itself()
    {
        var rising = SomeBars.Closing([.. Enumerable.Range(1, 12).Select(i => (double)i), -100]);
        double[] trend = new CandleTrend(3, 6).Over(rising)[0];
        Assert.Equal(1, trend[^1]);
    }

    [Fact]
    public void Refuses_windows_below_one_bar()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CandleTrend(0, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CandleTrend(3, 0));
    }
}
