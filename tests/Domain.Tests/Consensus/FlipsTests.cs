using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Risk;

namespace GoldenSignals.Domain.Tests.Consensus;

public class FlipsTests
{
    private const SignalAction Hold = SignalAction.Hold, Buy = SignalAction.Buy, Sell = SignalAction.Sell;

    private static readonly AgentKind[] s_kinds = [AgentKind.Trend, AgentKind.Regime, AgentKind.Trend, AgentKind.Volume, AgentKind.Momentum];
    private static readonly DecisionModel s_model = SomeModel.Of(s_kinds);

    [Fact]
    public void Matches_the_hand_computed_directions()
    {
        // Each weighs the same: Σ w·c = 2, Σ w·c·d = 0.2, score 0.1.
        Vote[] votes = [Vote.Toward(0.2, 1, "a"), Vote.Gate(1, "b"), Vote.Toward(0, 1, "c"), Vote.Abstain("d"), Vote.Abstain("e")];
        DecisionModel model = SomeModel.Of(s_kinds, new() { QuorumVoters = 2, QuorumKinds = 1 });
        IReadOnlyList<Flip> flips = Flips.Of(Decide(Hold, 5, votes, model: model), model);

        Assert.Equal([Buy, Sell], flips.Select(flip => flip.To));
        // To 0.15: 0.3 of 2 voters is wanted, or 0.45 of 3.
        AssertDirections([("a", 0.3), ("c", 0.1), ("d", 0.25), ("e", 0.25)], flips[0]);
        Assert.Equal((0.15, 0.05), (flips[0].Score, Math.Round(flips[0].Change, 12)));
        AssertDirections([("a", -0.3), ("c", -0.5), ("d", -0.65), ("e", -0.65)], flips[1]);
        Assert.All(flips, flip => Assert.Empty(flip.Also));
    }

    [Fact]
    public void A_weak_vote_for_a_position_can_dilute_it_away()
    {
        // Score 0.06 of one faint voter: a second one that is sure must buy at 0.05 or more for it to stand.
        Vote[] votes = [Vote.Toward(0.06, 0.01, "a"), Vote.Gate(1, "b"), Vote.Abstain("c"), Vote.Abstain("d"), Vote.Abstain("e")];
        DecisionModel model = SomeModel.Of(s_kinds, new() { QuorumVoters = 1, QuorumKinds = 1 });
        Flip flip = Assert.Single(Flips.Of(Decide(Buy, 5, votes, model: model), model));
        Assert.Equal(Hold, flip.To);
        AssertDirections([("a", 0.05), ("c", 0.0499), ("d", 0.0499), ("e", 0.0499)], flip);
    }

    public static TheoryData<SignalAction, int, double, SignalAction, double> Thresholds => new()
    {
        { Hold, 5, 0.1, Buy, 0.15 },                // from HOLD: the entry score, on both sides
        { Hold, 5, 0.1, Sell, -0.15 },
        { Hold, 5, 0.3, Hold, 0.15 },               // a fresh entry would not have been one below the entry score
        { Hold, 5, -0.3, Hold, -0.15 },
        { Buy, 5, 0.3, Hold, 0.05 },                // a standing position goes by the leaving score
        { Sell, 5, -0.3, Hold, -0.05 },
        { Buy, 5, 0.01, Buy, 0.05 },                // what was just left would have stood from it on
        { Sell, 5, 0.01, Sell, -0.05 },
    };

    [Theory, MemberData(nameof(Thresholds))]
    public void The_score_is_the_one_at_which_this_bar_would_have_gone_the_other_way(SignalAction before, int bars, double score, SignalAction to, double threshold) =>
        Assert.Equal(threshold, Flips.Of(Decide(before, bars, Voting(score)), s_model).Single(flip => flip.To == to).Score);

    public static TheoryData<string, Decision, SignalAction, string[]> Obstacles => new()
    {
        { "nothing", Decide(Hold, 5, Voting(0.1)), Buy, [] },
        { "too few voters, and a gate", Decide(Hold, 5, [Vote.Buy(1, "a"), Vote.Gate(0, "b"), .. Silent(3)]), Buy, ["below-quorum", "blocked-by-gate"] },
        { "stay in hold", Decide(Hold, 2, Voting(0.1)), Sell, ["minimum-stay-in-hold"] },
        { "the first bar", Decide(Hold, 0, Voting(0.1)), Sell, [] },
        { "a fresh entry owes no stay", Decide(Hold, 0, Voting(0.3)), Hold, [] },
        { "stay in a position", Decide(Buy, 2, Voting(0.3)), Hold, ["held-for-minimum-stay"] },
        { "stay in a position, score gone", Decide(Buy, 2, Voting(0)), Hold, ["held-for-minimum-stay"] },
        { "reversal", Decide(Buy, 5, Voting(-0.3)), Sell, ["passes-through-hold"] },
        { "back to what was left", Decide(Buy, 5, Voting(0.01)), Buy, [] },
        { "confidence at this very score", Decide(Hold, 5, Voting(0.3), confidence: 0.44), Buy, ["confidence-below-threshold"] },
        { "confidence of the other side", Decide(Hold, 5, Voting(0.3), confidence: 0.44), Sell, [] },
        { "confidence of a score below entry", Decide(Hold, 5, Voting(0.05), confidence: 0.44), Buy, [] },
        { "no volatility", Decide(Hold, 5, Voting(0.1), atr: double.NaN), Buy, ["position-too-small"] },
        { "too wild a market", Decide(Hold, 5, Voting(0.1), atr: 20.1), Buy, ["risk-veto"] },
        { "not quite as wild", Decide(Hold, 5, Voting(0.1), atr: 19.9), Buy, [] },
        { "votes too far apart", Decide(Hold, 5, Voting(0.1), disagreement: 0.71), Buy, ["disagreement"] },
        { "votes nearly too far apart", Decide(Hold, 5, Voting(0.1), disagreement: 0.7), Buy, [] },
    };

    [Theory, MemberData(nameof(Obstacles))]
    public void Names_what_else_stands_in_the_way(string what, Decision decision, SignalAction to, string[] also) =>
        Assert.True(also.SequenceEqual(Flips.Of(decision, s_model).Single(flip => flip.To == to).Also), what);

    [Fact]
    public void An_exit_needs_no_volatility() =>
        Assert.Empty(Flips.Of(Decide(Hold, 5, Voting(0.1), atr: double.NaN), SomeModel.Of(s_kinds, risk: new() { AllowShort = false }))
            .Single(flip => flip.To == Sell).Also);

    /// <summary>Every flip stands up to the rule itself, one by one, and none is missing.</summary>
    [Fact]
    public void Every_listed_agent_alone_flips_the_decision_and_no_other_could()
    {
        var random = new Random(1);
        int listed = 0, unlisted = 0, obstructed = 0;
        for (int run = 0; run < 4000; run++)
        {
            (DecisionModel model, Decision decision) = Any(random);
            foreach (Flip flip in Flips.Of(decision, model))
            {
                Assert.NotEqual(decision.Action, flip.To);
                bool downward = flip.To == Sell || flip.To == Hold && decision.Action == Buy;
                Assert.True(flip.Change == 0 || flip.Change < 0 == downward, $"{flip}");
                Assert.False(flip.Change == 0 && flip.Also.Count == 0, $"{decision} is not {flip}, though nothing stands in the way");
                obstructed += flip.Also.Count;
                if (flip.Change == 0)
                {
                    Assert.Empty(flip.ByOneAgent);
                    continue;
                }
                Assert.Equal(flip.Also.Count == 0, ActionAt(decision.Score + flip.Change * (1 + 1e-9), decision, model) == flip.To);
                Assert.NotEqual(flip.To, ActionAt(decision.Score + flip.Change * (1 - 1e-9), decision, model));
                for (int i = 0; i < decision.Votes.Length; i++)
                {
                    AgentFlip? agent = flip.ByOneAgent.Cast<AgentFlip?>().SingleOrDefault(agent => agent!.Value.Agent == model.Panel.Descriptors[i].Id);
                    if (agent is { Direction: var direction })
                    {
                        Assert.NotEqual(AgentKind.Regime, model.Panel.Descriptors[i].Kind);
                        Assert.InRange(direction, -1, 1);
                        foreach (double further in new[] { direction, (direction + (downward ? -1 : 1)) / 2, downward ? -1 : 1 })
                            Assert.True(Crosses(ScoreWith(decision, i, further), flip, decision, downward), $"{agent} at {further} of {flip}");
                        double short_ = direction + (downward ? 1e-6 : -1e-6);
                        if (short_ is >= -1 and <= 1)
                            Assert.False(Crosses(ScoreWith(decision, i, short_), flip, decision, downward), $"{agent} from {short_} on already");
                        listed++;
                    }
                    else if (model.Panel.Descriptors[i].Kind != AgentKind.Regime)
                    {
                        Assert.False(Crosses(ScoreWith(decision, i, downward ? -1 : 1), flip, decision, downward), $"{model.Panel.Descriptors[i].Id} is missing in {flip}");
                        unlisted++;
                    }
                }
            }
        }
        Assert.True(listed > 1000 && unlisted > 1000 && obstructed > 1000, $"{listed} {unlisted} {obstructed}");
    }

    /// <summary>Whether a score reaches the flip's; on the way out of a position or an entry it must be beyond.</summary>
    private static bool Crosses(double score, Flip flip, Decision decision, bool downward) => flip.To == Hold
        ? downward ? score < flip.Score : score > flip.Score
        : downward ? score <= flip.Score : score >= flip.Score;

    /// <summary>The action that the rule gives at another score, with enough confidence in it.</summary>
    private static SignalAction ActionAt(double score, Decision decision, DecisionModel model)
    {
        SignalAction side = decision.ActionBefore != Hold ? decision.ActionBefore : score >= 0 ? Buy : Sell;
        return Next(side, score, 1, decision, model).Item1;
    }

    private static (SignalAction, string) Next(SignalAction side, double score, double confidence, Decision decision, DecisionModel model)
    {
        AgentKind[] voters = [.. Enumerable.Range(0, decision.Votes.Length).Where(i => !decision.Votes[i].Abstains).Select(i => model.Panel.Descriptors[i].Kind)];
        bool quorum = voters.Length >= model.Consensus.QuorumVoters && voters.Distinct().Count() >= model.Consensus.QuorumKinds;
        Veto vetoes = (quorum ? 0 : Veto.BelowQuorum) | (decision.Scale == 0 ? Veto.BlockedByGate : 0)
            | (decision.Disagreement > model.Consensus.MaxDisagreement ? Veto.Disagreement : 0);
        double atr = decision.Indicators[DecisionModel.Atr.Index];
        bool tradable = Position.Of(side, decision.Price, atr, model.Risk) is not null;
        return ActionRule.Next(decision.ActionBefore, decision.BarsInActionBefore, score, confidence, vetoes, tradable ? null : "refused", model.Consensus);
    }

    private static double ScoreWith(Decision decision, int agent, double direction)
    {
        Vote[] votes = [.. decision.Votes];
        votes[agent] = votes[agent] with { Direction = direction, Confidence = votes[agent].Abstains ? 1 : votes[agent].Confidence };
        return VoteScore.Of(decision.Method, votes, decision.Weights, decision.Scale, new double[votes.Length]);
    }

    private static (DecisionModel, Decision) Any(Random random)
    {
        AgentKind[] kinds = [.. Enumerable.Range(0, random.Next(2, 9)).Select(_ => (AgentKind)random.Next(10))];
        DecisionModel model = SomeModel.Of(kinds, new()
        {
            QuorumVoters = random.Next(1, 4), QuorumKinds = random.Next(1, 3), CalibrateAfter = 1, HorizonBars = 2, Method = (ScoringMethod)random.Next(3),
        });
        double abstaining = random.NextDouble(), leaning = random.NextDouble() * 2 - 1;
        Vote[] votes = [.. kinds.Select(kind =>
            kind == AgentKind.Regime ? Vote.Gate(random.Next(4) switch { 0 => 0, 1 => random.NextDouble(), _ => 1 }, "gate")
            : random.NextDouble() < abstaining ? Vote.Abstain("none")
            : SomeVotes.One(random, leaning) with { Confidence = 0.01 + 0.99 * random.NextDouble() })];
        bool pool = model.Consensus.Method == ScoringMethod.LogOddsPool;
        double[] weights = [.. votes.Select(_ =>
            pool ? Math.Max(0, random.NextDouble() * 2 - 0.4) : Math.Pow(4, random.NextDouble() * 2 - 1) / votes.Length)];     // the pool also has agents that it does not believe
        return (model, Decide((SignalAction)random.Next(3), random.Next(0, 6), votes, 0.4 + random.NextDouble() * 0.6, random.Next(5) == 0 ? 60 : 1, model, weights,
            random.NextDouble() * 0.75));
    }

    private static Vote[] Silent(int count) => [.. Enumerable.Repeat(Vote.Abstain("none"), count)];

    /// <summary>Three voters of two kinds that agree on a score.</summary>
    private static Vote[] Voting(double score) =>
        [Vote.Toward(score, 1, "a"), Vote.Gate(1, "b"), Vote.Toward(score, 1, "c"), Vote.Toward(score, 1, "d"), Vote.Abstain("e")];

    private static void AssertDirections((string Agent, double Direction)[] expected, Flip flip)
    {
        Assert.Equal(expected.Select(agent => agent.Agent), flip.ByOneAgent.Select(agent => agent.Agent));
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i].Direction, flip.ByOneAgent[i].Direction, 1e-9);
    }

    private static Decision Decide(SignalAction before, int bars, Vote[] votes, double confidence = 0.9, double atr = 1, DecisionModel? model = null, double[]? weights = null, double disagreement = 0)
    {
        model ??= s_model;
        weights ??= [.. votes.Select(_ => 1.0 / votes.Length)];
        double scale = votes.Aggregate(1.0, (product, vote) => product * vote.Scale);
        double score = VoteScore.Of(model.Consensus.Method, votes, weights, scale, new double[votes.Length]);
        var indicators = new double[IndicatorCatalog.Columns.Count];
        indicators[DecisionModel.Atr.Index] = atr;
        Decision decision = SomeDecision.Of() with
        {
            Price = 100, Votes = votes, Weights = weights, Scale = scale, Score = score, Confidence = confidence, Disagreement = disagreement, Method = model.Consensus.Method,
            ActionBefore = before, BarsInActionBefore = before == Hold ? bars : Math.Max(bars, 1), Indicators = indicators,
        };
        SignalAction side = before != Hold ? before : score >= 0 ? Buy : Sell;
        Position? position = Position.Of(side, 100, atr, model.Risk);
        (SignalAction action, string reason) = Next(side, score, confidence, decision, model);
        return decision with { Action = action, Reason = reason, Position = action == Hold ? null : position };
    }
}
