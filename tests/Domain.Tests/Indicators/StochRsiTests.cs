using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class StochRsiTests
{
    [Fact]
    public void Matches_the_hand_computed_values()                              // RSI 50, 250/3, 50 from bar 3
    {
        double[][] stochRsi = new StochRsi(2, 2, 2, 1).Over(SomeBars.Closing(10, 11, 10, 12, 11));
        Reference.Agrees([double.NaN, double.NaN, double.NaN, 100, 0], stochRsi[0]);
        Reference.Agrees([double.NaN, double.NaN, double.NaN, double.NaN, 50], stochRsi[1]);
    }

    [Fact]
    public void A_flat_market_is_at_50() =>
        Assert.All(new StochRsi(2, 2, 2, 1).Over(SomeBars.Closing(7, 7, 7, 7, 7)), column => Assert.Equal(50, column[^1]));

    /// <summary>Then the RSI stands still but for rounding, which must not be stretched over the whole scale.</summary>
    [Fact]
    public void A_market_that_stops_is_at_50_as_well()
    {
        var bars = SomeBars.Random(28, 400);
        for (int i = 100; i < bars.Length; i++)
            bars[i] = bars[i] with { High = 99, Low = 99, Close = 99 };
        Assert.All(new StochRsi(14, 14, 3, 1).Over(bars)[0][120..], value => Assert.Equal(50, value));
    }

    [SharedDataFact]
    public void Matches_the_reference_sheet()
    {
        Series[] stochRsi = new StochRsi(14, 14, 3, 1).On(Reference.SpyBars());
        Reference.Agrees(Reference.Skender("StochRsi", "stochrsi"), stochRsi[0]);
        Reference.Agrees(Reference.Skender("StochRsi", "signal"), stochRsi[1]);
    }

    // Lean leaves its first values out. The example of StockCharts is no reference here: its RSI starts otherwise than Wilder's.
    [SharedDataFact]
    public void Matches_leans_smoothed_values()
    {
        Reference lean = Reference.Lean("spy_with_StochRSI", ".csv.gz");
        Series[] smoothed = new StochRsi(14, 14, 3, 3).On(SomeBars.Closing(lean.Column("close").Values));
        Reference.Agrees(lean.Column("k")[30..], smoothed[0][30..]);
        Reference.Agrees(lean.Column("d")[32..], smoothed[1][32..]);
    }
}
