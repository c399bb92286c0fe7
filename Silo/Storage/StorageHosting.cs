using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage.History;
using GoldenSignals.Silo.Storage.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace GoldenSignals.Silo.Storage;

/// <summary>What a silo keeps, and where: files when it is alone, PostgreSQL in a cluster or when it is told so, nothing when it is told that.</summary>
public static class StorageHosting
{
    /// <summary>A journal that is registered before stays, and with it nothing else is kept.</summary>
    internal static void AddStorage(this IHostApplicationBuilder builder, GridOptions grid)
    {
        IServiceCollection services = builder.Services;
        IConfiguration configuration = builder.Configuration;
        JournalOptions journal = GridHosting.Bound<JournalOptions>(configuration, "Journal");
        PostgresOptions postgres = GridHosting.Bound<PostgresOptions>(configuration, "PostgreSql");
        RetentionOptions retention = GridHosting.Bound<RetentionOptions>(configuration, "Retention");
        if (grid.Mode == GridMode.Cluster && postgres.ConnectionString.Length == 0)
            postgres = postgres with { ConnectionString = GridHosting.Bound<ClusterSettings>(configuration, "Cluster").PostgreSql };
        services.AddSingleton(Options.Create(journal));
        services.AddSingleton(Options.Create(postgres));
        services.AddSingleton(Options.Create(GridHosting.Bound<HistoryOptions>(configuration, "History")));
        services.AddSingleton(Options.Create(retention));
        services.AddSingleton(Options.Create(GridHosting.Bound<SnapshotOptions>(configuration, "Snapshots")));
        services.AddSingleton<ShardSnapshots>();
        if (journal.Durability == JournalDurability.Durable && !services.Any(service => service.ServiceType == typeof(IJournal)))
        {
            if (postgres.ConnectionString.Length > 0)
                services.AddPostgres();
            else
                services.AddFiles();
            if (grid.Mode == GridMode.Embedded)
                services.AddSnapshotFiles();
        }
        services.TryAddSingleton<IJournal, MemoryJournal>();
        services.TryAddSingleton<IHistory, NoHistory>();
    }

    private static void AddFiles(this IServiceCollection services)
    {
        services.AddSingleton(provider => FileJournalStore.Open(provider.GetRequiredService<DataFolder>().Journal, Of<GridOptions>(provider).Shards,
            Of<JournalOptions>(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<FileJournalStore>>()));
        services.AddSingleton<IJournal>(provider => new StoredJournal(provider.GetRequiredService<FileJournalStore>()));
        services.AddSingleton<IJournalPruning, JournalPruning>();
        services.AddSingleton(provider => new FileHistory(provider.GetRequiredService<DataFolder>().History, Of<HistoryOptions>(provider),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<FileHistory>>()));
        services.AddSingleton<IHistory>(provider => provider.GetRequiredService<FileHistory>());
        services.AddSingleton<IStorageHealth, FileHealth>();
        services.AddHostedService<Janitor>();
    }

    private static void AddSnapshotFiles(this IServiceCollection services)
    {
        services.AddSingleton(provider => DataFolder.Take(Of<JournalOptions>(provider).Folder, Of<GridOptions>(provider)));
        services.AddKeyedSingleton<IGrainStorage>(ShardSnapshots.Storage, (provider, _) => new FileGrainStorage(provider.GetRequiredService<DataFolder>().Snapshots));
    }

    private static void AddPostgres(this IServiceCollection services)
    {
        // Opened while the host starts, where nobody waits for the thread: a grid without its database must not look alive.
        services.AddSingleton(provider => Opened(provider).GetAwaiter().GetResult());
        services.AddSingleton<PostgresJournalStore>();
        services.AddSingleton<PostgresHistory>();
        services.AddSingleton<IJournal>(provider => new StoredJournal(provider.GetRequiredService<PostgresJournalStore>()));
        services.AddSingleton<IHistory>(provider => provider.GetRequiredService<PostgresHistory>());
        services.AddSingleton<IStorageHealth, PostgresHealth>();
        services.AddHostedService<PostgresJanitor>();
    }

    private static async Task<PostgresDatabase> Opened(IServiceProvider provider)
    {
        GridOptions grid = Of<GridOptions>(provider);
        PostgresDatabase database = await PostgresDatabase.Open(
            Of<PostgresOptions>(provider), grid.Shards, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PostgresDatabase>>());
        try
        {
            await database.Agree(GridFacts.Of(grid));
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    private static T Of<T>(IServiceProvider provider) where T : class => provider.GetRequiredService<IOptions<T>>().Value;
}
