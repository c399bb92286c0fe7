using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class KlingerTests
{
    // Bar 3: T = T₋₁ = 1, cm = 0 + 2, dm / cm = 1: no force. Bar 4: T = −1, cm = 2 + 2, |2·(2 / 4 − 1)| = 1: −100·100.
    // Bar 5: T = T₋₁ = −1, cm = 4 + 1, |2·(1 / 5 − 1)| = 1.6: −160·100. Averages of 1: the force itself; of 2: −5000, then 2/3 of the way to −16000.
    [Fact]
    public void Matches_the_hand_computed_values()
    {
        Bar[] bars = SomeBars.HighLowClose((11, 10, 10), (14, 11, 14), (16, 14, 16), (15, 13, 13), (13, 12, 12));
        double[][] klinger = new Klinger(1, 2, 2).Over(bars);
        Assert.Equal([double.NaN, double.NaN, double.NaN, -5000, -16000 + 37000.0 / 3], klinger[0], (one, other) => one.Equals(other) || Math.Abs(one - other) < 1e-8);
        Assert.Equal((-5000 - 16000 + 37000.0 / 3) / 2, klinger[1][^1], 8);
    }

    [Fact]
    public void Bars_without_range_have_no_force()
    {
        double[] oscillator = new Klinger(2, 3, 2).Over(SomeBars.Closing(1, 2, 3, 2, 4, 1))[0];
        Assert.Equal([0, 0], oscillator[4..]);
    }

    [SharedDataFact]
    public void Matches_the_reference_sheet()
    {
        Series[] klinger = new Klinger(34, 55, 13).On(Reference.SpyBars());
        Reference.Agrees(Reference.Skender("Kvo", "oscillator"), klinger[0]);
        Reference.Agrees(Reference.Skender("Kvo", "signal"), klinger[1]);
    }
}
