using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;

namespace GoldenSignals.Domain.Tests.Consensus;

/// <summary>Bars to decisions with everything that ships, as a plain fold.</summary>
internal static class Digests
{
    private static readonly DecisionModel s_model = new();

    public static IEnumerable<Decision> Decisions(string symbol, IEnumerable<Bar> bars, TimeSpan? interval = null, DecisionModel? model = null)
    {
        model ??= s_model;
        var state = new SymbolState(symbol, interval ?? TimeSpan.FromMinutes(1), IndicatorSet.Shipped);
        var consensus = new SymbolConsensus(model);
        foreach (Bar bar in bars)
        {
            MarketView view = state.Add(bar);
            yield return consensus.Decide(view, [.. Enumerable.Range(0, model.Panel.Count).Select(agent => model.Panel.Evaluate(agent, view))]);
        }
    }

    public static string Of(IEnumerable<Decision> decisions)
    {
        using var digest = new DecisionDigest();
        foreach (Decision decision in decisions)
            digest.Add(decision);
        return DecisionDigest.Total(digest.Symbols());
    }

    public static string Of(string symbol, IEnumerable<Bar> bars) => Of(Decisions(symbol, bars));
}
