using System.ComponentModel.DataAnnotations;
using System.Globalization;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage;
using GoldenSignals.Silo.Storage.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans;
using Orleans.Storage;

namespace GoldenSignals.Silo.Replay;

/// <summary>What a grid has written down, opened to be run again while nothing in it is changed.</summary>
public static class RecordedGrid
{
    /// <param name="place">Its data folder, or the connection string of its PostgreSQL database.</param>
    /// <param name="settings">Options of the agents and of the consensus, as the grid had them.</param>
    /// <exception cref="ValidationException">There is no grid.</exception>
    public static async Task<JournalSummary> Replay(string place, IReadOnlyDictionary<string, string?> settings, Action<double>? progress, CancellationToken cancel)
    {
        if (!place.Contains('=', StringComparison.Ordinal) || Directory.Exists(place))
            return await Replay(DataFolder.FactsOf(place) ?? throw new ValidationException($"{place} holds no grid"),
                FileJournalStore.OpenRead(DataFolder.JournalOf(place)), DataFolder.SnapshotsOf(place), settings, progress, cancel);
        try
        {
            await using PostgresDatabase database = await PostgresDatabase.OpenToRead(new() { ConnectionString = place }, TimeProvider.System, cancel);
            GridFacts facts = await database.Facts(cancel) ?? throw new ValidationException("the database does not say what grid it is of; a silo says it when it starts");
            return await Replay(facts, new PostgresJournalStore(database), snapshots: null, settings, progress, cancel);
        }
        catch (ArgumentException wrong) when (wrong.TargetSite?.DeclaringType?.Assembly == typeof(NpgsqlConnectionStringBuilder).Assembly)
        {
            throw new ValidationException($"--journal is neither a folder nor a connection string: {wrong.Message}", wrong);
        }
    }

    /// <param name="snapshots">Folder of those of an embedded grid: to go on from where the journal's beginning is no longer kept.</param>
    private static async Task<JournalSummary> Replay(
        GridFacts facts, IJournalStore store, string? snapshots, IReadOnlyDictionary<string, string?> settings, Action<double>? progress, CancellationToken cancel)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(settings).AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Grid:Mode"] = nameof(GridMode.Embedded),
            ["Grid:Shards"] = facts.Shards.ToString(CultureInfo.InvariantCulture),
            ["Grid:Interval"] = facts.Interval.ToString(),
            ["Grid:KeepBarInterval"] = facts.KeepBarInterval.ToString(),
            ["Grid:Live"] = facts.Live.ToString(),
            ["Grid:WindowBars"] = facts.WindowBars.ToString(CultureInfo.InvariantCulture),
            ["Grid:MaxSymbols"] = "1000000",
        });
        builder.Logging.ClearProviders();
        await using IJournalStore held = store;
        var journal = new StoredJournal(store);
        builder.Services.AddSingleton<IJournal>(journal);
        if (snapshots is not null)
            builder.Services.AddKeyedSingleton<IGrainStorage>(ShardSnapshots.Storage, new FileGrainStorage(snapshots));
        builder.AddGridSilo();
        using IHost host = builder.Build();                          // for what it is made of; it is never started
        var kept = host.Services.GetRequiredService<ShardSnapshots>();
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        return await JournalReplay.Run(journal, host.Services.GetRequiredService<IOptions<GridOptions>>().Value, host.Services.GetRequiredService<DecisionModel>(),
            (shard, tail) => snapshots is null && tail.First > 1
                ? throw new InvalidDataException($"shard {shard}: its journal begins only at record {tail.First}, and what it goes on from lies in the cluster's grain storage")
                : kept.Oldest(grains.GetGrain<IShardGrain>(shard).GetGrainId(), tail), progress, cancel);
    }
}
