using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class PercentageVolumeTests
{
    [Fact]
    public void Matches_the_hand_computed_values()                              // EMA(1) 2, 6, 3; EMA(2) 4, then 10/3
    {
        double[][] pvo = new PercentageVolume(1, 2, 2).Over(WithVolumes(2, 6, 3));
        Assert.Equal([50, -10], pvo[0][1..].Select(value => Math.Round(value, 10)));
        Assert.Equal([20, -30], [Math.Round(pvo[1][^1], 10), Math.Round(pvo[2][^1], 10)]);
    }

    [Fact]
    public void Without_volume_it_is_0() =>
        Assert.Equal(0, new PercentageVolume(1, 2, 1).Over(WithVolumes(0, 0, 0))[0][^1]);

    [SharedDataFact]
    public void Matches_the_reference_sheet()
    {
        Series[] pvo = new PercentageVolume(12, 26, 9).On(Reference.SpyBars());
        Reference.Agrees(Reference.Skender("Pvo", "pvo"), pvo[0]);
        Reference.Agrees(Reference.Skender("Pvo", "signal"), pvo[1]);
        Reference.Agrees(Reference.Skender("Pvo", "histogram"), pvo[2]);
    }

    private static Bar[] WithVolumes(params double[] volumes) =>
        [.. SomeBars.Random(1, volumes.Length).Select((bar, i) => bar with { Volume = volumes[i] })];
}
