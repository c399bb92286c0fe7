using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class VolumeProfileTests
{
    private static Bar Bar(double low, double high, double volume) => SomeBars.Closing(low)[0] with { High = high, Volume = volume };

    // Rows of 1 from 10 to 14. 4 over all of them, 6 in 11…13, 3 in 12…13: 1, 4, 7, 1 of 13.
    private static readonly Bar[] s_bars = [Bar(10, 14, 4), Bar(11, 13, 6), Bar(12, 13, 3)];

    [Fact]
    public void Matches_the_hand_computed_profile()
    {
        double[] last = [.. new VolumeProfile(3, 4).Over(s_bars).Select(column => column[^1])];
        Assert.Equal([12.5, 13, 11, 0.5], last);                                // 7 of 13 is not 70 %, 11 is; the close is at 12
    }

    [Fact]
    public void Takes_the_row_above_on_a_tie()
    {
        double[] last = [.. new VolumeProfile(3, 3).Over([Bar(10, 11, 2), Bar(11, 12, 4), Bar(12, 13, 2)]).Select(column => column[^1])];
        Assert.Equal([11.5, 13, 11, 0.5], last);
    }

    [Fact]
    public void Without_volume_each_bar_counts_the_same()
    {
        double[] last = [.. new VolumeProfile(3, 4).Over([Bar(10, 14, 0), Bar(12, 13, 0), Bar(12, 13, 0)]).Select(column => column[^1])];
        Assert.Equal([12.5, 13, 12, 0], last);
    }

    [Fact]
    public void A_flat_window_is_one_price()
    {
        double[] last = [.. new VolumeProfile(3, 4).Over(SomeBars.Closing(7, 7, 7)).Select(column => column[^1])];
        Assert.Equal([7, 7, 7, 0.5], last);
    }

    [Fact]
    public void Matches_a_plain_computation_at_every_fifth_bar()
    {
        Bar[] bars = SomeBars.Random(47, 500);
        double[][] profile = new VolumeProfile(60, 24).Over(bars);
        for (int i = 59; i < bars.Length; i++)
        {
            int taken = i - (i - 59) % 5;
            var (control, high, low) = PlainProfile(bars[(taken - 59)..(taken + 1)], 24);
            Assert.Equal(control, profile[0][i], 9);
            Assert.Equal(high, profile[1][i], 9);
            Assert.Equal(low, profile[2][i], 9);
            Assert.Equal((bars[i].Close - low) / (high - low), profile[3][i], 9);
        }
    }

    [Fact]
    public void The_area_holds_70_percent_and_the_point_of_control_lies_in_it()
    {
        Bar[] bars = SomeBars.Random(49, 60);
        double[] last = [.. new VolumeProfile(60, 24).Over(bars).Select(column => column[^1])];
        Assert.InRange(last[0], last[2], last[1]);
        double inside = bars.Sum(bar => bar.Volume * Overlap(bar, last[2], last[1])), all = bars.Sum(bar => bar.Volume);
        Assert.InRange(inside / all, 0.7, 0.85);
    }

    [Fact]
    public void A_profile_has_rows()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new VolumeProfile(60, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VolumeProfile(0, 24));
    }

    /// <summary>The share of a bar's range between two prices.</summary>
    private static double Overlap(Bar bar, double low, double high) =>
        Math.Max(0, Math.Min(high, bar.High) - Math.Max(low, bar.Low)) / (bar.High - bar.Low);

    private static (double, double, double) PlainProfile(Bar[] bars, int rows)
    {
        double low = bars.Min(bar => bar.Low), height = (bars.Max(bar => bar.High) - low) / rows;
        double[] held = [.. Enumerable.Range(0, rows).Select(row => bars.Sum(bar => bar.Volume * Overlap(bar, low + row * height, low + (row + 1) * height)))];
        int control = Array.IndexOf(held, held.Max());
        var area = new SortedSet<int> { control };
        while (area.Sum(row => held[row]) < 0.7 * held.Sum())
        {
            int above = area.Max + 1, below = area.Min - 1;
            area.Add(below < 0 || above < rows && held[above] >= held[below] ? above : below);
        }
        return (low + (control + 0.5) * height, low + (area.Max + 1) * height, low + area.Min * height);
    }
}
