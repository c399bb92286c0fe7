using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class WilliamsRTests
{
    [Fact]
    public void Matches_the_hand_computed_values() =>
        Assert.Equal([double.NaN, double.NaN, 0, -100, -50], new WilliamsR(3).Over(SomeBars.Closing(1, 2, 3, 2, 2.5))[0]);

    [Fact]
    public void A_flat_range_is_at_minus_50() =>
        Assert.Equal(-50, new WilliamsR(2).Over(SomeBars.Closing(7, 7, 7))[0][^1]);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("WilliamsR", "williamsR"), new WilliamsR(14).On(Reference.SpyBars())[0]);

    [SharedDataFact]
    public void Matches_leans_and_stockcharts_values_to_their_print()
    {
        Reference lean = Reference.Lean("spy_with_williamsR14"), sheet = Reference.StockCharts("cs-percentr");
        Reference.Agrees(lean.Column("Williams %R 14"), new WilliamsR(14).On(lean.Bars())[0], 1e-3);
        Reference.Agrees(sheet.Column("Williams_%R"), new WilliamsR(14).On(sheet.Bars())[0], 1e-6);
    }
}
