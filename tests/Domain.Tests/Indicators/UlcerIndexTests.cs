using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class UlcerIndexTests
{
    // StockCharts' ChartSchool, the worked example of the ulcer index (SPY, December 2010).
    private static readonly double[] s_spy =
        [199.29, 199.01, 198.29, 198.40, 200.84, 201.22, 200.50, 198.65, 197.25, 195.70, 197.77, 195.69, 194.87, 195.08];

    [Fact]
    public void Matches_stockcharts_worked_example() =>
        Assert.Equal(1.760895215, new UlcerIndex(14).Over(SomeBars.Closing(s_spy))[0][^1], 8);

    [SharedDataFact]
    public void Matches_stockcharts_sheet_to_its_print()
    {
        Reference sheet = Reference.StockCharts("cs-ui");
        Reference.Agrees(sheet.Column("ulcer_index"), new UlcerIndex(14).On(SomeBars.Closing(sheet.Column("close").Values))[0], 1e-8);
    }

    [Fact]
    public void Matches_the_hand_computed_value() =>                            // drawdowns 0, 10 and 20 percent
        Assert.Equal(Math.Sqrt(500.0 / 3), new UlcerIndex(3).Over(SomeBars.Closing(10, 9, 8))[0][^1], 12);

    [Fact]
    public void A_rise_has_no_drawdown() =>
        Assert.Equal(0, new UlcerIndex(3).Over(SomeBars.Closing(20, 7, 8, 9))[0][^1]);

    [Fact]
    public void Matches_a_plain_computation()
    {
        double[] closes = [.. SomeBars.Random(33, 500).Select(bar => bar.Close)];
        double[] expected = Plain.Rolling(closes, 14, window => Math.Sqrt(
            window.Select((close, i) => Math.Pow(100 * (close - window[..(i + 1)].Max()) / window[..(i + 1)].Max(), 2)).Average()));
        Reference.Agrees(expected, new UlcerIndex(14).Over(SomeBars.Closing(closes))[0]);
    }
}
