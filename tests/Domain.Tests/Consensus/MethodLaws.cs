using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Consensus;

/// <summary>What holds for the consensus of a symbol by every method, over random votes and markets.</summary>
public class MethodLaws
{
    private const int Bars = 400;

    private static readonly AgentKind[] s_kinds =
        [AgentKind.Trend, AgentKind.Trend, AgentKind.Momentum, AgentKind.Reversion, AgentKind.Volume, AgentKind.Volume, AgentKind.Regime];

    public static TheoryData<ScoringMethod> Methods => [.. Enum.GetValues<ScoringMethod>()];

    private static ConsensusOptions Options(ScoringMethod method) => new() { Method = method, HorizonBars = 3, CalibrateAfter = 50 };

    /// <summary>Views of whole prices, so that a mirrored market has the very same moves; volatility and its rank are given.</summary>
    private static MarketView[] Market(int seed, bool mirrored = false)
    {
        var random = new Random(seed);
        var views = new MarketView[Bars];
        double price = 5000;
        for (int bar = 0; bar < Bars; bar++)
        {
            double open = price + random.Next(-3, 4), close = open + random.Next(-10, 11);
            price = close;
            (double from, double to) = mirrored ? (10_000 - open, 10_000 - close) : (open, close);
            var values = new double[IndicatorCatalog.Columns.Count];
            Array.Fill(values, double.NaN);
            values[DecisionModel.Atr.Index] = 16;
            values[Column.Named("yang_zhang_20_rank_252").Index] = random.NextDouble();
            views[bar] = new("TEST", TimeSpan.FromMinutes(1),
                new(SomeBars.Start.AddMinutes(bar), from, Math.Max(from, to), Math.Min(from, to), to, 1), bar + 1, values, []);
        }
        return views;
    }

    /// <summary>Votes that look ahead a little, each agent in its own measure, and often abstain.</summary>
    private static Vote[][] Votes(MarketView[] views, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Bars).Select(bar =>
        {
            double ahead = Math.Sign(views[Math.Min(Bars - 1, bar + 3)].Bar.Close - views[bar].Bar.Close);
            return s_kinds.Select((kind, i) =>
                kind == AgentKind.Regime ? Vote.Gate(random.Next(10) == 0 ? random.NextDouble() : 1, "gate")
                : random.Next(3) == 0 ? Vote.Abstain("none")
                : Vote.Toward(random.Next(10) < 4 + i ? ahead : -ahead, 0.05 + 0.95 * random.NextDouble(), "vote")).ToArray();
        })];
    }

    private static Decision[] Run(ScoringMethod method, MarketView[] views, Vote[][] votes)
    {
        var consensus = new SymbolConsensus(SomeModel.Of(s_kinds, Options(method)));
        return [.. views.Select((view, bar) => consensus.Decide(view, votes[bar]))];
    }

    [Theory, MemberData(nameof(Methods))]
    public void Numbers_are_in_their_ranges_and_contributions_sum_to_the_score(ScoringMethod method)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            MarketView[] views = Market(seed);
            foreach (Decision decision in Run(method, views, Votes(views, seed)))
            {
                double sum = 0;
                foreach (double part in decision.Contributions())
                    sum += part;
                Assert.Equal(BitConverter.DoubleToInt64Bits(decision.Score), BitConverter.DoubleToInt64Bits(sum + 0.0));
                Assert.InRange(decision.Score, -decision.Scale - 1e-15, decision.Scale + 1e-15);
                Assert.All(decision.Weights, weight => Assert.InRange(weight, 0, method == ScoringMethod.LogOddsPool ? 10 : 1.001));
                int voters = decision.Votes.Count(vote => !vote.Abstains);
                Assert.InRange(decision.EffectiveVotes, voters == 0 ? 0 : 1 - 1e-12, voters + 1e-12);
                Assert.InRange(decision.Disagreement, 0, 1);
                Assert.Equal(decision.Disagreement > 0.7 && decision.Reason is not ("below-quorum" or "blocked-by-gate"), decision.Reason == DecisionReason.Disagreement);
            }
        }
    }

    [Theory, MemberData(nameof(Methods))]
    public void The_same_votes_on_the_same_market_decide_the_same(ScoringMethod method)
    {
        MarketView[] views = Market(1);
        Assert.Equal(Digests.Of(Run(method, views, Votes(views, 1))), Digests.Of(Run(method, views, Votes(views, 1))));
    }

    [Theory, MemberData(nameof(Methods))]
    public void A_mirrored_market_with_mirrored_votes_gives_mirrored_scores(ScoringMethod method)
    {
        MarketView[] views = Market(2);
        Vote[][] votes = Votes(views, 2), opposite = [.. votes.Select(bar => bar.Select(vote => vote with { Direction = -vote.Direction }).ToArray())];
        Decision[] decisions = Run(method, views, votes), mirrored = Run(method, Market(2, mirrored: true), opposite);
        Assert.Equal(decisions.Select(decision => -decision.Score), mirrored.Select(decision => decision.Score));
        Assert.Equal(decisions.Select(decision => (decision.EffectiveVotes, decision.Disagreement)), mirrored.Select(decision => (decision.EffectiveVotes, decision.Disagreement)));
        Assert.Contains(decisions, decision => decision.Score > 0);
    }

    [Theory, MemberData(nameof(Methods))]
    public void Unanimous_voters_decide_their_side(ScoringMethod method)
    {
        MarketView[] views = Market(3);
        Vote[][] votes = [.. Votes(views, 3).Select(bar => bar.Select(vote => vote.Abstains ? vote : vote with { Direction = 1 }).ToArray())];
        foreach (Decision decision in Run(method, views, votes))
        {
            Assert.True(decision.Score > 0 || decision.Votes.All(vote => vote.Abstains) || decision.Scale == 0 || method == ScoringMethod.LogOddsPool && decision.Score == 0);
            Assert.Equal(0, decision.Disagreement, 1e-7);
        }
    }

    [Theory, MemberData(nameof(Methods))]
    public void The_agent_that_is_right_more_often_comes_to_weigh_more(ScoringMethod method)
    {
        MarketView[] views = Market(4);
        Decision last = Run(method, views, Votes(views, 4))[^1];
        Assert.True(last.Weights[5] > last.Weights[0], string.Join(' ', last.Weights));          // right 9 times in 10 against 4
    }

    [Theory, MemberData(nameof(Methods))]
    public void Later_bars_change_no_earlier_decision(ScoringMethod method)
    {
        MarketView[] views = Market(5), others = [.. views[..300], .. Market(6)[300..]];
        Vote[][] votes = Votes(views, 5);
        Assert.Equal(Digests.Of(Run(method, views, votes)[..300]), Digests.Of(Run(method, others, votes)[..300]));
    }

    [Theory, MemberData(nameof(Methods))]
    public void Deciding_allocates_no_more_than_the_decision(ScoringMethod method)
    {
        MarketView[] views = Market(7);
        Vote[][] votes = Votes(views, 7);
        var consensus = new SymbolConsensus(SomeModel.Of(s_kinds, Options(method)));
        for (int bar = 0; bar < 300; bar++)
            consensus.Decide(views[bar], votes[bar]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int bar = 300; bar < Bars; bar++)
            consensus.Decide(views[bar], votes[bar]);
        long perBar = (GC.GetAllocatedBytesForCurrentThread() - before) / (Bars - 300);
        Assert.InRange(perBar, 1, 200 + (24 + 8 * s_kinds.Length) + 72);
    }

    /// <summary>Independent voters of one accuracy each; one of them is then heard a second time.</summary>
    [Fact]
    public void In_the_pool_a_copy_of_an_agent_does_not_double_its_evidence()
    {
        AgentKind[] kinds = [AgentKind.Trend, AgentKind.Volume, AgentKind.Pattern], twice = [.. kinds, AgentKind.Trend];
        ConsensusOptions options = Options(ScoringMethod.LogOddsPool);
        SymbolConsensus once = new(SomeModel.Of(kinds, options)), copied = new(SomeModel.Of(twice, options));
        var random = new Random(8);
        (double single, double both, double all, double allWithCopy) = (0, 0, 0, 0);
        foreach (int seed in Enumerable.Range(10, 10))
        {
            MarketView[] views = Market(seed);
            for (int bar = 0; bar + 3 < Bars; bar++)
            {
                int right = Math.Sign(views[bar + 3].Bar.Close - views[bar + 1].Bar.Open);
                Vote[] votes = [.. kinds.Select(_ => Vote.Toward(random.Next(10) < 7 ? right : -right, 1, "vote"))];
                Decision alone = once.Decide(views[bar], votes), copy = copied.Decide(views[bar], [.. votes, votes[0]]);
                single = alone.Weights[0];
                both = copy.Weights[0] + copy.Weights[3];
                (all, allWithCopy) = (alone.Weights.Sum(), copy.Weights.Sum());
            }
        }
        Assert.True(single > 0.3, $"{single}");                               // 0.7 is log-odds of 0.85, shrunk
        Assert.InRange(both, 0.9 * single, 1.2 * single);
        Assert.InRange(allWithCopy, 0.9 * all, 1.02 * all);
    }
}
