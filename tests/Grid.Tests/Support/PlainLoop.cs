using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Grid.Tests.Support;

/// <summary>The Domain by itself, bar by bar: what the grid must decide bit for bit.</summary>
public static class PlainLoop
{
    public static IEnumerable<Decision> Decide(string symbol, IEnumerable<Bar> bars, DecisionModel model)
    {
        var state = new SymbolState(symbol, TimeSpan.FromMinutes(1), IndicatorSet.Shipped);
        var consensus = new SymbolConsensus(model);
        foreach (Bar bar in bars)
        {
            MarketView view = state.Add(bar);
            Vote[] votes = [.. Enumerable.Range(0, model.Panel.Count).Select(agent => model.Panel.Evaluate(agent, view))];
            yield return consensus.Decide(view, votes);
        }
    }
}
