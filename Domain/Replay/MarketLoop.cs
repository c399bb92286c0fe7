using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Replay;

/// <summary>The Domain by itself: bars of many symbols, in the order of time, to views, votes and decisions. What the grid must do bit for bit.</summary>
public sealed class MarketLoop(DecisionModel model)
{
    private readonly Dictionary<string, (SymbolState State, SymbolConsensus Consensus)> _symbols = [];

    /// <summary>Takes the next closed bar of a symbol.</summary>
    public MarketStep Next(in SymbolBar bar)
    {
        if (!_symbols.TryGetValue(bar.Symbol, out (SymbolState State, SymbolConsensus Consensus) symbol))
            _symbols.Add(bar.Symbol, symbol = (new(bar.Symbol, bar.Interval, IndicatorSet.Shipped), new(model)));
        MarketView view = symbol.State.Add(bar.Bar);
        var votes = new Vote[model.Panel.Count];
        for (int agent = 0; agent < votes.Length; agent++)
            votes[agent] = model.Panel.Evaluate(agent, view);
        return new(view, votes, symbol.Consensus.Decide(view, votes));
    }
}

/// <summary>Everything that one bar led to.</summary>
/// <param name="Votes">One for each agent of the panel; shared with the decision, never to be written.</param>
public readonly record struct MarketStep(MarketView View, Vote[] Votes, Decision Decision);
