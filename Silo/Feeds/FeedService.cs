using GoldenSignals.Grains;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;

namespace GoldenSignals.Silo.Feeds;

/// <summary>Runs a feed into the grid for as long as the process lives. A feed that fails ends the process: a grid without input must not look alive.</summary>
public sealed partial class FeedService(IFeed feed, IGrainFactory grains, IOptions<GridOptions> options, ILogger<FeedService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();                                          // the host goes on starting
        await new FeedPump(grains, options.Value).Run(feed, stoppingToken);
        LogEnd(log, feed.Name);
    }

    [LoggerMessage(LogLevel.Information, "Feed {Feed} has come to its end")]
    private static partial void LogEnd(ILogger log, string feed);
}
