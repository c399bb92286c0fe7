using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;

namespace GoldenSignals.Grid.Tests.Support;

/// <summary>The Domain by itself, bar by bar: what the grid must decide bit for bit.</summary>
public static class PlainLoop
{
    public static IEnumerable<Decision> Decide(string symbol, IEnumerable<Bar> bars, DecisionModel model)
    {
        var loop = new MarketLoop(model);
        foreach (Bar bar in bars)
            yield return loop.Next(new(symbol, TimeSpan.FromMinutes(1), bar)).Decision;
    }
}
