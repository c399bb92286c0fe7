using GoldenSignals.Domain.Scoring;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Scoring;

public class BlockBootstrapTests
{
    private const int Bars = 3_000, Horizon = 10, Length = 2 * Horizon;

    /// <summary>Outcomes that overlap as those of consecutive votes do: each is the sum of the next h shocks.</summary>
    private static double[] Overlapping(Random random)
    {
        double[] shocks = [.. Enumerable.Range(0, Bars + Horizon).Select(_ => random.NextDouble() - 0.5)];
        return [.. Enumerable.Range(0, Bars).Select(t => shocks[t..(t + Horizon)].Sum())];
    }

    private static (double[] Sums, double[] Counts) Blocks(double[] values)
    {
        double[][] blocks = [.. values.Chunk(Length)];
        return ([.. blocks.Select(block => block.Sum())], [.. blocks.Select(block => (double)block.Length)]);
    }

    [Fact]
    public void Its_interval_holds_the_truth_about_as_often_as_it_says_where_the_plain_one_does_not()
    {
        const int Worlds = 400;
        var random = new Random(5);
        var bootstrap = new BlockBootstrap(Bars / Length, (double)Horizon / Length, 200, random.NextDouble);
        int held = 0, heldPlain = 0;
        for (int world = 0; world < Worlds; world++)
        {
            double[] values = Overlapping(random);
            (double[] sums, double[] counts) = Blocks(values);
            (double low, double high) = bootstrap.Ratio(sums, counts).Interval();
            held += low <= 0 && 0 <= high ? 1 : 0;
            double mean = values.Average(), plain = 1.96 * Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / Bars / Bars);
            heldPlain += Math.Abs(mean) <= plain ? 1 : 0;
        }

        Assert.InRange((double)held / Worlds, 0.92, 0.985);
        Assert.InRange((double)heldPlain / Worlds, 0.3, 0.6);
    }

    [Fact]
    public void Overlapping_votes_are_worth_about_a_vote_a_horizon()
    {
        var random = new Random(6);
        var bootstrap = new BlockBootstrap(Bars / Length, (double)Horizon / Length, 1_000, random.NextDouble);
        double effective = 0;
        for (int world = 0; world < 20; world++)
        {
            (double[] sums, double[] counts) = Blocks([.. Overlapping(random).Select(Outcomes.Up)]);
            Estimate hits = bootstrap.Ratio(sums, counts);
            effective += HitRates.EffectiveVotes(hits.Value, hits.Error, Bars) / 20;
        }
        Assert.InRange(effective, 0.9 * Bars / Horizon, 2.2 * Bars / Horizon);             // signs hang together less than the moves
    }

    [Fact]
    public void The_error_of_independent_blocks_is_the_plain_one()
    {
        var random = new Random(7);
        double[] values = [.. Enumerable.Range(0, 400).Select(_ => random.NextDouble())], ones = [.. values.Select(_ => 1.0)];

        Estimate mean = new BlockBootstrap(400, shareCut: 0, 20_000, random.NextDouble).Ratio(values, ones);

        double plain = Math.Sqrt(values.Sum(value => (value - mean.Value) * (value - mean.Value)) / 399 / 400);
        Assert.Equal(values.Average(), mean.Value, 12);
        Assert.InRange(mean.Error / plain, 0.98, 1.02);
    }

    [Fact]
    public void Too_few_blocks_tell_no_error_and_the_same_seed_tells_the_same()
    {
        Estimate few = new BlockBootstrap(10, 0, 100, SomeTracks.Uniform(1)).Ratio([1, 2, 3, 4, 5, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
        Assert.Equal((3, 5), (few.Value, few.Blocks));
        Assert.True(double.IsNaN(few.Error) && double.IsNaN(few.P) && double.IsNaN(few.Interval().Low));

        Estimate Of(int seed) => new BlockBootstrap(10, 0, 100, SomeTracks.Uniform(seed)).Ratio([1, 2, 3, 4, 5, 6, 7, 8, 9, 11], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
        Assert.Equal(Of(1), Of(1));
        Assert.NotEqual(Of(1).Error, Of(2).Error);
    }

    [Fact]
    public void Blocks_are_of_calendar_time_and_hold_two_horizons_of_a_symbols_bars()
    {
        DateTime[] daily = [.. Enumerable.Range(0, 700).Select(i => SomeBars.Start.AddDays(i))], weekdays = [.. daily.Where((_, i) => i % 7 < 5)];

        var alone = new CalendarBlocks([weekdays], horizonBars: 25);
        Assert.Equal((50, 10, 0.5), (alone.Length, alone.Count, alone.ShareCut));
        Assert.Equal((0, 0, 1, 9), (alone.Of(weekdays[0]), alone.Of(weekdays[49]), alone.Of(weekdays[50]), alone.Of(weekdays[499])));

        var both = new CalendarBlocks([daily, weekdays], horizonBars: 25);                 // a bar of either takes 1.17 days on average
        Assert.Equal(59, both.Length);
        Assert.Equal(both.Of(daily[60]), both.Of(weekdays.First(day => day >= daily[60])));
        Assert.Equal(20, new CalendarBlocks([weekdays], horizonBars: 1).Length);
    }
}
