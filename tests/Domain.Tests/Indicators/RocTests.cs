using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class RocTests
{
    [Fact]
    public void Matches_the_hand_computed_values() =>
        Assert.Equal([double.NaN, double.NaN, -10, 25], new Roc(2).Over(SomeBars.Closing(100, 120, 90, 150))[0]);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Roc", "roc"), new Roc(20).Over(Reference.SpyBars())[0]);

    [SharedDataFact]
    public void Matches_leans_and_stockcharts_values_to_their_print()
    {
        Reference lean = Reference.Lean("spy_with_rocp50"), sheet = Reference.StockCharts("cs-roc");
        Reference.Agrees(lean.Column("Rate of Change % 50"), new Roc(50).Over(lean.Bars())[0], 1e-5);
        Reference.Agrees(sheet.Column("ROC"), new Roc(12).Over(SomeBars.Closing(sheet.Column("close")))[0], 1e-8);
    }
}
