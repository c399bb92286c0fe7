using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class MacdTests
{
    // EMA(2) of the closes: 1.5, 2.5, 3.5, 6.5 from bar 2; EMA(3): 2, 3, 5.5 from bar 3.
    [Fact]
    public void Matches_the_hand_computed_values()
    {
        double[][] macd = new Macd(2, 3, 2).Over(SomeBars.Closing(1, 2, 3, 4, 8));
        Assert.Equal([double.NaN, double.NaN, 0.5, 0.5, 1], macd[0], Close);
        Assert.Equal([double.NaN, double.NaN, double.NaN, 0.5, 5.0 / 6], macd[1], Close);
        Assert.Equal([double.NaN, double.NaN, double.NaN, 0, 1.0 / 6], macd[2], Close);
    }

    [SharedDataFact]
    public void Matches_the_reference_sheet()
    {
        Series[] macd = new Macd(12, 26, 9).On(Reference.SpyBars());
        Reference.Agrees(Reference.Skender("Macd", "macd"), macd[0]);
        Reference.Agrees(Reference.Skender("Macd", "signal"), macd[1]);
        Reference.Agrees(Reference.Skender("Macd", "histogram"), macd[2]);
    }

    [SharedDataFact]
    public void Matches_leans_line_of_closes_to_its_print()
    {
        Reference lean = Reference.Lean("spy_with_indicators");
        Reference.Agrees(lean.Column("MACD 12 26"), new Macd(12, 26, 9).On(SomeBars.Closing(lean.Column("close").Values))[0], 1e-4);
    }

    [SharedDataFact]
    public void Matches_leans_values_to_their_print_from_their_first_row_on()
    {
        Reference sheet = Reference.Lean("spy_with_macd");
        Series[] macd = new Macd(12, 26, 9).On(sheet.Bars());
        int first = sheet.Column("MACD").Values.TakeWhile(double.IsNaN).Count();
        Reference.Agrees(sheet.Column("MACD")[first..], macd[0][first..], 1e-5);
        Reference.Agrees(sheet.Column("Signal")[first..], macd[1][first..], 1e-5);
        Reference.Agrees(sheet.Column("Histogram")[first..], macd[2][first..], 1e-5);
    }

    private static bool Close(double one, double other) => one.Equals(other) || Math.Abs(one - other) < 1e-12;
}
