using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Agents;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Consensus;

public class SymbolConsensusTests
{
    private static readonly AgentKind[] s_kinds = [AgentKind.Trend, AgentKind.Trend, AgentKind.Momentum, AgentKind.Regime];
    private static readonly Vote s_none = Vote.Abstain("none"), s_open = Vote.Gate(1, "open");

    /// <summary>Warm views, so that a position can be sized.</summary>
    private static readonly MarketView[] s_views = Views.Of(SomeBars.Random(seed: 1, count: 120))[20..];

    private static Decision[] Decide(Func<int, Vote[]> votes, int bars = 12, ConsensusOptions? options = null)
    {
        var consensus = new SymbolConsensus(SomeModel.Of(s_kinds, options));
        return [.. Enumerable.Range(0, bars).Select(bar => consensus.Decide(s_views[bar], votes(bar)))];
    }

    private static Vote[] All(double direction, double scale = 1)
    {
        Vote vote = Vote.Toward(direction, 1, "any");
        return [vote, vote, vote, Vote.Gate(scale, "gate")];
    }

    public static TheoryData<string, Vote[], bool> Quorums => new()
    {
        { "three voters of two kinds", [Vote.Buy(1, "a"), Vote.Buy(1, "b"), Vote.Buy(0.01, "c"), s_open], true },
        { "a neutral vote is a vote", [Vote.Buy(1, "a"), Vote.Buy(1, "b"), Vote.Toward(0, 1, "c"), s_open], true },
        { "two voters", [Vote.Buy(1, "a"), s_none, Vote.Buy(1, "c"), s_open], false },
        { "nobody", [s_none, s_none, s_none, s_open], false },
    };

    [Theory, MemberData(nameof(Quorums))]
    public void The_quorum_is_three_voters_of_two_kinds(string what, Vote[] votes, bool quorum)
    {
        Decision decision = Decide(_ => votes, bars: 1)[0];
        Assert.True(quorum == (decision.Reason != DecisionReason.BelowQuorum), what);
        Assert.Equal(quorum ? SignalAction.Buy : SignalAction.Hold, decision.Action);
        Assert.True(double.IsFinite(decision.Score));
    }

    [Fact]
    public void Three_voters_of_one_kind_are_no_quorum_and_a_gate_adds_none()
    {
        DecisionModel model = SomeModel.Of([AgentKind.Trend, AgentKind.Trend, AgentKind.Trend, AgentKind.Regime]);
        Assert.Equal(DecisionReason.BelowQuorum, new SymbolConsensus(model).Decide(s_views[0], All(1)).Reason);
    }

    [Fact]
    public void A_reversal_passes_through_hold_for_three_bars()
    {
        Decision[] decisions = Decide(bar => All(bar < 4 ? 1 : -1));
        SignalAction b = SignalAction.Buy, h = SignalAction.Hold, s = SignalAction.Sell;
        Assert.Equal([b, b, b, b, h, h, h, s, s, s, s, s], decisions.Select(decision => decision.Action));
        Assert.Equal(["entered", "held", "held", "held", "left", "minimum-stay-in-hold", "minimum-stay-in-hold", "entered", "held"],
            decisions.Take(9).Select(decision => decision.Reason));
        Assert.Equal([0, 1, 2, 3, 4, 1, 2, 3, 1], decisions.Take(9).Select(decision => decision.BarsInActionBefore));
        Assert.Equal([0, 4, 7], Enumerable.Range(0, 12).Where(bar => decisions[bar].IsSignal));
    }

    [Fact]
    public void A_gate_scales_every_contribution_and_blocks_at_once()
    {
        Decision[] decisions = Decide(bar => All(1, scale: bar switch { 0 => 0.5, 1 => 0, _ => 1 }), bars: 2);
        Assert.Equal((0.5, SignalAction.Buy), (decisions[0].Score, decisions[0].Action));
        Assert.Equal((0.0, SignalAction.Hold, DecisionReason.BlockedByGate), (decisions[1].Score, decisions[1].Action, decisions[1].Reason));
    }

    [Fact]
    public void A_position_is_proposed_exactly_with_buy_and_sell()
    {
        Decision[] decisions = Decide(bar => All(Math.Sin(bar / 6.0)), bars: 100);
        Assert.All(decisions, decision => Assert.Equal(decision.Action == SignalAction.Hold, decision.Position is null));
        Assert.All(decisions.Where(decision => decision.Action == SignalAction.Buy), decision => Assert.True(decision.Position!.Stop < decision.Price));
        Assert.All(decisions.Where(decision => decision.Action == SignalAction.Sell), decision => Assert.True(decision.Position!.Stop > decision.Price));
        Assert.Equal(3, decisions.Select(decision => decision.Action).Distinct().Count());
    }

    [Fact]
    public void Nothing_is_decided_before_the_volatility_is_known()
    {
        MarketView first = Views.Of(SomeBars.Random(seed: 1, count: 1))[0];
        Assert.Equal(DecisionReason.PositionTooSmall, new SymbolConsensus(SomeModel.Of(s_kinds)).Decide(first, All(1)).Reason);
    }

    [Fact]
    public void Agents_that_were_right_come_to_weigh_more()
    {
        Decision[] decisions = Decide(bar =>
        {
            int right = Math.Sign(s_views[bar + 2].Bar.Close - s_views[bar + 1].Bar.Open);        // a seer, to see that it is found
            return [Vote.Toward(right, 1, "seer"), Vote.Toward(-right, 1, "fool"), Vote.Toward(bar % 2 * 2 - 1, 1, "coin"), s_open];
        }, bars: 90, new() { HorizonBars = 2 });
        Assert.All(decisions[..2], decision => Assert.Equal([0.25, 0.25, 0.25, 0.25], decision.Weights));
        double[] weights = decisions[^1].Weights;
        Assert.True(weights[0] > weights[2] && weights[2] > weights[1], string.Join(' ', weights));
        Assert.Equal(0.25, weights[3]);
    }

    [Fact]
    public void Later_bars_change_no_earlier_decision()
    {
        Bar[] bars = SomeBars.Random(seed: 5, count: 500);
        Bar[] others = [.. bars.Take(400), .. SomeBars.Random(seed: 6, count: 500, start: 3).Skip(400)];
        Assert.Equal(Digests.Of("X", bars[..400]), Digests.Of("X", others[..400]));
        Decision[] all = [.. Digests.Decisions("X", bars)], changed = [.. Digests.Decisions("X", others)];
        Assert.Equal(Digests.Of(all[..400]), Digests.Of(changed[..400]));
        Assert.NotEqual(Digests.Of(all), Digests.Of(changed));
    }

    [Fact]
    public void A_score_without_quorum_teaches_the_calibration_nothing()
    {
        // One lone voter, so always of score 1 or -1, and always wrong, where the horizon is a bar.
        var consensus = new SymbolConsensus(SomeModel.Of(s_kinds, new() { HorizonBars = 1, CalibrateAfter = 1, ShrinkageVotes = 1 }));
        for (int bar = 0; bar < 50; bar++)
            consensus.Decide(s_views[bar], [Vote.Toward(-Math.Sign(s_views[bar + 1].Bar.Close - s_views[bar + 1].Bar.Open), 1, "wrong"), s_none, s_none, s_open]);
        Assert.Equal(1, consensus.Record.Confidence(1));                      // still what the score claims
        Assert.True(consensus.Record.Of(0).Weight < 0.1, "its own record counts");
    }

    [Fact]
    public void Deciding_allocates_the_decision_its_weights_and_its_position_and_nothing_else()
    {
        DecisionModel model = SomeModel.Of(s_kinds);
        var consensus = new SymbolConsensus(model);
        Vote[][] votes = [.. s_views.Select((_, bar) => All(Math.Sin(bar / 6.0)))];
        for (int bar = 0; bar < 50; bar++)
            consensus.Decide(s_views[bar], votes[bar]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int bar = 50; bar < 100; bar++)
            consensus.Decide(s_views[bar], votes[bar]);
        long perBar = (GC.GetAllocatedBytesForCurrentThread() - before) / 50;
        Assert.InRange(perBar, 1, 200 + (24 + 8 * model.Panel.Count) + 72);
    }
}
