using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class RocTests
{
    [Fact]
    public void Matches_the_hand_computed_values() =>
        Assert.Equal([double.NaN, double.NaN, -10, 25], new Roc(2).Over(SomeBars.Closing(100, 120, 90, 150))[0]);

    [Fact]
    public void Leaves_out_the_last_bars_where_asked_to()                       // from 100 to 120, then from 110 to 90
    {
        var roc = new Roc(3, 1);
        Reference.Agrees([double.NaN, double.NaN, double.NaN, 20, -200.0 / 11], roc.Over(SomeBars.Closing(100, 110, 120, 90, 60))[0]);
        Assert.Equal(["roc_3_1"], roc.Columns);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Roc(3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Roc(3, 0));
    }

    [Fact]
    public void A_years_momentum_without_its_last_month_is_a_quotient_of_two_closes()
    {
        var bars = SomeBars.Random(27, 400);
        double[] expected = [.. bars.Select((_, i) => i < 252 ? double.NaN : 100 * (bars[i - 21].Close / bars[i - 252].Close - 1))];
        Reference.Agrees(expected, new Roc(252, 21).Over(bars)[0]);
    }

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Roc", "roc"), new Roc(20).On(Reference.SpyBars())[0]);

    [SharedDataFact]
    public void Matches_leans_and_stockcharts_values_to_their_print()
    {
        Reference lean = Reference.Lean("spy_with_rocp50"), sheet = Reference.StockCharts("cs-roc");
        Reference.Agrees(lean.Column("Rate of Change % 50"), new Roc(50).On(lean.Bars())[0], 1e-5);
        Reference.Agrees(sheet.Column("ROC"), new Roc(12).On(SomeBars.Closing(sheet.Column("close").Values))[0], 1e-8);
    }
}
