using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class ChoppinessTests
{
    [Fact]
    public void One_straight_move_is_0() =>                                     // each bar opens where the last closed and only rises
        Assert.Equal(0, new Choppiness(2).Over(SomeBars.HighLowClose((10, 10, 10), (11, 10, 11), (12, 11, 12)))[0][^1], 12);

    [Fact]
    public void The_same_range_at_every_bar_is_100() =>
        Assert.Equal(100, new Choppiness(2).Over(SomeBars.HighLowClose((11, 10, 10), (11, 10, 11), (11, 10, 10)))[0][^1], 12);

    [Fact]
    public void A_flat_window_is_100() =>
        Assert.Equal(100, new Choppiness(2).Over(SomeBars.Closing(7, 7, 7))[0][^1]);

    [Fact]
    public void Matches_the_hand_computed_value() =>                            // true ranges 2 (from the close of 10) and 3; 12 less 9
        Assert.Equal(100 * Math.Log2(5.0 / 3), new Choppiness(2).Over(SomeBars.HighLowClose((10, 10, 10), (12, 11, 12), (12, 9, 9)))[0][^1], 12);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Chop", "chop"), new Choppiness(14).On(Reference.SpyBars())[0]);

    [Fact]
    public void One_bar_has_no_way_to_go() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Choppiness(1));
}
