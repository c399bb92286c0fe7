using GoldenSignals.Domain.Consensus;
using GoldenSignals.Grains;
using GoldenSignals.Silo;
using GoldenSignals.Silo.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Storage;

namespace GoldenSignals.Fault.Tests.Support;

/// <summary>A whole grid in this process that keeps everything in a folder, as one that is served does, with a seam at every step.</summary>
internal sealed class FaultyGrid : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _disposed;

    private FaultyGrid(IHost host) => _host = host;

    public required int Shards { get; init; }

    public Faults Faults => _host.Services.GetRequiredService<Faults>();

    public FaultyHistory History => _host.Services.GetRequiredService<FaultyHistory>();

    public GridRecovery Recovery => _host.Services.GetRequiredService<GridStart>().Recovery!;

    public DecisionModel Model => _host.Services.GetRequiredService<DecisionModel>();

    public GridOptions Options => _host.Services.GetRequiredService<IOptions<GridOptions>>().Value;

    public IJournal Journal => _host.Services.GetRequiredService<IJournal>();

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public IUniverseGrain Universe => Grains.GetGrain<IUniverseGrain>(0);

    public IShardGrain Shard(int shard) => Grains.GetGrain<IShardGrain>(shard);

    /// <summary>Of every shard and of the universe.</summary>
    public Task Save() => Task.WhenAll(Enumerable.Range(0, Shards).Select(shard => Shard(shard).Save()).Append(Universe.Save()));

    /// <summary>With its files in a folder.</summary>
    public static Task<FaultyGrid> Start(string folder, int shards, params (string Name, string Value)[] settings) =>
        Start(shards, [("Journal:Durability", "Durable"), ("Journal:Folder", folder), ("Journal:CommitInterval", "00:00:00"), .. settings], services =>
            Keep(services, provider => provider.GetRequiredService<FileJournalStore>(), provider => new FileGrainStorage(provider.GetRequiredService<DataFolder>().Snapshots)));

    /// <summary>With everything in memory, where it stays whatever happens to the grid.</summary>
    public static Task<FaultyGrid> Start(SimulatedStore journal, SimulatedStorage snapshots, TimeProvider clock, DecisionModel model, int shards) =>
        Start(shards, [("Journal:Durability", "Memory"), ("Snapshots:Interval", "1.00:00:00"), ("Grid:Live", "true")], services =>
        {
            services.AddSingleton(clock);
            services.AddSingleton(model);
            Keep(services, _ => journal, _ => snapshots);
        });

    private static async Task<FaultyGrid> Start(int shards, (string Name, string Value)[] settings, Action<IServiceCollection> storage)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Grid:Shards"] = $"{shards}", ["Grid:Publish"] = "false", ["Grid:Live"] = "false", ["Grid:KeepBarInterval"] = "true",
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value));
        builder.Logging.ClearProviders();
        builder.AddGridSilo();
        storage(builder.Services);                                   // the last one registered is the one
        IHost host = builder.Build();
        await host.StartAsync();
        return new(host) { Shards = shards };
    }

    private static void Keep(IServiceCollection services, Func<IServiceProvider, IJournalStore> journal, Func<IServiceProvider, IGrainStorage> snapshots)
    {
        services.AddSingleton<Faults>();
        services.AddSingleton<IIncomingGrainCallFilter, FaultyCalls>();
        services.AddSingleton<FaultyHistory>();
        services.AddSingleton<IHistory>(provider => provider.GetRequiredService<FaultyHistory>());
        services.AddSingleton<IJournal>(provider => new FaultyJournal(new StoredJournal(journal(provider)), provider.GetRequiredService<Faults>()));
        services.AddKeyedSingleton<IGrainStorage>(ShardSnapshots.Storage, (provider, _) => new FaultyStorage(snapshots(provider), provider.GetRequiredService<Faults>()));
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        (Faults.Rule, Faults.Forgets) = (null, null);
        await _host.StopAsync();
        _host.Dispose();
    }
}
