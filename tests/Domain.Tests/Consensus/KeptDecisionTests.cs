using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Consensus;

public class KeptDecisionTests
{
    [Fact]
    public void The_last_decision_and_the_last_view_are_those_that_were_given_out_and_later_bars_change_none_of_them()
    {
        var model = new DecisionModel();
        (SymbolState state, SymbolConsensus consensus) = (new("A", TimeSpan.FromMinutes(1), IndicatorSet.Shipped), new(model));
        var given = new List<(MarketView View, Decision Decision, byte[] Bytes, double[] Values, double[] Before)>();
        foreach (Bar bar in SomeBars.Random(5, 400))
        {
            MarketView view = state.Add(bar);
            Vote[] votes = [.. Enumerable.Range(0, model.Panel.Count).Select(agent => model.Panel.Evaluate(agent, view))];
            Decision decision = consensus.Decide(view, votes);
            given.Add((view, decision, Bytes(decision), [.. view.Values], [.. view.ValuesBefore]));
            Assert.Equal(Bytes(decision), Bytes(consensus.Last!));
            Assert.Equal(decision.BarTimeUtc, consensus.LastBarTimeUtc);
            Assert.Equal(view.Values.ToArray(), state.Latest!.Value.Values.ToArray());
            Assert.Equal(view.ValuesBefore.ToArray(), state.Latest!.Value.ValuesBefore.ToArray());
            Assert.Equal((view.Bar, view.BarNumber, view.Gap, view.Symbol), (state.Latest.Value.Bar, state.Latest.Value.BarNumber, state.Latest.Value.Gap, state.Latest.Value.Symbol));
        }
        Assert.Contains(given, one => one.Decision.Position is not null);
        foreach (var one in given)
        {
            Assert.Equal(one.Bytes, Bytes(one.Decision));
            Assert.Equal(one.Values, one.View.Values.ToArray());
            Assert.Equal(one.Before, one.View.ValuesBefore.ToArray());
        }
        for (int i = 1; i < given.Count; i++)
            Assert.Equal(given[i - 1].Values, given[i].Before);
    }

    private static byte[] Bytes(Decision decision)
    {
        var to = new StateWriter();
        DecisionCodec.Write(to, decision);
        return to.ToArray();
    }
}
