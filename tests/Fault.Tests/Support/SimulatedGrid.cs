using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Fault.Tests.Support;

/// <summary>A grid of many shards whose storage is simulated: each simulation has a shard to itself, and the clock while it runs.</summary>
internal sealed class SimulatedGrid : IAsyncDisposable
{
    public const int Shards = 1024;

    private const int MostSymbols = 3;

    // One of each kind, where the kind's votes need little history: what is tested is that they are cast and counted once.
    private static readonly string[] s_agents = ["rsi", "macd", "obv", "news-tone", "vwap-deviation", "candlestick", "adx-dmi", "hurst"];

    private static readonly Dictionary<int, string[]> s_symbols = Named();

    public required FaultyGrid Grid { get; init; }
    public required SimulatedStore Store { get; init; }
    public required SimulatedStorage Snapshots { get; init; }
    public required ManualClock Clock { get; init; }

    public static Task<SimulatedGrid> Start() => Start(new SimulatedStore(Shards), new SimulatedStorage(), new ManualClock());

    /// <summary>The grid as it is after its process has ended: what was stored is all there is.</summary>
    public async Task<SimulatedGrid> Restarted()
    {
        Store.FateOf = static _ => Fate.Written;
        await Grid.DisposeAsync();
        return await Start(Store, Snapshots, Clock);
    }

    private static async Task<SimulatedGrid> Start(SimulatedStore store, SimulatedStorage snapshots, ManualClock clock)
    {
        DecisionModel model = DecisionModel.With(new AgentPanel(AgentCatalog.All.Where(agent => s_agents.Contains(agent.Id)).Select(agent => AgentPanel.Member.Of(agent, agent.DefaultOptions()))));
        return new() { Store = store, Snapshots = snapshots, Clock = clock, Grid = await FaultyGrid.Start(store, snapshots, clock, model, Shards) };
    }

    /// <summary>Symbols that belong to a shard.</summary>
    public string[] SymbolsOf(int shard) => s_symbols[shard];

    /// <summary>When a simulation begins.</summary>
    public DateTime StartOf(int seed) => SomeBars.Start.AddDays(seed);

    public ValueTask DisposeAsync() => Grid.DisposeAsync();

    private static Dictionary<int, string[]> Named()
    {
        var named = Enumerable.Range(0, Shards).ToDictionary(shard => shard, _ => new List<string>(MostSymbols));
        for (int i = 0, left = Shards * MostSymbols; left > 0; i++)
            if (named[GoldenSignals.Grains.Shards.Of($"S{i:D6}", Shards)] is { Count: < MostSymbols } its)
            {
                its.Add($"S{i:D6}");
                left--;
            }
        return named.ToDictionary(shard => shard.Key, shard => shard.Value.ToArray());
    }

    /// <summary>A clock that stands where it was put.</summary>
    public sealed class ManualClock : TimeProvider
    {
        public DateTime NowUtc { get; set; } = SomeBars.Start;

        public override DateTimeOffset GetUtcNow() => new(NowUtc);
    }
}
