using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class AmihudTests
{
    [Fact]
    public void Matches_the_hand_computed_value() =>                            // 10 % on 110·100 and 20 % on 88·100, per million
        Assert.Equal(1e6 * (0.1 / 11_000 + 0.2 / 8_800) / 2, new Amihud(2, 1).Over(SomeBars.Closing(100, 110, 88))[0][^1], 9);

    [Fact]
    public void A_bar_without_volume_is_left_out()
    {
        Bar[] bars = SomeBars.Closing(100, 110, 88);
        bars[2] = bars[2] with { Volume = 0 };
        Assert.Equal(1e6 * 0.1 / 11_000, new Amihud(2, 1).Over(bars)[0][^1], 9);
    }

    [Fact]
    public void Matches_a_plain_computation()
    {
        Bar[] bars = [.. SomeBars.Random(37, 800).Select((bar, i) => i % 7 == 0 ? bar with { Volume = 0 } : bar)];
        double[] expected = [.. bars.Select((_, i) => i < 20 ? double.NaN : Enumerable.Range(i - 19, 20).Where(day => bars[day].Volume > 0)
            .Average(day => 1e6 * Math.Abs(bars[day].Close - bars[day - 1].Close) / bars[day - 1].Close / (bars[day].Volume * bars[day].Close)))];
        double[][] amihud = new Amihud(20, 126).Over(bars);
        Reference.Agrees(expected, amihud[0]);
        Reference.Agrees(Plain.Rank(amihud[0], 126), amihud[1]);
    }
}
