using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage.History;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;

namespace GoldenSignals.Silo.Storage.Postgres;

/// <summary>Drops the days of journal and history that are past retention, a minute after the start and every hour. Silos may do it side by side.</summary>
public sealed partial class PostgresJanitor(
    PostgresJournalStore journal, PostgresHistory history, ShardSnapshots snapshots, IGrainFactory grains, IOptions<GridOptions> grid,
    IOptions<RetentionOptions> retention, TimeProvider clock, ILogger<PostgresJanitor> log) : BackgroundService
{
    private static readonly TimeSpan s_first = TimeSpan.FromMinutes(1), s_period = TimeSpan.FromHours(1);

    /// <summary>Drops now; in a dry run says what would go.</summary>
    public async Task<IReadOnlyList<Pruned>> Prune(bool dryRun, CancellationToken cancel = default)
    {
        RetentionOptions keep = retention.Value;
        var needed = new long[grid.Value.Shards];
        for (int shard = 0; shard < needed.Length; shard++)
        {
            IReadOnlyList<SnapshotEntry> kept = await snapshots.Of(grains.GetGrain<IShardGrain>(shard).GetGrainId()).Entries();
            needed[shard] = 1 + Math.Min(kept.Count == 0 ? 0 : kept.Min(entry => entry.Sequence), await history.Position(shard));
        }
        return
        [
            .. await history.Prune(keep, dryRun, cancel),
            .. await journal.Prune(clock.GetUtcNow().UtcDateTime - keep.Indicators, needed, dryRun, cancel),
        ];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_first, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            timer.Period = s_period;
            try
            {
                IReadOnlyList<Pruned> gone = await Prune(dryRun: false, stoppingToken);
                if (gone.Count > 0)
                    LogPruned(log, gone.Count);
            }
#pragma warning disable CA1031                                        // whatever it is, the grid goes on and the next hour tries again
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(log, error);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "{Count} days of journal and history were past retention and went")]
    private static partial void LogPruned(ILogger log, int count);

    [LoggerMessage(LogLevel.Error, "What is past retention could not be dropped; the next hour tries again")]
    private static partial void LogFailed(ILogger log, Exception error);
}
