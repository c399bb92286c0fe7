using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Scoring;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Scoring;

public class OutcomesTests
{
    [Fact]
    public void A_vote_is_filled_at_the_next_open_and_resolves_at_the_close_of_the_horizon()
    {
        Bar[] bars = SomeTracks.OpenClose((10, 11), (12, 13), (14, 15), (9, 8));
        double[] atr = [2, 2, 4, 2];

        Assert.Equal([(13 - 12) / 2.0, (15 - 14) / 2.0, (8 - 9) / 4.0, double.NaN], Outcomes.Moves(bars, atr, horizonBars: 1));
        Assert.Equal([(15 - 12) / 2.0, (8 - 14) / 2.0, double.NaN, double.NaN], Outcomes.Moves(bars, atr, horizonBars: 2));
    }

    [Fact]
    public void Without_a_range_above_zero_there_is_no_outcome() =>
        Assert.Equal([double.NaN, double.NaN, 1], Outcomes.Moves(SomeTracks.OpenClose((1, 1), (1, 1), (1, 1), (1, 2)), [double.NaN, 0, 1, 1], horizonBars: 1)[..3]);

    [Fact]
    public void What_happens_after_the_horizon_changes_no_outcome_before_it()
    {
        const int Horizon = 7, Known = 60;
        Bar[] bars = SomeBars.Random(seed: 3, count: 100), other = [.. bars[..Known], .. SomeBars.Random(seed: 4, count: 100, start: 5)[Known..]];
        double[] atr = [.. Enumerable.Repeat(1.0, 100)];

        Assert.Equal(Outcomes.Moves(bars, atr, Horizon)[..(Known - Horizon)], Outcomes.Moves(other, atr, Horizon)[..(Known - Horizon)]);
        Assert.NotEqual(Outcomes.Moves(bars, atr, Horizon)[Known - Horizon], Outcomes.Moves(other, atr, Horizon)[Known - Horizon]);
    }

    [Fact]
    public void A_horizon_of_no_bar_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Outcomes.Moves([], [], 0));
}
