using GoldenSignals.Domain.Scoring;

namespace GoldenSignals.Domain.Tests.Scoring;

public class StatisticsTests
{
    /// <summary>Critical values as printed in tables of the t distribution.</summary>
    [Theory]
    [InlineData(0.05, 1, 12.706)]
    [InlineData(0.05, 5, 2.571)]
    [InlineData(0.05, 10, 2.228)]
    [InlineData(0.01, 10, 3.169)]
    [InlineData(0.001, 30, 3.646)]
    [InlineData(0.05, 1e7, 1.960)]
    public void Students_t_is_that_of_the_tables(double p, double freedom, double t)
    {
        Assert.Equal(t, StudentT.Critical(p, freedom), 3);
        Assert.InRange(StudentT.TwoSided(t, freedom), p * 0.997, p * 1.003);
    }

    [Fact]
    public void Students_t_with_one_degree_is_Cauchys_and_at_zero_chance_is_certain()
    {
        Assert.Equal(0.5, StudentT.TwoSided(1, 1), 12);
        Assert.Equal(0.5, StudentT.TwoSided(-1, 1), 12);
        Assert.Equal(1, StudentT.TwoSided(0, 7), 12);
        Assert.True(double.IsNaN(StudentT.TwoSided(1, 0)));
    }

    /// <summary>8 of 10: by hand, z² = 3.8415, (0.8 + 0.19207 ± 1.95996·√(0.016 + 0.0096037)) / 1.38415.</summary>
    [Fact]
    public void Wilsons_interval_by_hand()
    {
        (double low, double high) = HitRates.Wilson(0.8, 10);
        Assert.Equal((0.4902, 0.9433), (Math.Round(low, 4), Math.Round(high, 4)));

        (low, high) = HitRates.Wilson(0, 10);
        Assert.Equal((0, 0.2775), (low, Math.Round(high, 4)));
        Assert.Equal((double.NaN, double.NaN), HitRates.Wilson(0.5, 0));
    }

    [Fact]
    public void Effective_votes_are_those_that_leave_the_same_error()
    {
        Assert.Equal(100, HitRates.EffectiveVotes(0.5, 0.05, votes: 1_000), 9);
        Assert.Equal(80, HitRates.EffectiveVotes(0.5, 0.05, votes: 80));                  // never more than there are
        Assert.True(double.IsNaN(HitRates.EffectiveVotes(1, 0, votes: 80)));
    }

    /// <summary>The example of Benjamini and Hochberg (1995), section 3.2: at 5 % the first four are discoveries.</summary>
    [Fact]
    public void Benjamini_and_Hochbergs_own_example_has_four_discoveries()
    {
        double[] p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0];

        double[] q = BenjaminiHochberg.Adjust(p);

        Assert.Equal(4, q.Count(value => value <= 0.05));
        Assert.Equal(0.0095 * 15 / 4, q[3], 12);
        Assert.Equal(0.0201 * 15 / 5, q[4], 12);
        Assert.Equal(0.0298 * 15 / 7, q[5], 12);                                          // the larger p has the smaller ratio
        Assert.Equal(1, q[14]);
    }

    [Fact]
    public void Tests_that_could_not_be_made_count_for_nothing_and_the_order_is_kept() =>
        Assert.Equal([0.04, double.NaN, 0.02, double.NaN], BenjaminiHochberg.Adjust([0.04, double.NaN, 0.01, double.NaN]));

    /// <summary>Ten pairs without ties, and by hand d² = 194: ρ = 1 − 6·194 / 990.</summary>
    [Fact]
    public void Spearmans_correlation_is_that_of_the_ranks()
    {
        double[] x = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110], y = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];

        Assert.Equal(1 - 6 * 194 / 990.0, Ranks.Spearman(x, y), 12);
        Assert.Equal(1, Ranks.Spearman(x, [.. x.Select(Math.Exp)]), 12);
        Assert.True(double.IsNaN(Ranks.Spearman(x, new double[10])));
    }

    [Fact]
    public void Equal_values_share_their_mean_rank()
    {
        double[] ranks = Ranks.Standardized([5, 1, 5, 0]);                                // ranks 3.5, 2, 3.5, 1; mean 2.5; mean square 4.5/4
        double scale = Math.Sqrt(4 / 4.5);
        Assert.Equal([scale, -0.5 * scale, scale, -1.5 * scale], ranks);
    }

    [Fact]
    public void Pearsons_correlation_by_hand()
    {
        Assert.Equal(0.5, Pearson.Of([1, 2, 3], [1, 3, 2]), 12);
        double[][] matrix = Pearson.Matrix([[1, 2, 3], [3, 2, 1], [7, 7, 7]]);
        Assert.Equal((1, -1), (matrix[0][0], matrix[1][0]));
        Assert.True(double.IsNaN(matrix[2][0]));
    }

    [Fact]
    public void Briers_score_and_the_bins_by_hand()
    {
        var reliability = new Reliability();
        reliability.Add(0.8, 1);
        reliability.Add(0.82, 0);
        reliability.Add(0.3, 0.5);
        reliability.Add(1, 1);

        Assert.Equal((0.04 + 0.6724 + 0.04 + 0) / 4, reliability.Brier, 12);
        Assert.Equal([(0.3, 0.5, 1L), (0.81, 0.5, 2L), (1, 1, 1L)], reliability.Points().Select(point => (Math.Round(point.Said, 12), point.Came, point.Votes)));
        Assert.Equal((0.2 + 2 * 0.31 + 0) / 4, reliability.CalibrationError, 12);
    }

    [Fact]
    public void A_fitted_probability_lies_between_the_bins_hits_and_everybodys()
    {
        var fitted = new FittedConfidence(horizonBars: 2);
        Assert.Equal(0.5, fitted.Probability(0.9));                                       // nothing is known
        for (int i = 0; i < 80; i++)
        {
            fitted.Fit(0.9, hit: i % 4 == 0 ? 0 : 1);                                     // 30 of 40 effective votes
            fitted.Fit(0.1, hit: i % 4 == 0 ? 1 : 0);                                     // 10 of 40
        }
        Assert.Equal((30 + 20 * 0.5) / 60, fitted.Probability(1), 12);
        Assert.Equal((10 + 20 * 0.5) / 60, fitted.Probability(0), 12);
        Assert.Equal(0.5, fitted.Probability(0.5), 12);
    }
}
