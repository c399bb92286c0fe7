using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Benchmarks.Loads;

/// <summary>All of one symbol that is Domain's: what a grid of one symbol would hold if there were no grains.</summary>
/// <param name="interval">Of the bars; null: a minute.</param>
public sealed class DomainSymbol(string symbol, DecisionModel model, TimeSpan? interval = null)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public TickGate Gate { get; } = new(new());
    public BarBuilder Builder { get; } = new(interval ?? Interval);
    public SymbolState State { get; } = new(symbol, interval ?? Interval, IndicatorSet.Shipped);
    public SymbolConsensus Consensus { get; } = new(model);

    /// <summary>A tick into the developing bar.</summary>
    public bool Take(in Tick tick) => TickRules.Check(tick) is null && Gate.Admit(tick, Builder.EarliestUtc) is null && Builder.Add(tick, out _);

    /// <summary>A closed bar to its decision.</summary>
    public Decision Take(in Bar bar)
    {
        MarketView view = State.Add(bar);
        var votes = new Vote[model.Panel.Count];
        for (int i = 0; i < votes.Length; i++)
            votes[i] = model.Panel.Evaluate(i, view);
        return Consensus.Decide(view, votes);
    }
}
