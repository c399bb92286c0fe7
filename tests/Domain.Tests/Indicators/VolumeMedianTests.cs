using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class VolumeMedianTests
{
    [Theory]
    [InlineData(3, new[] { double.NaN, double.NaN, 3, 5, 5 })]
    [InlineData(4, new[] { double.NaN, double.NaN, double.NaN, 4, 4 })]
    public void Matches_the_hand_computed_values(int period, double[] expected) =>
        Assert.Equal(expected, new VolumeMedian(period).Over(WithVolumes(3, 1, 5, 7, 3))[0]);

    [Fact]
    public void Matches_a_plain_computation()
    {
        double[] volumes = [.. SomeBars.Random(19, 1000).Select(bar => Math.Round(bar.Volume / 500))];    // many ties
        double[] expected = Plain.Rolling(volumes, 20, window => window.Order().Skip(9).Take(2).Average());
        Reference.Agrees(expected, new VolumeMedian(20).Over(WithVolumes(volumes))[0], 0);
    }

    private static Bar[] WithVolumes(params double[] volumes) =>
        [.. SomeBars.Random(1, volumes.Length).Select((bar, i) => bar with { Volume = volumes[i] })];
}
