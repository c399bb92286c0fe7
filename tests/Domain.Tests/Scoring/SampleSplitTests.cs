using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Scoring;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Scoring;

public class SampleSplitTests
{
    private static readonly Bar[] s_bars = SomeBars.Random(seed: 1, count: 100);

    [Theory]
    [InlineData(5, 10, 0, 55, 70, 95)]
    [InlineData(20, 0, 0, 40, 60, 80)]
    [InlineData(60, 60, 0, 0, 100, 100)]
    public void Outcomes_that_reach_beyond_the_split_are_purged_and_the_bars_after_it_are_under_embargo(
        int horizon, int embargo, int from, int to, int testFrom, int testTo)
    {
        SampleSplit split = SomeTracks.After(60, embargo);                // bars 0…59 have closed

        Assert.Equal((from, to), split.Of(Sample.InSample, s_bars, SomeTracks.Minute, horizon));
        Assert.Equal((testFrom, testTo), split.Of(Sample.OutOfSample, s_bars, SomeTracks.Minute, horizon));
    }

    [Fact]
    public void A_bar_that_closes_at_the_split_is_in_sample_and_one_that_closes_a_tick_later_is_not()
    {
        var split = new SampleSplit(SomeBars.Start.AddMinutes(10), 0);

        Assert.Equal((0, 10), split.Of(Sample.InSample, s_bars, SomeTracks.Minute, reachBars: 0));
        Assert.Equal((0, 9), (split with { AtUtc = split.AtUtc.AddTicks(-1) }).Of(Sample.InSample, s_bars, SomeTracks.Minute, reachBars: 0));
    }

    [Fact]
    public void No_outcome_in_sample_uses_a_bar_of_the_test_period()
    {
        SampleSplit split = SomeTracks.After(50);
        (int _, int to) = split.Of(Sample.InSample, s_bars, SomeTracks.Minute, reachBars: 8);
        (int from, int _) = split.Of(Sample.OutOfSample, s_bars, SomeTracks.Minute, reachBars: 8);

        Assert.Equal(from - 1, to - 1 + 8);
    }

    [Fact]
    public void A_share_is_of_the_bars_of_all_symbols()
    {
        DateTime[] early = [.. Enumerable.Range(0, 50).Select(i => SomeBars.Start.AddDays(i))], late = [.. Enumerable.Range(100, 50).Select(i => SomeBars.Start.AddDays(i))];

        Assert.Equal(early[^1], SampleSplit.TimeOf(0.5, [.. late, .. early]));
        Assert.Equal(late[24], SampleSplit.TimeOf(0.75, [.. late, .. early]));
    }
}
