using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Grains;
using GoldenSignals.Silo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace GoldenSignals.Grid.Tests.OrleansOnly;

/// <summary>Two silos of one grid.</summary>
public class ShardPlacementTests
{
    [Fact]
    public async Task Shards_spread_evenly_and_a_symbol_lives_on_its_shards_silo()
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSiloHost((_, host) =>
        {
            host.Configuration.AddInMemoryCollection([new("Journal:Durability", "Memory")]);
            host.AddGrainServices();
        });
        builder.ConfigureSilo((_, silo) => silo.PlaceShards().AddMemoryStreams(GridStreams.Provider).AddMemoryGrainStorage("PubSubStore"));
        InProcessTestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        await using var _ = cluster;
        const int Shards = 64;

        string[] symbols = [.. Enumerable.Range(0, 200).Select(i => $"SYM{i}")];
        foreach (string symbol in symbols)
            await cluster.Client.GetGrain<IShardGrain>(GoldenSignals.Grains.Shards.Of(symbol, Shards)).Ingest(
                new([], [new(symbol, TimeSpan.FromMinutes(1), SomeBars.Random(1, 1)[0])], DateTime.MinValue));
        for (int shard = 0; shard < Shards; shard++)
            await cluster.Client.GetGrain<IShardGrain>(shard).Ingest(new([], [], DateTime.MinValue));

        var management = cluster.Client.GetGrain<IManagementGrain>(0);
        var silos = new SiloAddress?[Shards];
        for (int shard = 0; shard < Shards; shard++)
            silos[shard] = await management.GetActivationAddress(cluster.Client.GetGrain<IShardGrain>(shard));
        Assert.Equal([32, 32], silos.GroupBy(silo => silo).Select(group => group.Count()));
        foreach (string symbol in symbols)
            Assert.Equal(silos[GoldenSignals.Grains.Shards.Of(symbol, Shards)], await management.GetActivationAddress(cluster.Client.GetGrain<ISymbolGrain>(symbol)));
    }
}
