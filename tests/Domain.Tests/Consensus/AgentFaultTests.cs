using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Momentum;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Agents;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Consensus;

public class AgentFaultTests
{
    private static readonly MarketView s_view = new SomeView().View;
    private static readonly Vote s_buy = Vote.Buy(0.5, "buy");

    public static TheoryData<string> Faults => [.. s_faults.Keys];

    private static readonly Dictionary<string, Func<MarketView, Vote>> s_faults = new()
    {
        ["throws"] = _ => throw new DivideByZeroException(),
        ["direction NaN"] = _ => s_buy with { Direction = double.NaN },
        ["direction NaN while it abstains"] = _ => Vote.Abstain("none") with { Direction = double.NaN },
        ["direction above 1"] = _ => s_buy with { Direction = 1.0000001 },
        ["direction below -1"] = _ => s_buy with { Direction = double.NegativeInfinity },
        ["confidence NaN"] = _ => s_buy with { Confidence = double.NaN },
        ["confidence below 0"] = _ => s_buy with { Confidence = -double.Epsilon },
        ["confidence above 1"] = _ => s_buy with { Confidence = 2 },
        ["scale NaN"] = _ => s_buy with { Scale = double.NaN },
        ["scale above 1"] = _ => s_buy with { Scale = 1.1 },
        ["no vote at all"] = _ => default,
    };

    [Theory, MemberData(nameof(Faults))]
    public void A_broken_agent_abstains_is_counted_and_stops_nobody_else(string fault)
    {
        var panel = new AgentPanel(
        [
            SomeModel.Agent(0, AgentKind.Trend, _ => s_buy),
            SomeModel.Agent(1, AgentKind.Trend, s_faults[fault]),
            SomeModel.Agent(2, AgentKind.Volume, _ => s_buy),
        ]);
        Vote[] votes = [.. Enumerable.Range(0, 3).Select(i => panel.Evaluate(i, s_view))];
        Assert.Equal([s_buy, Vote.Abstain("agent-fault"), s_buy], votes);
        Assert.Equal([0, 1, 0], panel.Faults.ToArray());
    }

    [Fact]
    public void A_gate_that_votes_is_at_fault()
    {
        var panel = new AgentPanel([SomeModel.Agent(0, AgentKind.Regime, _ => s_buy)]);
        Assert.Equal("agent-fault", panel.Evaluate(0, s_view).Reason);
    }

    [Fact]
    public void A_sound_vote_passes_as_it_is()
    {
        Vote[] sound = [Vote.Toward(-0.25, 0.125, "down", 3, 4), Vote.WarmingUp, Vote.Gate(0, "blocked")];
        foreach (Vote vote in sound)
        {
            var panel = new AgentPanel([SomeModel.Agent(0, vote.Abstains ? AgentKind.Regime : AgentKind.Trend, _ => vote)]);
            Assert.Equal(vote, panel.Evaluate(0, s_view));
            Assert.Equal(0, panel.Faults[0]);
        }
    }

    [Fact]
    public void Faults_on_many_threads_are_all_counted()
    {
        var panel = new AgentPanel([SomeModel.Agent(0, AgentKind.Trend, _ => throw new InvalidOperationException())]);
        Parallel.For(0, 1000, _ => panel.Evaluate(0, s_view));
        Assert.Equal(1000, panel.Faults[0]);
    }

    [Fact]
    public void A_quorum_lost_to_a_fault_holds_with_that_reason()
    {
        var panel = new AgentPanel(
        [
            SomeModel.Agent(0, AgentKind.Trend, _ => s_buy),
            SomeModel.Agent(1, AgentKind.Volume, _ => s_buy),
            SomeModel.Agent(2, AgentKind.Trend, view => view.BarNumber == 2 ? throw new InvalidOperationException() : s_buy),
        ]);
        var consensus = new SymbolConsensus(DecisionModel.With(panel));
        Decision[] decisions = [.. Views.Of(SomeBars.Random(seed: 1, count: 3)).Select(view =>
            consensus.Decide(view, [.. Enumerable.Range(0, 3).Select(i => panel.Evaluate(i, view))]))];
        Assert.Equal(DecisionReason.BelowQuorum, decisions[1].Reason);
        Assert.NotEqual(DecisionReason.BelowQuorum, decisions[2].Reason);
    }

    [Fact]
    public void A_panel_sorts_its_members_by_id()
    {
        var panel = new AgentPanel(new[] { 2, 0, 1 }.Select(i => SomeModel.Agent(i, AgentKind.Trend, _ => Vote.Abstain($"agent-{i}"))));
        Assert.Equal(["a", "b", "c"], panel.Descriptors.Select(agent => agent.Id));
        Assert.Equal(["agent-0", "agent-1", "agent-2"], Enumerable.Range(0, 3).Select(i => panel.Evaluate(i, s_view).Reason));
    }

    [Fact]
    public void Options_of_an_unknown_agent_are_refused_by_name()
    {
        var refused = Assert.Throws<ValidationException>(() => new AgentPanel(new Dictionary<string, object> { ["rsii"] = new RsiAgent.Options() }));
        Assert.StartsWith("Agents:rsii is no agent", refused.Message);
    }
}
