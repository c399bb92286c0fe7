using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class UltimateOscillatorTests
{
    [Fact]
    public void Matches_the_hand_computed_value()                               // pressure 2, 1, 4 of ranges 3, 4, 5
    {
        double[] oscillator = new UltimateOscillator(1, 2, 3).Over(SomeBars.HighLowClose((10, 8, 9), (12, 9, 11), (11, 7, 8), (13, 9, 12)))[0];
        Reference.Agrees([double.NaN, double.NaN, double.NaN, 100 * (4 * 4.0 / 5 + 2 * 5.0 / 9 + 7.0 / 12) / 7], oscillator);
    }

    [Fact]
    public void A_flat_market_is_at_50() =>
        Assert.Equal(50, new UltimateOscillator(1, 2, 3).Over(SomeBars.Closing(7, 7, 7, 7))[0][^1]);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Ultimate", "ultimate"), new UltimateOscillator(7, 14, 28).On(Reference.SpyBars())[0]);

    [SharedDataFact]
    public void Matches_leans_and_stockcharts_values_to_their_print()
    {
        Reference lean = Reference.Lean("spy_ultosc"), sheet = Reference.StockCharts("cs-ultosc");
        Reference.Agrees(lean.Column("ULTOSC_7_14_28"), new UltimateOscillator(7, 14, 28).On(lean.Bars())[0]);
        Reference.Agrees(sheet.Column("Ult_Osc"), new UltimateOscillator(7, 14, 28).On(sheet.Bars())[0], 1e-5);
    }
}
