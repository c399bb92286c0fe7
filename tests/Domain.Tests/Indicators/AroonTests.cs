using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class AroonTests
{
    [Fact]
    public void Matches_the_hand_computed_values()
    {
        double[][] aroon = new Aroon(2).Over(SomeBars.HighLowClose((5, 2, 3), (4, 1, 3), (3, 1.5, 2), (4, 2, 3), (6, 3, 4)));
        Assert.Equal([double.NaN, double.NaN, 0, 0, 100], aroon[0]);            // at bar 4 both bar 2 and bar 4 are highest
        Assert.Equal([double.NaN, double.NaN, 50, 0, 0], aroon[1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(25)]
    public void Matches_a_plain_computation_where_many_extremes_are_equal(int period)
    {
        var bars = SomeBars.Closing([.. SomeBars.Random(23, 1000).Select(bar => Math.Round(bar.Close))]);
        double[] closes = [.. bars.Select(bar => bar.Close)];
        double[][] aroon = new Aroon(period).Over(bars);
        Reference.Agrees(Plain.Rolling(closes, period + 1, window => 100.0 * Array.IndexOf(window, window.Max()) / period), aroon[0]);
        Reference.Agrees(Plain.Rolling(closes, period + 1, window => 100.0 * Array.IndexOf(window, window.Min()) / period), aroon[1]);
    }

    [SharedDataFact]
    public void Matches_the_reference_sheet()
    {
        Series[] aroon = new Aroon(25).On(Reference.SpyBars());
        Reference.Agrees(Reference.Skender("Aroon", "aroonup"), aroon[0]);
        Reference.Agrees(Reference.Skender("Aroon", "aroondown"), aroon[1]);
    }
}
