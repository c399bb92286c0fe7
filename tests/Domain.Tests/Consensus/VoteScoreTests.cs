using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;

namespace GoldenSignals.Domain.Tests.Consensus;

/// <summary>What holds for every method of turning votes and weights into a score.</summary>
public class VoteScoreTests
{
    public static TheoryData<ScoringMethod> Methods => [.. Enum.GetValues<ScoringMethod>()];

    [Theory, MemberData(nameof(Methods))]
    public void Contributions_sum_to_the_score_bit_for_bit_within_one_and_minus_one(ScoringMethod method)
    {
        var random = new Random(1);
        for (int run = 0; run < 5000; run++)
        {
            (Vote[] votes, double[] weights, double scale) = Any(random, method);
            var contributions = new double[votes.Length];
            double score = VoteScore.Of(method, votes, weights, scale, contributions), sum = contributions[0];
            for (int i = 1; i < contributions.Length; i++)
                sum += contributions[i];
            Assert.Equal(BitConverter.DoubleToInt64Bits(score), BitConverter.DoubleToInt64Bits(sum));
            Assert.InRange(score, -scale - 1e-15, scale + 1e-15);
            Assert.InRange(score, -1, 1);
        }
    }

    [Theory, MemberData(nameof(Methods))]
    public void A_contribution_has_the_sign_of_its_vote_and_an_abstainer_has_none(ScoringMethod method)
    {
        var random = new Random(2);
        for (int run = 0; run < 500; run++)
        {
            (Vote[] votes, double[] weights, double scale) = Any(random, method);
            var contributions = new double[votes.Length];
            VoteScore.Of(method, votes, weights, scale, contributions);
            for (int i = 0; i < votes.Length; i++)
            {
                Assert.True(contributions[i] * votes[i].Direction >= 0);
                Assert.True(!votes[i].Abstains || BitConverter.DoubleToInt64Bits(contributions[i]) == 0);
            }
        }
    }

    [Theory, MemberData(nameof(Methods))]
    public void Abstainers_change_nothing(ScoringMethod method)
    {
        var random = new Random(3);
        for (int run = 0; run < 500; run++)
        {
            (Vote[] votes, double[] weights, double scale) = Any(random, method);
            int[] voters = [.. Enumerable.Range(0, votes.Length).Where(i => !votes[i].Abstains)];
            Assert.Equal(Score(method, votes, weights, scale), Score(method, [.. voters.Select(i => votes[i])], [.. voters.Select(i => weights[i])], scale));
        }
    }

    [Theory, MemberData(nameof(Methods))]
    public void Opposite_votes_give_the_opposite_score(ScoringMethod method)
    {
        var random = new Random(4);
        for (int run = 0; run < 500; run++)
        {
            (Vote[] votes, double[] weights, double scale) = Any(random, method);
            Assert.Equal(-Score(method, votes, weights, scale), Score(method, [.. votes.Select(vote => vote with { Direction = -vote.Direction })], weights, scale));
        }
    }

    [Theory, MemberData(nameof(Methods))]
    public void Unanimous_votes_give_a_score_of_their_side(ScoringMethod method)
    {
        for (int voters = 1; voters <= 56; voters++)
        {
            Vote[] votes = [.. Enumerable.Range(1, voters).Select(i => Vote.Buy(i / (voters + 1.0), "up"))];
            double[] weights = [.. Enumerable.Range(1, voters).Select(i => (0.25 + i / 7.0) / voters)];
            double score = Score(method, votes, weights, 1);
            Assert.InRange(score, method == ScoringMethod.LogOddsPool ? 0.01 : 1 - 1e-12, 1);
        }
    }

    [Theory, MemberData(nameof(Methods))]
    public void A_vote_further_up_never_lowers_the_score(ScoringMethod method)
    {
        var random = new Random(5);
        for (int run = 0; run < 2000; run++)
        {
            (Vote[] votes, double[] weights, double scale) = Any(random, method);
            double before = Score(method, votes, weights, scale);
            int agent = random.Next(votes.Length);
            if (votes[agent].Abstains)
                continue;
            votes[agent] = votes[agent] with { Direction = votes[agent].Direction + (1 - votes[agent].Direction) * random.NextDouble() };
            Assert.True(Score(method, votes, weights, scale) >= before - 1e-14);
        }
    }

    [Fact]
    public void The_pool_matches_bayes_rule_for_independent_voters()
    {
        // Right with 0.7, 0.6 and 0.6; the first two say up, the third down: odds 7/3 · 6/4 · 4/6.
        double[] weights = [Math.Log(7.0 / 3), Math.Log(1.5), Math.Log(1.5), 5];
        Vote[] votes = [Vote.Buy(1, "a"), Vote.Buy(1, "b"), Vote.Sell(1, "c"), Vote.Abstain("d")];
        var contributions = new double[4];
        Assert.Equal(2 * 0.7 - 1, VoteScore.Of(ScoringMethod.LogOddsPool, votes, weights, 1, contributions), 14);
        Assert.Equal([0.4, 0.4 * Math.Log(1.5) / Math.Log(7.0 / 3), -0.4 * Math.Log(1.5) / Math.Log(7.0 / 3), 0], contributions, (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal(0.5 * (2 * 0.7 - 1), VoteScore.Of(ScoringMethod.LogOddsPool, votes, weights, 0.5, contributions), 14);
    }

    [Fact]
    public void Evidence_that_cancels_out_contributes_all_the_same()
    {
        var contributions = new double[2];
        Assert.Equal(0, VoteScore.Of(ScoringMethod.LogOddsPool, [Vote.Buy(1, "a"), Vote.Sell(1, "b")], [0.4, 0.4], 1, contributions));
        Assert.Equal([0.2, -0.2], contributions);
    }

    private static (Vote[], double[], double) Any(Random random, ScoringMethod method)
    {
        (Vote[] votes, double[] weights, double scale) = SomeVotes.Any(random);
        double size = method == ScoringMethod.LogOddsPool ? Math.Pow(10, random.NextDouble() * 4 - 2) * votes.Length : 1;
        return (votes, [.. weights.Select(weight => method == ScoringMethod.LogOddsPool && random.Next(4) == 0 ? 0 : weight * size)], scale);
    }

    private static double Score(ScoringMethod method, Vote[] votes, double[] weights, double scale) =>
        VoteScore.Of(method, votes, weights, scale, new double[votes.Length]);
}
