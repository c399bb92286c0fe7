using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Globalization;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Feeds;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;

namespace GoldenSignals.Silo.Replay;

/// <summary>What to replay, and what to write of it.</summary>
public sealed record ReplayRequest
{
    /// <summary>Files, folders and globs.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Length of the bars; null: each bar file's own, one minute for trades and quotes.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>Only these symbols; empty for all.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>File for one decision per bar and line, or null.</summary>
    public string? Out { get; init; }

    /// <summary>File for the indicators of every bar, or null.</summary>
    public string? Indicators { get; init; }

    /// <summary>What files of option chains do not tell.</summary>
    public ChainTerms Chains { get; init; } = new();

    public int Shards { get; init; } = DefaultShards;

    /// <summary>Few: on one machine more of them only mean smaller batches.</summary>
    public const int DefaultShards = 8;

    /// <summary>Options of the grid, <c>Section:Name</c> to value, on top of the defaults.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();
}

/// <summary>What a replay did. Two replays decided the same if and only if their digests are the same.</summary>
public sealed record ReplaySummary
{
    public required long Bars { get; init; }
    public required long Ticks { get; init; }

    /// <summary>Option chains, news and earnings.</summary>
    public required long Inputs { get; init; }
    public required long Evaluations { get; init; }
    public required IReadOnlyDictionary<string, long> Decisions { get; init; }

    /// <summary>Decisions to HOLD, by reason.</summary>
    public required IReadOnlyDictionary<string, long> Holds { get; init; }
    public required long Signals { get; init; }
    public required long Duplicates { get; init; }
    public required IReadOnlyDictionary<string, long> Quarantined { get; init; }
    public required int Symbols { get; init; }
    public required double Seconds { get; init; }
    public required double BarsPerSecond { get; init; }
    public required long PeakMemoryBytes { get; init; }
    public required string Runtime { get; init; }

    /// <summary>Version of the agents and options that decided.</summary>
    public required string Configuration { get; init; }
    public required string Digest { get; init; }
    public required IReadOnlyDictionary<string, string> Digests { get; init; }
}

/// <summary>Takes files through the same grains as live data, as fast as they go, without an API.</summary>
public static class ReplayRun
{
    private static readonly TimeSpan s_progressPeriod = TimeSpan.FromMilliseconds(100);

    /// <param name="progress">Told of the files' state now and then.</param>
    /// <exception cref="FeedException">A file cannot be read as market data.</exception>
    public static async Task<ReplaySummary> Run(ReplayRequest request, Action<CsvReplay>? progress, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        RequireOtherFiles(request);
        var feed = new CsvReplay(new CsvReplay.Options { Paths = [.. request.Paths], Interval = request.Interval, Chains = request.Chains, Symbols = request.Symbols.Count > 0 ? request.Symbols : null });
        using IHost host = Build(request);
        await using ReplayLog log = host.Services.GetRequiredService<ReplayLog>();
        await host.StartAsync(cancel);
        try
        {
            var grains = host.Services.GetRequiredService<IGrainFactory>();
            var pump = new FeedPump(grains, host.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<GridOptions>>().Value) { BatchDone = log.EndBatch };
            await using (new Timer(_ => progress?.Invoke(feed), null, TimeSpan.Zero, s_progressPeriod))
                await pump.Run(feed, cancel);
            ReplayTotals totals = await log.Finish();
            GridStatus status = await grains.GetGrain<IUniverseGrain>(0).Status();
            return Summary(status, pump, totals, host.Services.GetRequiredService<DecisionModel>().Version, watch.Elapsed.TotalSeconds);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>Neither an input nor the other output may be written over.</summary>
    private static void RequireOtherFiles(ReplayRequest request)
    {
        HashSet<string> taken = [.. CsvPaths.Expand(request.Paths)];
        foreach ((string option, string? path) in new[] { ("--out", request.Out), ("--indicators", request.Indicators) })
            if (path is not null && !taken.Add(Path.GetFullPath(path)))
                throw new ValidationException($"{option} {path} would write over another file of this replay");
    }

    private static IHost Build(ReplayRequest request)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(request.Settings).AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Grid:Mode"] = nameof(GridMode.Embedded),
            ["Grid:Live"] = "false",
            ["Grid:Publish"] = "false",
            ["Grid:Shards"] = request.Shards.ToString(CultureInfo.InvariantCulture),
            ["Grid:Interval"] = (request.Interval ?? TimeSpan.FromMinutes(1)).ToString(),
            ["Grid:KeepBarInterval"] = request.Interval is null ? "true" : "false",
            ["Grid:MaxSymbols"] = "1000000",
        });
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton(services => new ReplayLog(Writers(request, services.GetRequiredService<DecisionModel>())));
        builder.Services.AddSingleton<IJournal>(services => services.GetRequiredService<ReplayLog>());
        builder.AddGridSilo();
        return builder.Build();
    }

    private static List<IDecisionWriter> Writers(ReplayRequest request, DecisionModel model)
    {
        var writers = new List<IDecisionWriter>();
        if (request.Out is { } decisions)
            writers.Add(new DecisionNdjson(decisions, model));
        if (request.Indicators is { } indicators)
            writers.Add(new IndicatorCsv(indicators));
        return writers;
    }

    private static ReplaySummary Summary(GridStatus status, FeedPump pump, ReplayTotals totals, string configuration, double seconds)
    {
        var quarantined = new SortedDictionary<string, long>(pump.Quarantined, StringComparer.Ordinal);
        foreach (ReasonCount count in status.Totals.Quarantined)
            quarantined[count.Reason] = quarantined.GetValueOrDefault(count.Reason) + count.Count;
        quarantined.Remove(Refusal.Duplicate, out long duplicates);
        long bars = totals.ByAction.Sum();
        using var process = Process.GetCurrentProcess();
        return new()
        {
            Bars = bars,
            Ticks = status.Totals.Ticks,
            Inputs = status.Totals.Inputs,
            Evaluations = status.Totals.Evaluations,
            Decisions = new SortedDictionary<string, long>(StringComparer.Ordinal)
            {
                ["BUY"] = totals.ByAction[(int)SignalAction.Buy],
                ["HOLD"] = totals.ByAction[(int)SignalAction.Hold],
                ["SELL"] = totals.ByAction[(int)SignalAction.Sell],
            },
            Holds = totals.Holds,
            Signals = status.Totals.Signals,
            Duplicates = status.Totals.Duplicates + duplicates,
            Quarantined = quarantined,
            Symbols = status.Symbols,
            Seconds = seconds,
            BarsPerSecond = bars / seconds,
            PeakMemoryBytes = process.PeakWorkingSet64,
            Runtime = GridRuntime.Description,
            Configuration = configuration,
            Digest = DecisionDigest.Total(totals.Digests),
            Digests = totals.Digests,
        };
    }
}
