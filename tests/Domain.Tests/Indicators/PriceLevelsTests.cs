using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class PriceLevelsTests
{
    private static readonly PriceLevels s_levels = new(5, 16, 0.5, 3);

    /// <summary>Closes that swing between 95 and 105, one a bar, starting upward from 95.</summary>
    private static Bar[] Swings(int legs) =>
        SomeBars.Closing([95, .. Enumerable.Range(0, 10 * legs).Select(i => i / 10 % 2 == 0 ? 96.0 + i % 10 : 104 - i % 10)]);

    // Highs at bars 11, 31, 51 and lows at 21, 41, 61 (from 1), each known 5 bars late. True range is 1 throughout.
    [Fact]
    public void Three_turns_at_one_price_make_a_level_when_the_third_is_known()
    {
        double[][] levels = s_levels.Over(Swings(8));
        Assert.Equal((101, 0), (levels[2][54], levels[3][54]));          // bar 55: two highs known, so the close stands in
        Assert.Equal((105, 3), (levels[2][55], levels[3][55]));
        Assert.Equal(0, levels[1][64]);
        Assert.Equal((95, 3), (levels[0][65], levels[1][65]));
        Assert.Equal(4, levels[3][75]);
    }

    [Fact]
    public void A_level_is_support_from_a_close_at_it_on()
    {
        Bar[] bars = [.. Swings(6), .. SomeBars.Closing(101, 103, 104.9, 105, 105.1)];
        double[][] levels = s_levels.Over(bars);
        Assert.Equal((0, 105.0), (levels[1][^3], levels[2][^3]));
        Assert.Equal((105.0, 3, 0), (levels[0][^2], levels[1][^2], levels[3][^2]));
    }

    [Fact]
    public void Turns_further_apart_than_half_an_ATR_are_no_level()
    {
        Bar[] apart = Swings(6);
        apart[30] = apart[30] with { High = 105.8 };
        double[][] levels = s_levels.Over(apart);
        Assert.All(levels[3][15..], touches => Assert.Equal(0, touches));
    }

    [Fact]
    public void Matches_a_plain_computation()
    {
        Bar[] bars = SomeBars.Random(34, 1500);
        double[][] levels = s_levels.Over(bars);
        double[] atr = Plain.Wilder(Plain.TrueRange(bars), 14);
        var turns = new List<double>();
        (double Level, int Touches)[] drawn = [];
        for (int now = 10; now < bars.Length; now++)
        {
            Bar[] window = bars[(now - 10)..(now + 1)];
            int before = turns.Count;
            if (window[5].High == window.Max(bar => bar.High))
                turns.Add(window[5].High);
            if (window[5].Low == window.Min(bar => bar.Low))
                turns.Add(window[5].Low);
            double[] last = [.. turns.TakeLast(16)];
            if (turns.Count > before)
                drawn = [.. last.Select(price => last.Where(other => Math.Abs(other - price) <= atr[now] / 2).ToArray()).Where(near => near.Length >= 3)
                    .Select(near => (near.Average(), near.Length))];
            if (now < 14)
                continue;
            double close = bars[now].Close;
            var below = drawn.Where(level => level.Level <= close).DefaultIfEmpty((Level: close, Touches: 0)).MaxBy(level => level.Level);
            var above = drawn.Where(level => level.Level > close).DefaultIfEmpty((Level: close, Touches: 0)).MinBy(level => level.Level);
            Assert.Equal(below.Level, levels[0][now], 1e-9);
            Assert.Equal(below.Touches, levels[1][now]);
            Assert.Equal(above.Level, levels[2][now], 1e-9);
            Assert.Equal(above.Touches, levels[3][now]);
        }
        Assert.True(levels[1].Count(touches => touches >= 3) > 100 && levels[3].Count(touches => touches >= 3) > 100);
    }

    [Fact]
    public void Refuses_parameters_that_make_no_sense()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PriceLevels(0, 16, 0.5, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PriceLevels(5, 0, 0.5, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PriceLevels(5, 16, double.NaN, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PriceLevels(5, 16, 0.5, 0));
    }

    [Fact]
    public void Names_its_parameters_with_a_point() => Assert.Equal("levels_5_16_0.5_3_support", s_levels.Columns[0]);
}
