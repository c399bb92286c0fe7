using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class KeltnerTests
{
    [Fact]
    public void Matches_the_hand_computed_values()                              // middles 11 and 13, true ranges 2 and 2
    {
        double[][] channel = new Keltner(2, 2, 1).Over(SomeBars.Closing(10, 12, 14));
        Assert.Equal([15, 17], channel[0][1..]);
        Assert.Equal([11, 13], channel[1][1..]);
        Assert.Equal([7, 9], channel[2][1..]);
    }

    [Fact]
    public void Names_its_parameters_as_the_catalogue_does() =>
        Assert.Equal(["keltner_20_1.5_10_upper", "keltner_20_1.5_10_mid", "keltner_20_1.5_10_lower"], new Keltner(20, 1.5, 10).Columns);

    [Theory]
    [InlineData(20, 2.0, 10)]
    [InlineData(20, 1.5, 10)]
    [InlineData(5, 1.0, 10)]
    public void Matches_a_plain_computation(int period, double multiplier, int rangePeriod)
    {
        var bars = SomeBars.Random(17, 500);
        double[] mid = Plain.Ema([.. bars.Select(bar => bar.Close)], period);
        double[] range = Plain.Wilder(Plain.TrueRange(bars), rangePeriod);
        double[][] channel = new Keltner(period, multiplier, rangePeriod).Over(bars);
        Reference.Agrees([.. mid.Zip(range, (m, r) => m + multiplier * r)], channel[0]);
        Reference.Agrees(mid, channel[1]);
        Reference.Agrees([.. mid.Zip(range, (m, r) => m - multiplier * r)], channel[2]);
    }
}
