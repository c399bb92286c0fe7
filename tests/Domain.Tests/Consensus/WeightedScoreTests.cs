using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;

namespace GoldenSignals.Domain.Tests.Consensus;

public class WeightedScoreTests
{
    [Fact]
    public void Matches_the_hand_computed_value()
    {
        Vote[] votes = [Vote.Buy(0.5, "a"), Vote.Abstain("b"), Vote.Sell(0.25, "c"), Vote.Toward(0.5, 1, "d")];
        double[] weights = [0.25, 0.25, 0.5, 0.125];
        var contributions = new double[4];
        // Σ w·c = 0.125 + 0.125 + 0.125; each agent has a third
        Assert.Equal(0.8 * (1 - 1 + 0.5) / 3, WeightedScore.Of(votes, weights, 0.8, contributions), 15);
        Assert.Equal([0.8 / 3, 0, -0.8 / 3, 0.4 / 3], contributions.Select(part => Math.Round(part, 15)), (a, b) => Math.Abs(a - b) < 1e-14);
    }

    [Fact]
    public void Contributions_sum_to_the_score_bit_for_bit_within_one_and_minus_one()
    {
        var random = new Random(1);
        for (int run = 0; run < 5000; run++)
        {
            (Vote[] votes, double[] weights, double scale) = SomeVotes.Any(random);
            var contributions = new double[votes.Length];
            double score = WeightedScore.Of(votes, weights, scale, contributions), sum = contributions[0];
            for (int i = 1; i < contributions.Length; i++)
                sum += contributions[i];
            Assert.Equal(BitConverter.DoubleToInt64Bits(score), BitConverter.DoubleToInt64Bits(sum));
            Assert.InRange(score, -1, 1);
        }
    }

    [Fact]
    public void Abstainers_change_nothing()
    {
        var random = new Random(2);
        for (int run = 0; run < 500; run++)
        {
            (Vote[] votes, double[] weights, double scale) = SomeVotes.Any(random);
            int[] voters = [.. Enumerable.Range(0, votes.Length).Where(i => !votes[i].Abstains)];
            Assert.Equal(Score(votes, weights, scale), Score([.. voters.Select(i => votes[i])], [.. voters.Select(i => weights[i])], scale));
        }
    }

    [Fact]
    public void Only_the_ratios_of_the_weights_count()
    {
        var random = new Random(3);
        for (int run = 0; run < 500; run++)
        {
            (Vote[] votes, double[] weights, double scale) = SomeVotes.Any(random);
            Assert.Equal(Score(votes, weights, scale), Score(votes, [.. weights.Select(weight => weight * 4)], scale));
        }
    }

    [Fact]
    public void Opposite_votes_give_the_opposite_score()
    {
        var random = new Random(4);
        for (int run = 0; run < 500; run++)
        {
            (Vote[] votes, double[] weights, double scale) = SomeVotes.Any(random);
            Assert.Equal(-Score(votes, weights, scale), Score([.. votes.Select(vote => vote with { Direction = -vote.Direction })], weights, scale));
        }
    }

    [Fact]
    public void Without_any_voter_the_score_is_zero_and_positive() =>
        Assert.Equal(0, BitConverter.DoubleToInt64Bits(Score([Vote.Abstain("a"), Vote.Gate(0.5, "b")], [0.5, 0.5], 0.5)));

    [Fact]
    public void A_block_gives_zero_without_a_sign()
    {
        var contributions = new double[1];
        WeightedScore.Of([Vote.Sell(1, "a")], [1], 0, contributions);
        Assert.Equal(0, BitConverter.DoubleToInt64Bits(contributions[0]));
    }

    [Fact]
    public void A_voter_of_hardly_any_confidence_gives_a_number() =>
        Assert.InRange(Score([Vote.Buy(double.Epsilon, "a"), Vote.Abstain("b")], [0.25, 0.25], 1), -1, 1);

    [Theory, InlineData(3), InlineData(11), InlineData(49), InlineData(56)]
    public void Unanimous_voters_never_carry_the_score_beyond_one(int voters)
    {
        Vote[] votes = [.. Enumerable.Range(1, voters).Select(i => Vote.Buy(i / (voters + 1.0), "up"))];
        double[] weights = [.. Enumerable.Range(1, voters).Select(i => (0.25 + i / 7.0) / voters)];
        Assert.InRange(Score(votes, weights, 1), 1 - 1e-12, 1);
    }

    private static double Score(Vote[] votes, double[] weights, double scale) => WeightedScore.Of(votes, weights, scale, new double[votes.Length]);
}
