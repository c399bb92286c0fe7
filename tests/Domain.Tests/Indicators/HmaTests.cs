using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class HmaTests
{
    // Bar 4: 2·WMA(2) − WMA(4) = 2·11/3 − 3 = 13/3; bar 5: 2·20/3 − 5.2 = 122/15.
    [Fact]
    public void Matches_the_hand_computed_value() =>
        Reference.Agrees([double.NaN, double.NaN, double.NaN, double.NaN, 103.0 / 15], new Hma(4).Over(SomeBars.Closing(1, 2, 3, 4, 8))[0]);

    [Fact]
    public void Does_not_lag_behind_a_straight_line() =>
        Assert.Equal(10, new Hma(4).Over(SomeBars.Closing(1, 2, 3, 4, 5, 6, 7, 8, 9, 10))[0][^1], 12);

    [Theory]
    [InlineData(7)]
    [InlineData(20)]
    public void Matches_a_plain_computation_as_three_averages(int period)
    {
        var bars = SomeBars.Random(22, 300);
        double[] closes = [.. bars.Select(bar => bar.Close)];
        double[] lead = [.. Average(closes, period / 2).Zip(Average(closes, period), (half, full) => 2 * half - full)];
        Reference.Agrees(Average(lead, (int)Math.Floor(Math.Sqrt(period))), new Hma(period).Over(bars)[0]);
    }

    [SharedDataFact]
    public void Matches_the_reference_sheet_to_its_rounding() =>
        Reference.Agrees(Reference.Skender("Hma", "hma"), new Hma(20).On(Reference.SpyBars())[0], 1e-6);

    [SharedDataFact]
    public void Matches_leans_values_to_their_print()
    {
        Reference lean = Reference.Lean("spy_hma");
        Reference.Agrees(lean.Column("HMA_16"), new Hma(16).On(lean.Bars())[0], 1e-9);
    }

    private static double[] Average(double[] values, int period) =>
        Plain.Rolling(values, period, window => window.Select((value, i) => (i + 1) * value).Sum() / (period * (period + 1) / 2.0));
}
