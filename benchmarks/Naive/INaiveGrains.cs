using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Market;
using Orleans;

namespace GoldenSignals.Benchmarks.Naive;

/// <summary>One symbol, a call for every tick: the grain model taken at its word, to hold the grid against. Key: the symbol.</summary>
[Alias("gs.bench.INaiveSymbolGrain")]
public interface INaiveSymbolGrain : IGrainWithStringKey
{
    [Alias("OnTick")]
    Task OnTick(Tick tick);
}

/// <summary>One agent, a call for every view. Key: the agent's id.</summary>
[Alias("gs.bench.INaiveAgentGrain")]
public interface INaiveAgentGrain : IGrainWithStringKey
{
    [Alias("Vote")]
    Task<Vote> Vote(MarketView view);
}

/// <summary>One symbol's consensus, a call for every bar. Key: the symbol.</summary>
[Alias("gs.bench.INaiveConsensusGrain")]
public interface INaiveConsensusGrain : IGrainWithStringKey
{
    [Alias("Decide")]
    Task Decide(MarketView view, [Immutable] Vote[] votes);
}
