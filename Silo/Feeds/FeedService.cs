using GoldenSignals.Grains;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;

namespace GoldenSignals.Silo.Feeds;

/// <summary>Runs a feed into the grid for as long as the process lives. A feed that fails ends the process: a grid without input must not look alive.</summary>
public sealed partial class FeedService(
    IFeed feed, IGrainFactory grains, IOptions<GridOptions> options, IHostApplicationLifetime lifetime, ILogger<FeedService> log) : BackgroundService
{
    /// <summary>What ended the feed, if anything did.</summary>
    public Exception? Error { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();                                          // the host goes on starting
        try
        {
            await new FeedPump(grains, options.Value).Run(feed, stoppingToken);
            LogEnd(log, feed.Name);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031                                        // whatever it is, the process must end with it
        catch (Exception error)
#pragma warning restore CA1031
        {
            Error = error;
            LogFailed(log, feed.Name, error);
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(LogLevel.Information, "Feed {Feed} has come to its end")]
    private static partial void LogEnd(ILogger log, string feed);

    [LoggerMessage(LogLevel.Critical, "Feed {Feed} failed; stopping")]
    private static partial void LogFailed(ILogger log, string feed, Exception error);
}
