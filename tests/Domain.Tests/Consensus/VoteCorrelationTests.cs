using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;

namespace GoldenSignals.Domain.Tests.Consensus;

public class VoteCorrelationTests
{
    private const AgentKind Trend = AgentKind.Trend, Volume = AgentKind.Volume, Pattern = AgentKind.Pattern;

    private static readonly ConsensusOptions s_options = new() { HorizonBars = 1, MemoryVotes = 1_000_000 };

    private static VoteCorrelation Of(params AgentKind[] kinds) => new(SomeModel.Of(kinds).VoterKinds, s_options);

    private static Vote[] All(int agents, double confidence = 1) => [.. Enumerable.Range(0, agents).Select(_ => Vote.Buy(confidence, "up"))];

    private static double Coin(Random random) => random.Next(2) * 2 - 1;

    private static (double Effective, double[] Independence) Ask(VoteCorrelation correlation, Vote[] votes)
    {
        var independence = new double[votes.Length];
        return (correlation.Effective(votes, independence), independence);
    }

    [Fact]
    public void Without_a_record_two_voters_are_taken_to_be_half_alike()
    {
        (double effective, double[] independence) = Ask(Of(Trend, Trend, Volume), All(3));
        Assert.Equal(9 / (3 + 6 * 0.5), effective, 12);                       // (Σ1)² / Σρ
        Assert.All(independence, share => Assert.Equal(1 / 2.0, share, 12));  // 1 / (1 + 0.5 + 0.5)
    }

    [Fact]
    public void Copies_come_to_count_as_one_and_strangers_as_many()
    {
        var random = new Random(1);
        VoteCorrelation correlation = Of(Trend, Trend, Volume, Pattern);
        for (int bar = 0; bar < 20_000; bar++)
        {
            Vote trend = Vote.Toward(Coin(random), 1, "same");
            correlation.Add([trend, trend, Vote.Toward(Coin(random), 1, "own"), Vote.Toward(Coin(random), 1, "own")]);
        }
        Assert.Equal(1, Ask(correlation, [.. All(2), Vote.Abstain("c"), Vote.Abstain("d")]).Effective, 0.02);
        Assert.Equal(2, Ask(correlation, [Vote.Abstain("a"), Vote.Abstain("b"), .. All(2)]).Effective, 0.05);
        (double effective, double[] independence) = Ask(correlation, All(4));
        Assert.Equal(16 / 6.0, effective, 0.1);                               // 4 ones and two of the copies
        Assert.Equal([0.5, 0.5, 1, 1], independence, (a, b) => Math.Abs(a - b) < 0.05);
    }

    [Fact]
    public void Opposites_count_as_strangers_and_no_more()
    {
        var random = new Random(2);
        VoteCorrelation correlation = Of(Trend, Volume);
        for (int bar = 0; bar < 5000; bar++)
        {
            double coin = Coin(random);
            correlation.Add([Vote.Toward(coin, 1, "one"), Vote.Toward(-coin, 1, "other")]);
        }
        Assert.Equal(2, Ask(correlation, All(2)).Effective, 12);
    }

    [Fact]
    public void Hardly_heard_voters_hardly_count()
    {
        VoteCorrelation correlation = Of(Trend, Volume, Pattern);
        Assert.Equal(1, Ask(correlation, [Vote.Buy(1, "a"), Vote.Buy(1e-300, "b"), Vote.Buy(double.Epsilon, "c")]).Effective, 12);
        Assert.Equal(0, Ask(correlation, [Vote.Abstain("a"), Vote.Abstain("b"), Vote.Abstain("c")]).Effective);
    }

    [Fact]
    public void The_fewer_the_bars_the_more_a_pair_is_taken_for_the_mean_of_all()
    {
        var random = new Random(3);
        VoteCorrelation correlation = Of(Trend, Trend, Volume, Volume);
        var rho = new double[VoteCorrelation.PairsOf(2)];                     // of trend, of both, of volume
        double[] first = [], last = [];
        for (int bar = 0; bar < 3000; bar++)
        {
            Vote trend = Vote.Toward(Coin(random), 1, "same");
            correlation.Add([trend, trend, Vote.Toward(Coin(random), 1, "own"), Vote.Toward(Coin(random), 1, "own")]);
            correlation.Shrunk(rho);
            if (bar == 3)
                first = [.. rho];
            last = [.. rho];
        }
        Assert.True(first[0] - first[2] < 0.9 && last[0] - last[2] > 0.9, $"{string.Join(' ', first)} then {string.Join(' ', last)}");
    }

    /// <summary>Against ρᵢⱼ written out agent by agent.</summary>
    [Fact]
    public void Effective_votes_and_shares_are_those_of_the_full_matrix()
    {
        var random = new Random(4);
        for (int run = 0; run < 300; run++)
        {
            AgentKind[] kinds = [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => (AgentKind)random.Next(10))];
            DecisionModel model = SomeModel.Of(kinds);
            var correlation = new VoteCorrelation(model.VoterKinds, s_options);
            Vote[] Votes() => [.. kinds.Select(kind => kind == AgentKind.Regime || random.Next(3) == 0 ? Vote.Abstain("none") : SomeVotes.One(random, 0.2) with { Confidence = 0.01 + 0.99 * random.NextDouble() })];
            for (int bar = 0; bar < 50; bar++)
                correlation.Add(Votes());

            Vote[] votes = Votes();
            var rho = new double[VoteCorrelation.PairsOf(model.VoterKinds.Count)];
            correlation.Shrunk(rho);
            double Rho(int i, int j)
            {
                (int one, int other) = (model.VoterKinds.OfAgents[i], model.VoterKinds.OfAgents[j]);
                (int low, int high) = (Math.Min(one, other), Math.Max(one, other));
                return i == j ? 1 : rho[high * (high + 1) / 2 + low];
            }
            int[] voters = [.. Enumerable.Range(0, votes.Length).Where(i => !votes[i].Abstains)];
            (double effective, double[] independence) = Ask(correlation, votes);
            double all = voters.Sum(i => votes[i].Confidence), spread = voters.Sum(i => voters.Sum(j => votes[i].Confidence * votes[j].Confidence * Rho(i, j)));
            Assert.Equal(voters.Length == 0 ? 0 : all * all / spread, effective, 1e-9);
            Assert.InRange(effective, 0, voters.Length + 1e-9);
            for (int i = 0; i < votes.Length; i++)
            {
                double own = votes[i].Abstains ? 1 : votes[i].Confidence;
                double expected = kinds[i] == AgentKind.Regime ? 0 : own / (own + voters.Where(j => j != i).Sum(j => votes[j].Confidence * Rho(i, j)));
                Assert.Equal(expected, independence[i], 1e-9);
            }
        }
    }

    [Fact]
    public void Disagreement_is_the_standard_error_of_the_mean()
    {
        Vote[] split = [Vote.Buy(1, "a"), Vote.Sell(1, "b"), Vote.Abstain("c")];
        Assert.Equal(1, Disagreement.Of(split, 1));
        Assert.Equal(Math.Sqrt(0.5), Disagreement.Of(split, 2), 15);
        Assert.Equal(0, Disagreement.Of(All(5), 2));
        // Directions 1, 1, 0 by 0.5, 0.25, 0.25: mean 0.75, variance 0.1875
        Assert.Equal(Math.Sqrt(0.1875 / 1.5), Disagreement.Of([Vote.Buy(0.5, "a"), Vote.Buy(0.25, "b"), Vote.Toward(0, 0.25, "c")], 1.5), 15);
        Assert.Equal(0, Disagreement.Of([Vote.Abstain("a")], 0));
    }
}
