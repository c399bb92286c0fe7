using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Momentum;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Risk;
using GoldenSignals.Domain.Storage;
using GoldenSignals.Domain.Tests.Storage;

namespace GoldenSignals.Domain.Tests.Consensus;

/// <summary>What is answered to "what if" is what would have been decided, and asking leaves no trace.</summary>
public class WhatIfTests
{
    private const int Bars = 150;

    public static TheoryData<ScoringMethod> Methods => [.. Enum.GetValues<ScoringMethod>()];

    private static DecisionModel Model(ScoringMethod method) => new(new() { Method = method, HorizonBars = 5, CalibrateAfter = 50 });

    private static readonly Dictionary<string, object> s_noOptions = [];

    /// <summary>At every bar: a symbol that has decided it, one that stands before it, the view and the votes.</summary>
    private static IEnumerable<(SymbolConsensus Decided, Func<DecisionModel, SymbolConsensus> Before, MarketView View, Vote[] Votes)> EveryBar(DecisionModel model, int seed = 1)
    {
        var symbol = new SomeSymbol(model);
        foreach (SomeSymbol.Step step in SomeSymbol.Steps(seed, Bars))
        {
            byte[] before = Bytes.Of(symbol.Consensus.Save);
            (MarketView view, Decision decision) = symbol.Next(step);
            yield return (symbol.Consensus, other =>
            {
                var consensus = new SymbolConsensus(other);
                consensus.Restore(new(before));
                return consensus;
            }, view, decision.Votes);
        }
    }

    private static WhatIf With(DecisionModel model, params (string Agent, AgentPart Part)[] parts) => new(model, parts.ToDictionary(part => part.Agent, part => part.Part));

    private static void AssertSame(Decision expected, Decision actual) => Assert.Equal(Plain.Of(expected), Plain.Of(actual));

    [Theory, MemberData(nameof(Methods))]
    public void When_nothing_is_changed_the_decision_is_the_same_to_the_bit(ScoringMethod method)
    {
        DecisionModel model = Model(method);
        foreach (var (decided, _, view, _) in EveryBar(model))
        {
            AssertSame(decided.Last!, decided.Reconsider(view, WhatIf.Nothing(model)));
            AssertSame(decided.Last!, decided.Reconsider(view, WhatIf.Nothing(model.Varied(model.Consensus, model.Risk, s_noOptions))));
        }
    }

    [Theory, MemberData(nameof(Methods))]
    public void Without_some_agents_it_is_what_would_have_been_decided_had_they_abstained(ScoringMethod method)
    {
        DecisionModel model = Model(method);
        int changed = 0;
        foreach (var (decided, before, view, votes) in EveryBar(model))
        {
            string[] voters = [.. model.Panel.Descriptors.Where((_, i) => !votes[i].Abstains).Select(agent => agent.Id).Take(3)];
            Decision without = decided.Reconsider(view, With(model, [.. voters.Select(id => (id, new AgentPart(Votes: false)))]));
            Vote[] cast = [.. votes.Select((vote, i) => voters.Contains(model.Panel.Descriptors[i].Id) ? Vote.Abstain(WhatIf.TakenOut) : vote)];
            AssertSame(before(model).Decide(view, cast), without);
            changed += without.Score != decided.Last!.Score ? 1 : 0;
        }
        Assert.True(changed > Bars / 2, $"only {changed} scores changed");
    }

    [Theory, MemberData(nameof(Methods))]
    public void With_other_weights_it_is_what_would_have_been_decided_by_them(ScoringMethod method)
    {
        DecisionModel model = Model(method);
        double[] factors = [.. Enumerable.Repeat(1.0, model.Panel.Count)];
        (factors[3], factors[10], factors[20]) = (0, 2.5, 10);
        (string, AgentPart)[] parts = [.. new[] { 3, 10, 20 }.Select(i => (model.Panel.Descriptors[i].Id, new AgentPart(Weight: factors[i])))];
        foreach (var (decided, before, view, votes) in EveryBar(model))
            AssertSame(before(model).Decide(view, votes, factors), decided.Reconsider(view, With(model, parts)));
    }

    [Theory, MemberData(nameof(Methods))]
    public void With_other_thresholds_risk_and_options_it_is_what_a_grid_so_configured_would_have_decided(ScoringMethod method)
    {
        DecisionModel model = Model(method), other = model.Varied(
            model.Consensus with { EnterScore = 0.3, LeaveScore = 0.2, MinBarsInState = 1, QuorumVoters = 5, QuorumKinds = 3, ConfidenceThreshold = 0.5, MaxDisagreement = 0.5 },
            new() { StopAtr = 1, TargetAtr = 5, AllowShort = false },
            new Dictionary<string, object> { ["rsi"] = new RsiAgent.Options { Oversold = 45, Overbought = 55 } });
        Assert.NotEqual(model.Version, other.Version);
        var (actions, rsi) = (0, 0);
        int agent = model.Panel.IndexOf("rsi");
        foreach (var (decided, before, view, _) in EveryBar(model))
        {
            Decision variant = decided.Reconsider(view, WhatIf.Nothing(other));
            AssertSame(before(other).Decide(view, [.. Enumerable.Range(0, other.Panel.Count).Select(i => other.Panel.Evaluate(i, view))]), variant);
            actions += variant.Action != decided.Last!.Action ? 1 : 0;
            rsi += variant.Votes[agent] != decided.Last!.Votes[agent] ? 1 : 0;
        }
        Assert.True(actions > 5 && rsi > 5, $"{actions} actions and {rsi} votes of rsi changed");
    }

    [Fact]
    public void An_agent_that_was_off_is_taken_in_again_with_the_vote_that_it_would_have_cast()
    {
        DecisionModel model = Model(ScoringMethod.Weighted);
        int rsi = model.Panel.IndexOf("rsi");
        foreach (var (_, before, view, votes) in EveryBar(model))
        {
            SymbolConsensus off = before(model);
            off.Decide(view, [.. votes.Select((vote, i) => i == rsi ? Vote.Abstain("switched-off") : vote)]);
            AssertSame(before(model).Decide(view, votes), off.Reconsider(view, With(model, ("rsi", new(Votes: true)))));
        }
    }

    [Fact]
    public void Weights_that_were_set_stay_but_for_those_that_are_changed()
    {
        DecisionModel model = Model(ScoringMethod.Weighted);
        double[] set = [.. Enumerable.Range(0, model.Panel.Count).Select(i => i % 4 / 2.0)], other = [.. set];
        other[7] = 9;
        foreach (var (_, before, view, votes) in EveryBar(model))
        {
            SymbolConsensus weighed = before(model);
            AssertSame(weighed.Decide(view, votes, set), weighed.Reconsider(view, WhatIf.Nothing(model)));
            var restored = new SymbolConsensus(model);
            restored.Restore(new(Bytes.Of(weighed.Save)));
            AssertSame(before(model).Decide(view, votes, other), restored.Reconsider(view, With(model, (model.Panel.Descriptors[7].Id, new(Weight: 9)))));
        }
    }

    [Fact]
    public void Asking_changes_nothing_that_comes_after()
    {
        DecisionModel model = Model(ScoringMethod.LogOddsPool), other = model.Varied(model.Consensus with { EnterScore = 0.9, LeaveScore = 0.8 }, model.Risk, s_noOptions);
        SomeSymbol asked = new(model), untouched = new(model);
        foreach (SomeSymbol.Step step in SomeSymbol.Steps(2, Bars))
        {
            (MarketView view, Decision decision) = asked.Next(step);
            asked.Consensus.Reconsider(view, With(other, ("rsi", new(Votes: false, Weight: 3)), ("macd", new(Votes: true))));
            AssertSame(untouched.Next(step).Decision, decision);
        }
        Assert.Equal(untouched.Save(), asked.Save());
    }

    [Fact]
    public void A_bar_with_a_gap_says_nothing_new_whatever_is_changed()
    {
        DecisionModel model = Model(ScoringMethod.Weighted), eager = model.Varied(model.Consensus with { EnterScore = 0.01, LeaveScore = 0, MinBarsInState = 1 }, model.Risk, s_noOptions);
        var symbol = new SomeSymbol(model);
        SomeSymbol.Step[] steps = SomeSymbol.Steps(1, 60);
        foreach (SomeSymbol.Step step in steps[..^1])
            symbol.Next(step);
        MarketView view = symbol.State.Add(steps[^1].Bar, default, gap: true);
        Decision half = symbol.Consensus.Decide(view, [.. Enumerable.Range(0, model.Panel.Count).Select(i => model.Panel.Evaluate(i, view))]);
        AssertSame(half, symbol.Consensus.Reconsider(view, WhatIf.Nothing(model)));
        Decision variant = symbol.Consensus.Reconsider(view, WhatIf.Nothing(eager));
        Assert.Equal((half.Action, DecisionReason.Gap, half.Position), (variant.Action, variant.Reason, variant.Position));
    }

    /// <summary>Two voters of one kind and one of another, all with the weight 1/3: (1 + 1 − 1)/3 by itself, with factors (3 + 1 − 0.5)/4.5.</summary>
    [Fact]
    public void Factors_multiply_the_weights()
    {
        DecisionModel model = SomeModel.Of([AgentKind.Trend, AgentKind.Trend, AgentKind.Momentum]);
        MarketView view = Agents.Views.Of(Support.SomeBars.Random(seed: 1, count: 30))[^1];
        Vote[] votes = [Vote.Buy(1, "up"), Vote.Buy(1, "up"), Vote.Sell(1, "down")];
        var consensus = new SymbolConsensus(model);
        Assert.Equal(1.0 / 3, consensus.Decide(view, votes).Score, 1e-15);
        Decision weighed = consensus.Reconsider(view, With(model, ("a", new(Weight: 3)), ("c", new(Weight: 0.5))));
        Assert.Equal(3.5 / 4.5, weighed.Score, 1e-15);
        Assert.Equal([3 / 4.5, 1 / 4.5, -0.5 / 4.5], weighed.Contributions(), (one, other) => Math.Abs(one - other) < 1e-15);
        Assert.Equal(0, consensus.Reconsider(view, With(model, ("a", new(Weight: 0)), ("b", new(Weight: 0)), ("c", new(Weight: 0)))).Score);
    }

    [Fact]
    public void What_would_have_been_learnt_otherwise_cannot_be_asked()
    {
        DecisionModel model = Model(ScoringMethod.Weighted);
        var symbol = new SomeSymbol(model);
        SomeSymbol.Step[] steps = SomeSymbol.Steps(1, 10);
        MarketView first = symbol.Next(steps[0]).View, last = symbol.Next(steps[1]).View;
        foreach (ConsensusOptions other in new[] { model.Consensus with { HorizonBars = 6 }, model.Consensus with { Method = ScoringMethod.Hedge }, model.Consensus with { MemoryVotes = 20 } })
            Assert.Throws<ArgumentException>(() => symbol.Consensus.Reconsider(last, WhatIf.Nothing(model.Varied(other, model.Risk, s_noOptions))));
        Assert.Throws<ArgumentException>(() => symbol.Consensus.Reconsider(first, WhatIf.Nothing(model)));
        Assert.Throws<ArgumentException>(() => new SymbolConsensus(model).Reconsider(last, WhatIf.Nothing(model)));
    }

    /// <summary>The first form of the bytes: it began with the number of agents, and its correlation had taken the last votes.</summary>
    [Theory, MemberData(nameof(Methods))]
    public void What_an_earlier_version_saved_goes_on_to_the_same_decisions(ScoringMethod method)
    {
        DecisionModel model = Model(method);
        var symbol = new SomeSymbol(model);
        VoteCorrelation all = new(model.VoterKinds, model.Consensus), butTheLast = new(model.VoterKinds, model.Consensus);
        SomeSymbol.Step[] steps = SomeSymbol.Steps(3, Bars);
        Decision? last = null;
        foreach (SomeSymbol.Step step in steps[..100])
        {
            if (last is not null)
                butTheLast.Add(last.Votes);
            last = symbol.Next(step).Decision;
            all.Add(last.Votes);
        }
        byte[] now = Bytes.Of(symbol.Consensus.Save), correlation = Bytes.Of(butTheLast.Save);
        int end = now.Length - 2;                                    // without: the votes are not taken; no factors
        Assert.Equal(correlation, now[(end - correlation.Length)..end]);
        byte[] earlier = [.. now[1..(end - correlation.Length)], .. Bytes.Of(all.Save)];

        var restored = new SymbolConsensus(model);
        var from = new StateReader(earlier);
        restored.Restore(from);
        from.End();
        foreach (SomeSymbol.Step step in steps[100..])
        {
            (MarketView view, Decision decision) = symbol.Next(step);
            AssertSame(decision, restored.Decide(view, [.. decision.Votes]));
        }
    }
}
