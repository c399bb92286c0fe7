using GoldenSignals.Grains;
using Microsoft.Extensions.Options;
using Orleans;

namespace GoldenSignals.ApiClient;

/// <summary>The grains that the API talks to, by what they know. Ask only for symbols that the universe lists: any other call would create one.</summary>
public sealed class Grid(IGrainFactory grains, IOptions<GridOptions> options)
{
    public IUniverseGrain Universe => grains.GetGrain<IUniverseGrain>(0);

    public int ShardOf(string symbol) => Shards.Of(symbol, options.Value.Shards);

    public IShardGrain Shard(int shard) => grains.GetGrain<IShardGrain>(shard);

    public IConsensusGrain ConsensusOf(string symbol) => grains.GetGrain<IConsensusGrain>(ShardOf(symbol));

    public ISymbolGrain Symbol(string symbol) => grains.GetGrain<ISymbolGrain>(symbol);

    /// <exception cref="ProblemException">404 unknown-symbol: the universe does not list it.</exception>
    public async Task<SymbolRow> Find(string symbol) =>
        await Universe.Find(symbol) ?? throw Problems.UnknownSymbol.Because($"The grid has no bar of {symbol}.");
}
