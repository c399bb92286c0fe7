using System.ComponentModel.DataAnnotations;
using System.Globalization;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Storage;

namespace GoldenSignals.Silo.Replay;

/// <summary>A grid's folder, opened to be run again while nothing in it is changed.</summary>
public static class RecordedGrid
{
    /// <param name="settings">Options of the agents and of the consensus, as the grid had them.</param>
    public static async Task<JournalSummary> Replay(string folder, IReadOnlyDictionary<string, string?> settings, Action<double>? progress, CancellationToken cancel)
    {
        GridFacts facts = DataFolder.FactsOf(folder) ?? throw new ValidationException($"{folder} holds no grid");
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
        await using FileJournalStore store = FileJournalStore.OpenRead(DataFolder.JournalOf(folder));
        builder.Services.AddSingleton<IJournal>(new StoredJournal(store));
        builder.Services.AddKeyedSingleton<IGrainStorage>(ShardSnapshots.Storage, new FileGrainStorage(DataFolder.SnapshotsOf(folder)));
        builder.AddGridSilo();
        using IHost host = builder.Build();                          // for what it is made of; it is never started
        var snapshots = host.Services.GetRequiredService<ShardSnapshots>();
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        return await JournalReplay.Run(new StoredJournal(store), host.Services.GetRequiredService<IOptions<GridOptions>>().Value, host.Services.GetRequiredService<DecisionModel>(),
            (shard, tail) => snapshots.Oldest(grains.GetGrain<IShardGrain>(shard).GetGrainId(), tail), progress, cancel);
    }
}
