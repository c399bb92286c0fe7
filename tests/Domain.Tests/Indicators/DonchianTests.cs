using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class DonchianTests
{
    [Fact]
    public void Looks_at_the_bars_before_only()
    {
        double[][] channel = new Donchian(2).Over(SomeBars.HighLowClose((10, 8, 9), (12, 9, 11), (20, 1, 5), (6, 4, 5)));
        Assert.Equal([double.NaN, double.NaN, 12, 20], channel[0]);
        Assert.Equal([double.NaN, double.NaN, 8, 1], channel[1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(55)]
    public void Matches_a_plain_computation(int period)
    {
        var bars = SomeBars.Random(11, 600);
        double[][] channel = new Donchian(period).Over(bars);
        for (int i = period; i < bars.Length; i++)
        {
            Assert.Equal(bars[(i - period)..i].Max(bar => bar.High), channel[0][i]);
            Assert.Equal(bars[(i - period)..i].Min(bar => bar.Low), channel[1][i]);
        }
    }

    [SharedDataFact]
    public void Matches_the_reference_sheet()
    {
        Series[] channel = new Donchian(20).On(Reference.SpyBars());
        Reference.Agrees(Reference.Skender("Donchian", "upperBand"), channel[0]);
        Reference.Agrees(Reference.Skender("Donchian", "lowerBand"), channel[1]);
    }

    [SharedDataFact]
    public void Matches_stockcharts_values_that_leave_the_bar_itself_out()
    {
        Reference sheet = Reference.StockCharts("cs-dc2");
        Series[] channel = new Donchian(20).On(sheet.Bars());
        Reference.Agrees(sheet.Column("upper_band"), channel[0]);
        Reference.Agrees(sheet.Column("lower_band"), channel[1]);
    }

    [SharedDataFact]
    public void Is_one_bar_late_against_stockcharts_values_that_take_the_bar_itself_in()
    {
        Reference sheet = Reference.StockCharts("cs-dc");
        Series[] channel = new Donchian(20).On(sheet.Bars());
        Reference.Agrees(sheet.Column("upper_band")[..^1], channel[0][1..]);
        Reference.Agrees(sheet.Column("lower_band")[..^1], channel[1][1..]);
    }
}
