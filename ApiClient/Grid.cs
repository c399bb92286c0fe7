using GoldenSignals.Grains;
using Microsoft.Extensions.Options;
using Orleans;

namespace GoldenSignals.ApiClient;

/// <summary>The grains that the API talks to, by what they know. Ask only for symbols that the universe lists: any other call would create one.</summary>
public sealed partial class Grid(IGrainFactory grains, IOptions<GridOptions> options)
{
    private const int IdempotencyParts = 16;

    public IUniverseGrain Universe => grains.GetGrain<IUniverseGrain>(0);

    public IHistoryGrain History => grains.GetGrain<IHistoryGrain>(0);

    public IQueryGrain Queries => grains.GetGrain<IQueryGrain>(0);

    public int ShardOf(string symbol) => Shards.Of(symbol, options.Value.Shards);

    public IShardGrain Shard(int shard) => grains.GetGrain<IShardGrain>(shard);

    public IConsensusGrain Consensus(int shard) => grains.GetGrain<IConsensusGrain>(shard);

    public IConsensusGrain ConsensusOf(string symbol) => Consensus(ShardOf(symbol));

    /// <summary>Who remembers the answers of requests that may come again, by their key.</summary>
    public IIdempotencyGrain AnswersOf(string key) => grains.GetGrain<IIdempotencyGrain>(Shards.Of(key, IdempotencyParts));

    public ILiveGrain Live => grains.GetGrain<ILiveGrain>(0);

    /// <summary>Each agent over all symbols, or over some, in the panel's order.</summary>
    public async Task<AgentTotals> AgentTotals(IReadOnlySet<string>? only)
    {
        ILookup<int, string>? names = only?.ToLookup(ShardOf);
        AgentTotals[] shards = await Task.WhenAll(Enumerable.Range(0, options.Value.Shards)
            .Select(shard => grains.GetGrain<IConsensusGrain>(shard).Agents(names is null ? null : new([.. names[shard]]))));
        return shards.Aggregate((one, other) => one.Plus(other));
    }

    public ISymbolGrain Symbol(string symbol) => grains.GetGrain<ISymbolGrain>(symbol);

    /// <summary>Hands a batch to its shard. One that fails costs its own items only: they come back as unavailable, to be sent again.</summary>
    public async Task<IngestReceipt> Send(int shard, TickBatch batch, ILogger log)
    {
        try
        {
            return await Shard(shard).Ingest(batch);
        }
#pragma warning disable CA1031                                        // whatever a shard throws, the caller gets its items back
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogFailure(log, shard, batch.Count, error);
            return new(0, 0, [.. Enumerable.Range(0, batch.Count).Select(i => new Rejection(i, Problems.Unavailable.Code))], "");
        }
    }

    [LoggerMessage(LogLevel.Error, "Shard {Shard} did not take {Items} items")]
    private static partial void LogFailure(ILogger log, int shard, int items, Exception error);

    /// <summary>How old what the grid has of symbols is by now.</summary>
    public async Task<Ages> Ages() => AgesAt(await Universe.Now());

    /// <param name="nowUtc">The grid's time.</param>
    public Ages AgesAt(DateTime? nowUtc) => new(nowUtc, options.Value.StaleAfter);

    /// <exception cref="ProblemException">404 unknown-symbol: the universe does not list it.</exception>
    public async Task<SymbolRow> Find(string symbol) => await Universe.Find(symbol) ?? throw Unknown(symbol);

    /// <summary>404: the universe does not list it.</summary>
    public static ProblemException Unknown(string symbol) => Problems.UnknownSymbol.Because($"The grid has no bar of {symbol}.");
}
