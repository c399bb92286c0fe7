using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class KamaTests
{
    // er 1 and weight (½ + ½)² at bar 3; er 1/3 and weight (½ + 1/6)² at bar 4.
    [Fact]
    public void Matches_the_hand_computed_values()
    {
        double[][] kama = new Kama(2, 1, 3).Over(SomeBars.Closing(10, 12, 14, 13));
        Reference.Agrees([double.NaN, 12, 14, 14 - 4.0 / 9], kama[0]);
        Reference.Agrees([double.NaN, double.NaN, 1, 1.0 / 3], kama[1]);
    }

    [Fact]
    public void A_flat_market_moves_nothing_and_is_not_efficient()
    {
        double[][] kama = new Kama(3, 2, 30).Over(SomeBars.Closing(7, 7, 7, 7, 7));
        Assert.Equal((7, 0), (kama[0][^1], kama[1][^1]));
    }

    [Fact]
    public void Refuses_a_slow_end_faster_than_the_fast_one() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Kama(10, 30, 2));

    // StockCharts' ChartSchool, worked example of KAMA(10, 2, 30), rows 10 to 13.
    [Fact]
    public void Matches_the_published_example()
    {
        double[][] kama = new Kama(10, 2, 30).Over(SomeBars.Closing(
            110.46, 109.8, 110.17, 109.82, 110.15, 109.31, 109.05, 107.94, 107.76, 109.24, 109.4, 108.5, 107.96));
        Reference.Agrees([109.24, 109.244940, 109.216492, 109.117350], kama[0][9..], 1e-8);
        Reference.Agrees([double.NaN, 0.184669, 0.217391, 0.359350], kama[1][9..], 1e-6);
    }

    [SharedDataFact]
    public void Matches_the_reference_sheet()
    {
        Series[] kama = new Kama(10, 2, 30).On(Reference.SpyBars());
        Reference.Agrees(Reference.Skender("Kama", "kama"), kama[0]);
        Reference.Agrees(Reference.Skender("Kama", "er"), kama[1]);
    }

    [SharedDataFact]
    public void Matches_stockcharts_values_to_their_print()
    {
        Reference sheet = Reference.StockCharts("cs-kama");
        Series[] kama = new Kama(10, 2, 30).On(SomeBars.Closing(sheet.Column("close").Values));
        Reference.Agrees(sheet.Column("KAMA"), kama[0], 1e-8);
        Reference.Agrees(sheet.Column("ER"), kama[1], 1e-6);
    }

    // Lean leaves out the seed and starts at row 6.
    [SharedDataFact]
    public void Matches_leans_values()
    {
        Reference lean = Reference.Lean("spy_kama");
        Reference.Agrees(lean.Column("KAMA_5")[5..], new Kama(5, 2, 30).On(lean.Bars())[0][5..]);
    }
}
