using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Momentum;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents;

public class AgentPanelTests
{
    [Fact]
    public void Runs_given_options_and_defaults_for_the_rest()
    {
        var panel = new AgentPanel(new Dictionary<string, object> { ["rsi"] = new RsiAgent.Options { Oversold = 40 } });
        MarketView view = new SomeView { ["rsi_14"] = (36, 35) }.View;
        int rsi = AgentCatalog.Ids.ToList().IndexOf("rsi");
        Assert.Equal(AgentCatalog.All.Count, panel.Count);
        Assert.False(panel.Evaluate(rsi, view).Abstains);
        Assert.True(new AgentPanel().Evaluate(rsi, view).Abstains);
    }

    [Fact]
    public void Every_agent_is_of_one_kind()
    {
        var panel = new AgentPanel();
        int[] ofAnyKind = [.. Enum.GetValues<AgentKind>().SelectMany(kind => panel.OfKind(kind).ToArray()).Order()];
        Assert.Equal(Enumerable.Range(0, panel.Count), ofAnyKind);
    }

    /// <summary>A decision needs 3 voters of 2 kinds; a panel that seldom has them would hold for want of voters.</summary>
    [SharedDataFact]
    public void Three_voters_of_two_kinds_speak_on_most_real_bars()
    {
        var panel = new AgentPanel();
        MarketView[] warm = [.. Views.Msft.Skip(300)];
        int enough = warm.Count(view =>
        {
            AgentKind[] voters = [.. Enumerable.Range(0, panel.Count).Where(i => !panel.Evaluate(i, view).Abstains).Select(i => panel.Descriptors[i].Kind)];
            return voters.Length >= 3 && voters.Distinct().Count() >= 2;
        });
        Assert.True(enough > 0.7 * warm.Length, $"{enough} of {warm.Length} bars");
    }
}
