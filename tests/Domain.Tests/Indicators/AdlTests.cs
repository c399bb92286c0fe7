using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class AdlTests
{
    [Fact]
    public void Matches_the_hand_computed_values() =>                           // multipliers 0.5, 0 without a range, −1
        Assert.Equal([50, 50, -50], new Adl().Over(SomeBars.HighLowClose((10, 8, 9.5), (9, 9, 9), (10, 8, 8)))[0]);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Adl", "adl"), new Adl().On(Reference.SpyBars())[0]);

    [SharedDataFact]
    public void Matches_leans_and_stockcharts_values_to_their_print()
    {
        Reference lean = Reference.Lean("spy_ad"), sheet = Reference.StockCharts("cs-accum");
        Reference.Agrees(lean.Column("AD"), new Adl().On(lean.Bars())[0]);
        Reference.Agrees(sheet.Column("ADLine"), new Adl().On(sheet.Bars())[0], 1e-8);
    }
}
