using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class VortexTests
{
    [Fact]
    public void Matches_the_hand_computed_values()                              // ranges 3 and 3, up 4 and 4, down 1 and 2
    {
        double[][] vortex = new Vortex(2).Over(SomeBars.HighLowClose((10, 8, 9), (12, 9, 11), (13, 10, 12)));
        Reference.Agrees([double.NaN, double.NaN, 8.0 / 6], vortex[0]);
        Reference.Agrees([double.NaN, double.NaN, 3.0 / 6], vortex[1]);
    }

    [Fact]
    public void A_flat_market_moves_neither_way() =>
        Assert.All(new Vortex(2).Over(SomeBars.Closing(7, 7, 7)), column => Assert.Equal(0, column[^1]));

    [SharedDataFact]
    public void Matches_the_reference_sheet()
    {
        Series[] vortex = new Vortex(14).On(Reference.SpyBars());
        Reference.Agrees(Reference.Skender("Vortex", "pvi"), vortex[0]);
        Reference.Agrees(Reference.Skender("Vortex", "nvi"), vortex[1]);
    }

    [SharedDataFact]
    public void Matches_leans_and_stockcharts_values_to_their_print()
    {
        Reference lean = Reference.Lean("spy_with_vtx", ".csv.gz"), sheet = Reference.StockCharts("cs-vortex");
        Series[] vortex = new Vortex(14).On(lean.Bars());
        Reference.Agrees(lean.Column("plus_vtx"), vortex[0]);
        Reference.Agrees(lean.Column("minus_vtx"), vortex[1]);

        vortex = new Vortex(14).On(sheet.Bars());
        Reference.Agrees(sheet.Column("+VI14"), vortex[0], 1e-6);
        Reference.Agrees(sheet.Column("-VI14"), vortex[1], 1e-6);
    }
}
