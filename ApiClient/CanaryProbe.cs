using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient;

/// <summary>Shows at the start that the whole pipeline works: sends ticks of a reserved symbol until one has come out as a decision.</summary>
internal sealed partial class CanaryProbe(
    Grid grid, IOptions<GridOptions> options, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<CanaryProbe> log) : BackgroundService
{
    private const double Price = 100;
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a canary tick has come out as a decision.</summary>
    public Task Ready => _ready.Task;

    public bool IsReady => Ready.IsCompleted;

    public int Attempts { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await lifetime.Started(stoppingToken);
            while (!await TryProbe())
                await Task.Delay(s_retry, clock, stoppingToken);
            _ready.TrySetResult();
            LogReady(log, Attempts);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Also when the host fails to start; it has then said why itself.
        }
    }

    private async Task<bool> TryProbe()
    {
        Attempts++;
        try
        {
            return await Probe();
        }
#pragma warning disable CA1031                                        // the grid may still be starting, whatever it throws then
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogFailure(log, Attempts, error);
            return false;
        }
    }

    private async Task<bool> Probe()
    {
        // Two ticks an interval apart: the second closes the bar of the first.
        TimeSpan interval = options.Value.Interval;
        DateTime now = clock.GetUtcNow().UtcDateTime;
        DateTime bar = new DateTime(now.Ticks - now.Ticks % interval.Ticks, DateTimeKind.Utc) - interval;
        await grid.Shard(grid.ShardOf(Canary.Symbol)).Ingest(new([TickAt(bar), TickAt(bar + interval)], [], WatermarkUtc: DateTime.MinValue));
        Decision? decision = await grid.ConsensusOf(Canary.Symbol).Latest(Canary.Symbol);
        return decision?.BarTimeUtc >= bar;
    }

    private static Tick TickAt(DateTime time) => new(Canary.Symbol, time, Price, 0, "canary");

    [LoggerMessage(LogLevel.Debug, "Canary attempt {Attempt} failed")]
    private static partial void LogFailure(ILogger log, int attempt, Exception error);

    [LoggerMessage(LogLevel.Information, "Ready: a canary tick came out as a decision at attempt {Attempt}")]
    private static partial void LogReady(ILogger log, int attempt);
}
