using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class PivotsTests
{
    // Turning points one bar on either side: the high 14, the low 9, the high 15.
    [Fact]
    public void Matches_the_hand_computed_values()
    {
        double[][] pivots = new Pivots(1).Over(SomeBars.Closing(10, 14, 12, 9, 11, 15, 13));
        Assert.Equal([double.NaN, double.NaN, 1, 1, -1, -1, 1], pivots[0]);
        Assert.Equal([14, 14, 9, 9, 15], pivots[1][2..]);
        Assert.Equal([12, 9, 14, 14, 9], pivots[2][2..]);               // missing ones are the close, of age 0
        Assert.Equal([1, 2, 1, 2, 1], pivots[6][2..]);
        Assert.Equal([0, 0, 3, 4, 3], pivots[7][2..]);
        Assert.Equal([0, 0, 0, 0, 5], pivots[8][2..]);
    }

    [Fact]
    public void The_youngest_gives_way_to_a_further_one_of_its_kind_only()
    {
        // Highs of 12, 14 and 13 with no low between them: each low is below both neighbours' lows or the bar has none.
        double[][] pivots = new Pivots(1).Over(SomeBars.HighLowClose((11, 5, 8), (12, 6, 8), (11, 7, 8), (14, 8, 10), (12, 9, 10), (13, 10, 11), (12, 11, 11)));
        Assert.Equal([12, 12, 14, 14, 14], pivots[1][2..]);
        Assert.Equal([1, 2, 1, 2, 3], pivots[6][2..]);
        Assert.All(pivots[7][2..], age => Assert.Equal(0, age));
    }

    [Fact]
    public void The_first_of_equal_highs_counts()
    {
        double[][] pivots = new Pivots(1).Over(SomeBars.Closing(10, 12, 12, 11));
        Assert.Equal((12, 2), (pivots[1][^1], pivots[6][^1]));
    }

    [Fact]
    public void A_bar_that_is_high_and_low_counts_first_as_the_kind_that_is_due()
    {
        Bar[] bars = SomeBars.HighLowClose((10, 9, 9), (12, 9.5, 10), (11, 9.4, 10), (20, 1, 10), (11, 9, 10));
        double[][] pivots = new Pivots(1).Over(bars);
        Assert.Equal([1, 20, 1, 12], [pivots[0][^1], pivots[1][^1], pivots[2][^1], pivots[3][^1]]);
        Assert.Equal([1, 1, 3], [pivots[6][^1], pivots[7][^1], pivots[8][^1]]);
    }

    [Fact]
    public void A_turning_point_shows_as_many_bars_late_as_it_needs_on_its_right()
    {
        Bar[] bars = SomeBars.Closing([.. Enumerable.Range(1, 20).Select(i => (double)i), .. Enumerable.Range(1, 6).Select(i => 20.0 - i)]);
        double[][] pivots = new Pivots(5).Over(bars);
        Assert.Equal([0, 0, 1, 1], pivots[0][22..]);
        Assert.Equal([5, 6], pivots[6][24..]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Matches_a_plain_computation(int span)
    {
        Bar[] bars = SomeBars.Random(33, 800);
        double[][] pivots = new Pivots(span).Over(bars);
        for (int now = 2 * span; now < bars.Length; now++)
        {
            (int At, int Side, double Price)[] last = [.. Alternating(bars[..(now + 1)], span).Reverse().Take(5)];
            Assert.Equal(last.Length == 0 ? 0 : last[0].Side, pivots[0][now]);
            for (int i = 0; i < 5; i++)
            {
                Assert.Equal(i < last.Length ? last[i].Price : bars[now].Close, pivots[1 + i][now]);
                Assert.Equal(i < last.Length ? now - last[i].At : 0, pivots[6 + i][now]);
            }
        }
    }

    /// <summary>All turning points in order; of each run of one kind the furthest.</summary>
    private static IEnumerable<(int At, int Side, double Price)> Alternating(Bar[] bars, int span)
    {
        var runs = new List<(int At, int Side, double Price)>();
        for (int i = span; i < bars.Length - span; i++)
        {
            Bar[] around = [.. bars[(i - span)..i], .. bars[(i + 1)..(i + span + 1)]];
            bool isHigh = around.All(bar => bar.High < bars[i].High), isLow = around.All(bar => bar.Low > bars[i].Low);
            bool lowFirst = runs.Count > 0 && runs[^1].Side > 0;
            foreach (int side in lowFirst ? new[] { -1, 1 } : [1, -1])
            {
                if (!(side > 0 ? isHigh : isLow))
                    continue;
                var point = (i, side, side > 0 ? bars[i].High : bars[i].Low);
                if (runs.Count == 0 || runs[^1].Side != side)
                    runs.Add(point);
                else if (side * point.Item3 > side * runs[^1].Price)
                    runs[^1] = point;
            }
        }
        return runs;
    }

    [Fact]
    public void Refuses_a_span_below_one_bar() => Assert.Throws<ArgumentOutOfRangeException>(() => new Pivots(0));
}
