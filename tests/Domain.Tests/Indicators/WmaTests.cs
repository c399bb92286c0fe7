using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class WmaTests
{
    [Fact]
    public void Matches_the_hand_computed_values() =>                           // (1 + 2·2 + 3·6) / 6, then (2 + 2·6 + 3·2) / 6
        Reference.Agrees([double.NaN, double.NaN, 23.0 / 6, 20.0 / 6], new Wma(3).Over(SomeBars.Closing(1, 2, 6, 2))[0]);

    [Fact]
    public void A_flat_market_gives_exactly_its_price() =>
        Assert.Equal(0.1, new Wma(7).Over(SomeBars.Closing([.. Enumerable.Repeat(0.1, 20)]))[0][^1]);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(20)]
    public void Matches_a_plain_computation(int period)
    {
        var bars = SomeBars.Random(21, 300);
        double[] expected = Plain.Rolling([.. bars.Select(bar => bar.Close)], period, window =>
            window.Select((close, i) => (i + 1) * close).Sum() / Enumerable.Range(1, period).Sum());
        Reference.Agrees(expected, new Wma(period).Over(bars)[0]);
    }

    // The sheet's first eight values use closes before its first row.
    [SharedDataFact]
    public void Matches_stockcharts_values_to_their_print()
    {
        Reference sheet = Reference.StockCharts("cs-wma");
        Reference.Agrees(sheet.Column("WMA")[8..], new Wma(9).On(sheet.Bars())[0][8..], 1e-7);
    }
}
