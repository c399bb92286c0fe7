using GoldenSignals.Domain.Consensus;

namespace GoldenSignals.Domain.Tests.Consensus;

public class CalibrationTests
{
    [Theory, InlineData(0, 0.5), InlineData(0.1, 0.6), InlineData(-0.25, 0.75), InlineData(0.5, 1), InlineData(-1, 1)]
    public void Before_two_hundred_resolved_scores_it_grows_with_the_score_alone(double score, double confidence)
    {
        var calibration = new Calibration(new());
        for (int i = 0; i < 199; i++)
            calibration.Resolve(score == 0 ? 0.3 : score, -score);
        Assert.Equal(confidence, calibration.Confidence(score), 15);
        Assert.Equal(0.65, calibration.Confidence(0.15), 15);
    }

    [Fact]
    public void After_them_it_is_the_shrunk_share_of_hits_of_the_bin_and_of_the_side()
    {
        var calibration = new Calibration(new() { HorizonBars = 10, ShrinkageVotes = 50, CalibrateAfter = 200, MemoryVotes = 1_000_000 });
        for (int i = 0; i < 300; i++)
            calibration.Resolve(0.25, i % 3 == 0 ? 1 : -1);                  // a third was right
        double side = (10 + 50 * 0.5) / (30 + 50);
        Assert.Equal((10 + 50 * side) / (30 + 50), calibration.Confidence(0.2), 3);
        Assert.Equal(side, calibration.Confidence(0.1), 3);                  // another bin of the side has learnt from its neighbours alone
        Assert.Equal(0.5, calibration.Confidence(-0.2), 15);                 // the other side has learnt nothing
    }

    [Theory]
    [InlineData(0, 0.0999, 0.1)]
    [InlineData(0.1, 0.1999, 0.2)]
    [InlineData(0.2, 0.3499, 0.35)]
    [InlineData(0.35, 0.4999, 0.5)]
    [InlineData(0.5, 1, -0.5)]
    public void Scores_of_one_bin_share_what_they_learnt_and_the_next_bin_learns_less(double low, double high, double next)
    {
        foreach (int side in new[] { 1, -1 })
        {
            var calibration = new Calibration(new() { HorizonBars = 1, ShrinkageVotes = 50, CalibrateAfter = 1, MemoryVotes = 1_000_000 });
            for (int i = 0; i < 50; i++)
                calibration.Resolve(side * high, -side);
            Assert.Equal(0.125, calibration.Confidence(side * Math.Max(low, 1e-9)), 4);         // half of 0.25, which is half of 0.5
            Assert.Equal(next > 0 ? 0.25 : 0.5, calibration.Confidence(side * next), 4);
        }
    }

    [Fact]
    public void No_move_is_half_a_hit_and_no_score_counts_for_nothing()
    {
        ConsensusOptions options = new() { HorizonBars = 1, ShrinkageVotes = 1, CalibrateAfter = 2, MemoryVotes = 1_000_000 };
        var calibration = new Calibration(options);
        calibration.Resolve(1, 1);
        calibration.Resolve(0, 1);
        Assert.Equal(1, calibration.Confidence(1));
        calibration.Resolve(1, 0);
        double side = (1.5 + 0.5) / 3;
        Assert.Equal((1.5 + side) / 3, calibration.Confidence(1), 5);
    }

    [Fact]
    public void What_was_true_long_ago_is_forgotten()
    {
        var calibration = new Calibration(new() { HorizonBars = 1, MemoryVotes = 100 });
        for (int i = 0; i < 1000; i++)
            calibration.Resolve(0.3, 1);
        Assert.InRange(calibration.Confidence(0.3), 0.85, 1);
        for (int i = 0; i < 1000; i++)
            calibration.Resolve(0.3, -1);
        Assert.InRange(calibration.Confidence(0.3), 0, 0.15);
    }

    [Fact]
    public void Is_a_probability_whatever_it_has_seen()
    {
        var random = new Random(1);
        for (int run = 0; run < 200; run++)
        {
            var calibration = new Calibration(new()
            {
                HorizonBars = random.Next(1, 251),
                ShrinkageVotes = 1 + 999 * random.NextDouble(),
                CalibrateAfter = random.Next(1, 50),
                MemoryVotes = 10 + 1000 * random.NextDouble(),
            });
            double bias = random.NextDouble();
            for (int i = 0; i < 300; i++)
            {
                calibration.Resolve(random.NextDouble() * 2 - 1, random.NextDouble() - bias);
                Assert.InRange(calibration.Confidence(random.NextDouble() * 2 - 1), 0, 1);
            }
        }
    }

    [Fact]
    public void Rises_with_the_score_where_stronger_scores_are_right_more_often_and_comes_near_the_truth()
    {
        var random = new Random(2);
        var calibration = new Calibration(new() { HorizonBars = 1, MemoryVotes = 1_000_000 });
        for (int i = 0; i < 50_000; i++)
        {
            double score = random.NextDouble() * 1.2 - 0.6;
            calibration.Resolve(score, random.NextDouble() < 0.5 + Math.Abs(score) / 3 ? score : -score);
        }
        foreach (int side in new[] { 1, -1 })
        {
            double[] learnt = [.. new[] { 0.05, 0.15, 0.27, 0.42, 0.55 }.Select(score => calibration.Confidence(side * score))];
            Assert.Equal(learnt.Order(), learnt);
            Assert.Equal(0.5 + 0.27 / 3, learnt[2], 0.03);
            Assert.Equal(0.5 + 0.55 / 3, learnt[4], 0.03);
        }
    }

    [Fact]
    public void A_coin_is_found_out()
    {
        var random = new Random(3);
        var calibration = new Calibration(new() { HorizonBars = 1, MemoryVotes = 1_000_000 });
        for (int i = 0; i < 20_000; i++)
            calibration.Resolve(random.NextDouble() * 2 - 1, random.NextDouble() - 0.5);
        foreach (double score in new[] { -0.9, -0.3, -0.15, 0.15, 0.3, 0.9 })
            Assert.Equal(0.5, calibration.Confidence(score), 0.05);
    }
}
