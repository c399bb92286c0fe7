using System.Diagnostics;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage.History;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;

namespace GoldenSignals.Silo;

/// <summary>
/// Brings a grid that is alone in its process back before anything new reaches it: first every shard to where its journal ends, so that the
/// market is known again, then what had been accepted but not decided. Stops it with a snapshot of everything.
/// </summary>
public sealed partial class GridStart(IGrainFactory grains, IJournal journal, IHistory history, IOptions<GridOptions> options, ILogger<GridStart> log) : IHostedService
{
    /// <summary>Records behind a shard's snapshot that are worth a new one at once.</summary>
    private const long ManyRecords = 1_000;

    private Task _shortening = Task.CompletedTask;

    private readonly IShardGrain[] _shards = [.. Enumerable.Range(0, options.Value.Shards).Select(shard => grains.GetGrain<IShardGrain>(shard))];

    /// <summary>How it came back; null before.</summary>
    public GridRecovery? Recovery { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!journal.Keeps)
            return;
        var watch = Stopwatch.StartNew();
        ShardRecovery[] shards = await Task.WhenAll(_shards.Select(shard => shard.Recover()));
        await Task.WhenAll(_shards.Select(shard => shard.Resume()));
        Recovery = new(shards.Sum(shard => shard.Symbols), shards.Sum(shard => shard.Last - shard.Snapshot), shards.Sum(shard => shard.Different),
            [.. shards.SelectMany(shard => shard.Refused)], watch.Elapsed);
        if (shards.Any(shard => shard.Last > 0))
            LogCameBack(log, Recovery.Symbols, Recovery.Records, Recovery.Time.TotalSeconds);
        _shortening = Shorten(shards);
    }

    /// <summary>Keeps what it took to come back, beside the work: a grid that ends again before anything is due would take longer each time.</summary>
    private async Task Shorten(ShardRecovery[] came)
    {
        try
        {
            if (history is FileHistory files)
                await files.Flush();
            foreach ((IShardGrain shard, ShardRecovery its) in _shards.Zip(came))
                if (its.Last - its.Snapshot >= ManyRecords)
                    await shard.Save();
        }
#pragma warning disable CA1031                                        // it is tried again when it is due
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotSaved(log, error);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!journal.Keeps)
            return;
        await _shortening;
        try
        {
            await Task.WhenAll(_shards.Select(shard => shard.Save()));
            await grains.GetGrain<IUniverseGrain>(0).Save();
        }
#pragma warning disable CA1031                                        // the journal has everything: the next start takes longer, that is all
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotSaved(log, error);
        }
    }

    [LoggerMessage(LogLevel.Information, "Came back with {Symbols} symbols: snapshots and {Records} records of the journal behind them, {Seconds:F1} s")]
    private static partial void LogCameBack(ILogger log, int symbols, long records, double seconds);

    [LoggerMessage(LogLevel.Warning, "Not every shard could write its snapshot; the journal has everything")]
    private static partial void LogNotSaved(ILogger log, Exception error);
}

/// <param name="Records">Of the journal that were computed again.</param>
/// <param name="Different">Decisions that came out otherwise than the journal has them.</param>
/// <param name="Refused">Snapshots that could not be used, and why.</param>
public sealed record GridRecovery(int Symbols, long Records, long Different, IReadOnlyList<string> Refused, TimeSpan Time);
