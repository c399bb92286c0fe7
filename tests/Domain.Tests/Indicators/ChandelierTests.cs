using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class ChandelierTests
{
    [Fact]
    public void Matches_the_hand_computed_value() =>                            // highest high 12, true ranges 3 and 4
        Reference.Agrees([double.NaN, double.NaN, 1.5], new Chandelier(2, 3).Over(SomeBars.HighLowClose((10, 8, 9), (12, 9, 11), (11, 7, 8)))[0]);

    [Theory]
    [InlineData(22, 3.0)]
    [InlineData(5, 1.5)]
    public void Matches_a_plain_computation(int period, double multiplier)
    {
        var bars = SomeBars.Random(25, 500);
        double[] highest = Plain.Rolling([.. bars.Select(bar => bar.High)], period, window => window.Max());
        double[] range = Plain.Wilder(Plain.TrueRange(bars), period);
        Reference.Agrees([.. highest.Zip(range, (high, atr) => high - multiplier * atr)], new Chandelier(period, multiplier).Over(bars)[0]);
    }
}
