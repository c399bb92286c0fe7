using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Sentiment;

namespace GoldenSignals.Domain.Replay;

/// <summary>
/// The Domain by itself: closed bars of many symbols, in the order in which they close, to views, votes and decisions.
/// What the grid must do bit for bit. Bars of one interval that open together see the market as it was one bar time before.
/// </summary>
public sealed class MarketLoop(DecisionModel model)
{
    private readonly Dictionary<string, Symbol> _symbols = [];
    private readonly Dictionary<TimeSpan, MarketBefore> _markets = [];

    private sealed class Symbol(DecisionModel model)
    {
        public SymbolConsensus Consensus { get; } = new(model);
        public SymbolState? State { get; set; }
        public List<SymbolInput> Early { get; } = [];                // before the first bar told the interval
    }

    /// <summary>Takes what became known beside the bars, before the bar that it counts for.</summary>
    public void Add(SymbolInput input)
    {
        Symbol symbol = Of(input.Symbol);
        if (input is NewsItem news)
            input = news.Scored(model.Tone);
        if (symbol.State is null)
            symbol.Early.Add(input);
        else
            symbol.State.Add(input);
    }

    /// <summary>Takes the next closed bar of a symbol.</summary>
    public MarketStep Next(in SymbolBar bar)
    {
        Symbol symbol = Of(bar.Symbol);
        SymbolState state = symbol.State ??= Started(bar, symbol.Early);
        if (!_markets.TryGetValue(bar.Interval, out MarketBefore? market))
            _markets.Add(bar.Interval, market = new());

        double lastClose = state.Window.Count > 0 ? state.Window.Last.Close : double.NaN;
        MarketView view = state.Add(bar.Bar, market.Of(bar.Symbol, bar.Bar.OpenTimeUtc));
        market.Add(view, lastClose);
        var votes = new Vote[model.Panel.Count];
        for (int agent = 0; agent < votes.Length; agent++)
            votes[agent] = model.Panel.Evaluate(agent, view);
        return new(view, votes, symbol.Consensus.Decide(view, votes));
    }

    private Symbol Of(string name)
    {
        if (!_symbols.TryGetValue(name, out Symbol? symbol))
            _symbols.Add(name, symbol = new(model));
        return symbol;
    }

    private static SymbolState Started(in SymbolBar bar, List<SymbolInput> early)
    {
        var state = new SymbolState(bar.Symbol, bar.Interval, IndicatorSet.Shipped);
        foreach (SymbolInput input in early)
            state.Add(input);
        early.Clear();
        return state;
    }
}

/// <summary>Everything that one bar led to.</summary>
/// <param name="Votes">One for each agent of the panel; shared with the decision, never to be written.</param>
public readonly record struct MarketStep(MarketView View, Vote[] Votes, Decision Decision);
