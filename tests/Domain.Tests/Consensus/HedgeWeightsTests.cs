using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Tests.Agents;

namespace GoldenSignals.Domain.Tests.Consensus;

public class HedgeWeightsTests
{
    private static Outcome What(double move, int regime, params (float Direction, float Confidence)[] votes) =>
        new(votes.Select(vote => vote.Direction).ToArray(), votes.Select(vote => vote.Confidence).ToArray(), move, regime);

    private static double[] WeightsOf(HedgeWeights hedge, int agents, int regime)
    {
        var weights = new double[agents];
        hedge.Weigh(new double[agents], regime, weights);
        return weights;
    }

    [Fact]
    public void Matches_the_hand_computed_update()
    {
        var hedge = new HedgeWeights(4, new() { HorizonBars = 1, HedgeRate = 1, HedgeShare = 0.1 });
        hedge.Learn(What(2, 0, (1, 1), (-1, 0.5f), (0, 0), (1, 0.25f)));
        // They gave 0.9, 0.3 and 0.6 to the rise: 0.75 of weight goes to them as 0.9 : 0.3 : 0.6, a tenth of it evenly.
        double[] expected = [0.9 * 0.375 + 0.025, 0.9 * 0.125 + 0.025, 0.25, 0.9 * 0.25 + 0.025];
        Assert.Equal(expected, WeightsOf(hedge, 4, 0), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.All(WeightsOf(hedge, 4, 1), weight => Assert.Equal(0.25, weight));         // another regime has learnt nothing
    }

    [Fact]
    public void Overlapping_votes_teach_a_part_each()
    {
        ConsensusOptions options = new() { HorizonBars = 1, HedgeShare = 0 };
        HedgeWeights once = new(2, options), ten = new(2, options with { HorizonBars = 10 });
        once.Learn(What(1, 1, (1, 1), (-1, 1)));
        for (int bar = 0; bar < 10; bar++)
            ten.Learn(What(1, 1, (1, 1), (-1, 1)));
        Assert.Equal(0.9, WeightsOf(once, 2, 1)[0], 6);
        Assert.Equal(0.9, WeightsOf(ten, 2, 1)[0], 5);
    }

    [Fact]
    public void Weight_goes_to_the_better_agent_and_comes_back_when_it_turns()
    {
        var random = new Random(1);
        var hedge = new HedgeWeights(3, new() { HorizonBars = 1 });
        void Learn(double firstRight, double secondRight)
        {
            for (int bar = 0; bar < 500; bar++)
            {
                int move = random.Next(2) * 2 - 1;
                float Say(double right) => random.NextDouble() < right ? move : -move;
                hedge.Learn(What(move, 2, (Say(firstRight), 0.5f), (Say(secondRight), 0.5f), (Say(0.5), 0.5f)));
            }
        }
        Learn(0.7, 0.4);
        double[] weights = WeightsOf(hedge, 3, 2);
        Assert.True(weights[0] > 0.8, string.Join(' ', weights));
        Learn(0.4, 0.7);
        weights = WeightsOf(hedge, 3, 2);
        Assert.True(weights[1] > 0.8 && weights[0] > 0, string.Join(' ', weights));
    }

    [Fact]
    public void Weights_add_up_to_one_and_silence_neither_gains_nor_loses()
    {
        var random = new Random(2);
        for (int run = 0; run < 100; run++)
        {
            int agents = random.Next(1, 57);
            var hedge = new HedgeWeights(agents, new() { HorizonBars = random.Next(1, 20), HedgeRate = 0.01 + 19 * random.NextDouble(), HedgeShare = random.NextDouble() * 0.1 });
            for (int bar = 0; bar < 200; bar++)
            {
                double[] before = WeightsOf(hedge, agents, 1);
                Vote[] votes = [.. Enumerable.Range(0, agents).Select(_ => random.Next(2) == 0 ? Vote.Abstain("none") : SomeVotes.One(random, 0))];
                hedge.Learn(What(random.Next(-3, 4), 1, [.. votes.Select(vote => ((float)vote.Direction, (float)vote.Confidence))]));
                double[] after = WeightsOf(hedge, agents, 1);
                Assert.Equal(1, after.Sum(), 1e-4);
                Assert.All(after, weight => Assert.InRange(weight, 0, 1.0001));
                for (int i = 0; i < agents; i++)
                    Assert.True(!votes[i].Abstains || after[i] == before[i]);
            }
        }
    }

    [Fact]
    public void No_move_and_no_vote_teach_nothing()
    {
        var hedge = new HedgeWeights(2, new());
        hedge.Learn(What(0, 1, (1, 1), (-1, 1)));
        hedge.Learn(What(1, 1, (0, 0), (0, 0)));
        hedge.Learn(default);
        Assert.Equal([0.5, 0.5], WeightsOf(hedge, 2, 1));
    }

    [Theory, InlineData(double.NaN, 1), InlineData(0.0, 0), InlineData(0.33, 0), InlineData(0.34, 1), InlineData(0.66, 1), InlineData(0.67, 2), InlineData(1.0, 2)]
    public void The_regime_is_the_third_of_the_year_in_which_volatility_stands(double rank, int regime) =>
        Assert.Equal(regime, HedgeWeights.RegimeOf(new SomeView { ["yang_zhang_20_rank_252"] = rank }.View));
}
