using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class CciTests
{
    [Fact]
    public void Matches_the_hand_computed_value() =>                            // mean 3, mean deviation 2
        Assert.Equal(100, new Cci(3).Over(SomeBars.Closing(1, 2, 6))[0][^1], 12);

    [Fact]
    public void A_flat_window_is_at_0() =>
        Assert.Equal(0, new Cci(3).Over(SomeBars.Closing(0.1, 0.1, 0.1))[0][^1]);

    [Theory]
    [InlineData(14)]
    [InlineData(20)]
    [InlineData(1)]
    public void Matches_a_plain_computation(int period)
    {
        var bars = SomeBars.Random(7, 500);
        double[] expected = Plain.Rolling([.. bars.Select(bar => bar.TypicalPrice)], period, window =>
        {
            double mean = window.Average(), deviation = window.Average(price => Math.Abs(price - mean));
            return deviation == 0 ? 0 : (window[^1] - mean) / (0.015 * deviation);
        });
        Reference.Agrees(expected, new Cci(period).Over(bars)[0]);
    }

    [SharedDataFact]
    public void Matches_leans_and_stockcharts_values_to_their_print()
    {
        Reference lean = Reference.Lean("spy_with_cci"), sheet = Reference.StockCharts("cs-cci");
        Reference.Agrees(lean.Column("Commodity Channel Index (CCI) 14"), new Cci(14).On(lean.Bars())[0], 1e-3);
        Reference.Agrees(sheet.Column("CCI"), new Cci(20).On(sheet.Bars())[0], 2e-6);
    }
}
