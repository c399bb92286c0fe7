using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class SupertrendTests
{
    // Average ranges 2, 2.5, 3.25 about the middles 11, 13, 10: up at 9 and 10.5, then the close 9.5 falls to the upper band of bar 3.
    [Fact]
    public void Matches_the_hand_computed_values() =>
        Assert.Equal([double.NaN, double.NaN, 9, 10.5, 13], new Supertrend(2, 1).Over(SomeBars.HighLowClose(
            (10, 8, 9), (11, 9, 10), (12, 10, 11), (14, 12, 13), (11, 9, 9.5)))[0]);

    [Fact]
    public void Names_its_parameters_without_needless_digits() => Assert.Equal(["supertrend_10_3"], new Supertrend(10, 3.0).Columns);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("SuperTrend", "superTrend"), new Supertrend(14, 3).On(Reference.SpyBars())[0]);

    [SharedDataFact]
    public void The_close_lies_above_it_exactly_while_it_is_the_sheets_lower_band()
    {
        var bars = Reference.SpyBars();
        Series lower = Reference.Skender("SuperTrend", "lowerBand"), line = new Supertrend(14, 3).On(bars)[0];
        for (int i = 14; i < bars.Length; i++)
            Assert.Equal(!double.IsNaN(lower[i]), bars[i].Close > line[i]);
    }
}
