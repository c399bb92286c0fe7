using Orleans.Hosting;
using Orleans.TestingHost;

namespace GoldenSignals.Orleans.Laws;

/// <summary>One silo and its client, for all laws.</summary>
public sealed class LawCluster : IAsyncLifetime
{
    public const string Streams = "streams";
    public const string ImpatientStreams = "impatient";

    readonly InProcessTestCluster _cluster;

    public LawCluster()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo
            .AddMemoryGrainStorage("states")
            .AddMemoryGrainStorage("PubSubStore")
            .AddMemoryStreams(Streams, streams => streams.ConfigurePullingAgent(options =>
                options.Configure(agent => agent.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(10))))
            .AddMemoryStreams(ImpatientStreams, streams => streams.ConfigurePullingAgent(options => options.Configure(agent =>
                (agent.GetQueueMsgsTimerPeriod, agent.MaxEventDeliveryTime) = (TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(100)))))
            .AddIncomingGrainCallFilter(FilterLaws.Filter));
        builder.ConfigureClient(client => client.AddMemoryStreams(Streams).AddMemoryStreams(ImpatientStreams));
        _cluster = builder.Build();
    }

    public IClusterClient Client => _cluster.Client;

    public Task InitializeAsync() => _cluster.DeployAsync();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class Laws : ICollectionFixture<LawCluster>
{
    public const string Name = "laws";
}
