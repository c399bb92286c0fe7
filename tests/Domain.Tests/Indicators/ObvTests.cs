using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class ObvTests
{
    [Fact]
    public void Matches_the_hand_computed_values() =>
        Assert.Equal([0, 100, 100, 0], new Obv().Over(SomeBars.Closing(10, 11, 11, 9))[0]);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Obv", "obv"), new Obv().On(Reference.SpyBars())[0]);

    [SharedDataFact]
    public void Matches_stockcharts_values_which_leave_the_first_bar_out()
    {
        Reference sheet = Reference.StockCharts("cs-obv");
        double[] volume = [0, .. sheet.Column("volume").Values[1..]];
        Bar[] bars = [.. SomeBars.Closing(sheet.Column("close").Values).Select((bar, i) => bar with { Volume = volume[i] })];
        Reference.Agrees(sheet.Column("obv")[1..], new Obv().On(bars)[0][1..]);
    }
}
