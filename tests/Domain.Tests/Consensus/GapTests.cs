using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;
using GoldenSignals.Domain.Tests.Agents;
using GoldenSignals.Domain.Tests.Storage;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Consensus;

/// <summary>A bar that overlaps a gap says nothing new, and nothing is learnt from what was voted on it.</summary>
public class GapTests
{
    private static readonly AgentKind[] s_kinds = [AgentKind.Trend, AgentKind.Trend, AgentKind.Momentum, AgentKind.Regime];
    private static readonly MarketView[] s_views = Views.Of(SomeBars.Random(seed: 1, count: 120))[20..];

    private static MarketView WithGap(MarketView view) =>
        new(view.Symbol, view.Interval, view.Bar, view.BarNumber, view.SharedValues, view.ValuesBefore.ToArray(), gap: true);

    private static Vote[] All(double direction, double scale = 1)
    {
        Vote vote = Vote.Toward(direction, 1, "any");
        return [vote, vote, vote, Vote.Gate(scale, "gate")];
    }

    private static Decision[] Decide(SymbolConsensus consensus, Func<int, Vote[]> votes, int bars, params int[] gaps) =>
        [.. Enumerable.Range(0, bars).Select(bar => consensus.Decide(gaps.Contains(bar) ? WithGap(s_views[bar]) : s_views[bar], votes(bar)))];

    [Theory]
    [InlineData(1, SignalAction.Buy)]
    [InlineData(-1, SignalAction.Sell)]
    [InlineData(0, SignalAction.Hold)]
    public void What_stands_goes_on_standing_whatever_is_voted(double direction, SignalAction standing)
    {
        foreach (Vote[] votes in new[] { All(1), All(-1), All(1, scale: 0), [.. Enumerable.Repeat(Vote.Abstain("none"), 4)] })
        {
            Decision[] decisions = Decide(new(SomeModel.Of(s_kinds)), bar => bar < 5 ? All(direction) : votes, 8, 5, 6, 7);
            Assert.All(decisions[5..], decision =>
            {
                Assert.Equal((standing, standing, DecisionReason.Gap, false), (decision.Action, decision.ActionBefore, decision.Reason, decision.IsSignal));
                Assert.Equal(decisions[4].Position, decision.Position);
                Assert.Same(votes, decision.Votes);
            });
            Assert.Equal([decisions[4].BarsInActionBefore + 1, decisions[4].BarsInActionBefore + 2, decisions[4].BarsInActionBefore + 3], decisions[5..].Select(decision => decision.BarsInActionBefore));
        }
    }

    [Fact]
    public void A_symbol_that_begins_in_a_gap_holds()
    {
        Decision first = new SymbolConsensus(SomeModel.Of(s_kinds)).Decide(WithGap(s_views[0]), All(1));
        Assert.Equal((SignalAction.Hold, DecisionReason.Gap, null), (first.Action, first.Reason, first.Position));
    }

    [Fact]
    public void The_first_whole_bar_decides_again()
    {
        Decision[] decisions = Decide(new(SomeModel.Of(s_kinds)), bar => All(bar < 5 ? 1 : -1), 12, 5, 6);
        Assert.Equal([DecisionReason.Gap, DecisionReason.Gap, DecisionReason.Left], decisions[5..8].Select(decision => decision.Reason));
        Assert.Contains(decisions[8..], decision => decision is { IsSignal: true, Action: SignalAction.Sell });
    }

    [Theory, InlineData(ScoringMethod.Weighted), InlineData(ScoringMethod.LogOddsPool), InlineData(ScoringMethod.Hedge)]
    public void What_is_learnt_is_the_same_as_if_nobody_had_voted_on_the_bar(ScoringMethod method)
    {
        DecisionModel model = SomeModel.Of(s_kinds, new() { HorizonBars = 2, CalibrateAfter = 1, Method = method });
        Vote[] none = [.. Enumerable.Repeat(Vote.Abstain("none"), 4)];
        SymbolConsensus voted = new(model), silent = new(model), whole = new(model);
        Decide(voted, bar => All(Math.Sin(bar)), 40, 20, 21, 30);
        Decide(silent, bar => bar is 20 or 21 or 30 ? none : All(Math.Sin(bar)), 40, 20, 21, 30);
        Decide(whole, bar => All(Math.Sin(bar)), 40);
        Assert.Equal(silent.Record.Of(0), voted.Record.Of(0));
        Assert.NotEqual(whole.Record.Of(0), voted.Record.Of(0));
        Assert.Equal(Bytes.Of(silent.Save), Bytes.Of(voted.Save));
    }

    [Fact]
    public void Whatever_would_flip_it_the_gap_stands_in_the_way()
    {
        foreach (double direction in new[] { 1.0, 0, -1 })
        {
            DecisionModel model = SomeModel.Of(s_kinds);
            Decision decision = Decide(new(model), _ => All(direction), 6, 5)[^1];
            Assert.All(Flips.Of(decision, model), flip => Assert.Equal(DecisionReason.Gap, flip.Also[0]));
        }
    }

    [Fact]
    public void A_symbols_last_view_comes_back_with_its_gap()
    {
        Bar[] bars = SomeBars.Random(seed: 1, count: 3);
        foreach (bool gap in new[] { true, false })
        {
            var state = new SymbolState("AAA", TimeSpan.FromMinutes(1), IndicatorSet.Shipped);
            state.Add(bars[0], gap: !gap);
            Assert.Equal(gap, state.Add(bars[1], gap: gap).Gap);
            var again = new SymbolState("AAA", TimeSpan.FromMinutes(1), IndicatorSet.Shipped);
            again.Restore(new StateReader(Bytes.Of(state.Save)));
            Assert.Equal(gap, again.Latest!.Value.Gap);
            Assert.False(again.Add(bars[2]).Gap);
        }
    }
}
