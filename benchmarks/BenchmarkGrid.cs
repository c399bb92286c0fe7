using GoldenSignals.Grains;
using GoldenSignals.Silo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;

namespace GoldenSignals.Benchmarks;

/// <summary>A whole grid in this process, quiet, for as long as a scenario needs it.</summary>
public sealed class BenchmarkGrid : IAsyncDisposable
{
    private BenchmarkGrid(IHost host, int shards)
    {
        (Host, Grains) = (host, host.Services.GetRequiredService<IGrainFactory>());
        Shards = [.. Enumerable.Range(0, shards).Select(shard => Grains.GetGrain<IShardGrain>(shard))];
    }

    public IHost Host { get; }

    public IGrainFactory Grains { get; }

    public IShardGrain[] Shards { get; }

    /// <summary>Starts one that is not live, publishes nothing and keeps nothing, but for what the settings say.</summary>
    /// <param name="services">Put in before the grid's own.</param>
    /// <param name="settings">Options of the grid, as <c>Section:Name</c>.</param>
    public static async Task<BenchmarkGrid> Start(CancellationToken cancel, Action<IServiceCollection>? services = null, params (string Name, string Value)[] settings)
    {
        const int Shards = 64;
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Grid:Live"] = "false", ["Grid:Publish"] = "false", ["Grid:KeepBarInterval"] = "true", ["Grid:MaxSymbols"] = "1000000", ["Grid:Shards"] = $"{Shards}",
            ["Journal:Durability"] = "Memory",
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value));
        builder.Logging.ClearProviders();
        services?.Invoke(builder.Services);
        builder.AddGridSilo();
        IHost host = builder.Build();
        await host.StartAsync(cancel);
        return new(host, Shards);
    }

    /// <summary>Gives each shard its part, all at once.</summary>
    public Task Send(TickBatch?[] parts) =>
        Task.WhenAll(parts.Select((batch, shard) => batch is null ? Task.CompletedTask : Shards[shard].Ingest(batch)));

    /// <summary>As time goes by: each shard its part when it has acknowledged the one before, and no slice before the last but one is through everywhere.</summary>
    public async Task Send(IEnumerable<TickBatch?[]> slices)
    {
        Task[] before = [.. Shards.Select(_ => Task.CompletedTask)];
        foreach (TickBatch?[] slice in slices)
        {
            Task[] now = [.. slice.Select((batch, shard) => batch is null ? before[shard] : Then(before[shard], Shards[shard], batch))];
            await Task.WhenAll(before);
            before = now;
        }
        await Task.WhenAll(before);

        static async Task Then(Task before, IShardGrain shard, TickBatch batch)
        {
            await before;
            await shard.Ingest(batch);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync();
        Host.Dispose();                                              // gives a data folder back
    }
}
