using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage.History;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GoldenSignals.Silo.Storage;

/// <summary>Drops what is past retention, at the start and every hour.</summary>
/// <param name="history">Null when it is elsewhere.</param>
/// <param name="journal">Null when there is none to prune.</param>
public sealed partial class Janitor(
    IOptions<RetentionOptions> retention, TimeProvider clock, ILogger<Janitor> log, FileHistory? history = null, IJournalPruning? journal = null) : BackgroundService
{
    private static readonly TimeSpan s_period = TimeSpan.FromHours(1);

    /// <summary>Drops now.</summary>
    /// <returns>What went; in a dry run what would.</returns>
    public async Task<Pruned[]> Prune(bool dryRun, CancellationToken cancel = default)
    {
        Pruned[] days = history is null ? [] : await history.Prune(retention.Value, dryRun);
        Pruned[] segments = journal is null ? [] : await journal.Prune(clock.GetUtcNow().UtcDateTime - retention.Value.Indicators, dryRun, cancel);
        return [.. days, .. segments];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_period, clock);
        do
        {
            try
            {
                Pruned[] gone = await Prune(dryRun: false, stoppingToken);
                if (gone.Length > 0)
                    LogPruned(log, gone.Length, gone.Sum(one => one.Bytes), gone.Max(one => one.UntilUtc));
            }
#pragma warning disable CA1031                                        // whatever it is, the grid goes on and the next hour tries again
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(log, error);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Information, "{Count} files of {Bytes} bytes were past retention and went; the newest row in them was of {UntilUtc}")]
    private static partial void LogPruned(ILogger log, int count, long bytes, DateTime untilUtc);

    [LoggerMessage(LogLevel.Error, "What is past retention could not be dropped; the next hour tries again")]
    private static partial void LogFailed(ILogger log, Exception error);
}
