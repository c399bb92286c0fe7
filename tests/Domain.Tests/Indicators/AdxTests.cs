using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class AdxTests
{
    // True ranges 3, 4, 5, 4; +DM 2, 0, 2, 0; −DM 0, 2, 0, 0: DX is 0 at bar 3, then 50, 50.
    [Fact]
    public void Matches_the_hand_computed_values()
    {
        double[][] directional = new Adx(2).Over(SomeBars.HighLowClose((10, 8, 9), (12, 9, 11), (11, 7, 8), (13, 9, 12), (13, 9, 12)));
        Assert.Equal([25, 37.5], directional[0][3..]);
        Assert.Equal([100 / 3.5, 150 / 4.25, 75 / 4.125], directional[1][2..]);
        Assert.Equal([100 / 3.5, 50 / 4.25, 25 / 4.125], directional[2][2..]);
        Assert.Equal([double.NaN, 31.25], directional[3][3..]);
    }

    [Fact]
    public void A_bar_that_reaches_out_equally_on_both_sides_moves_neither_way()
    {
        double[][] directional = new Adx(2).Over(SomeBars.HighLowClose((10, 8, 9), (11, 7, 9), (12, 6, 9)));
        Assert.Equal([0, 0], [directional[1][^1], directional[2][^1]]);
    }

    [Fact]
    public void A_flat_market_has_no_direction() =>
        Assert.All(new Adx(2).Over(SomeBars.Closing(7, 7, 7, 7, 7)), column => Assert.Equal(0, column[^1]));

    [SharedDataFact]
    public void Matches_the_reference_sheet()
    {
        Series[] directional = new Adx(14).On(Reference.SpyBars());
        Reference.Agrees(Reference.Skender("Adx", "adx"), directional[0]);
        Reference.Agrees(Reference.Skender("Adx", "pdi"), directional[1]);
        Reference.Agrees(Reference.Skender("Adx", "mdi"), directional[2]);
    }

    [SharedDataFact]
    public void Matches_leans_and_stockcharts_values_to_their_print()
    {
        Reference lean = Reference.Lean("spy_with_adx");
        Series[] directional = new Adx(14).On(lean.Bars());
        Reference.Agrees(lean.Column("ADX 14"), directional[0], 1e-5);
        Reference.Agrees(lean.Column("ADXR 14"), directional[3], 1e-5);
        Reference.Agrees(lean.Column("+DI14"), directional[1], 1e-5);
        Reference.Agrees(lean.Column("-DI14"), directional[2], 1e-5);

        Reference sheet = Reference.StockCharts("cs-adx");
        directional = new Adx(14).On(sheet.Bars());
        Reference.Agrees(sheet.Column("ADX"), directional[0], 1e-7);
        Reference.Agrees(sheet.Column("+DI14"), directional[1], 1e-7);
        Reference.Agrees(sheet.Column("-DI14"), directional[2], 1e-7);
    }
}
