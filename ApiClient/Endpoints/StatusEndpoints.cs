using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Serialization;
using GoldenSignals.ApiClient.Live;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>How the grid is doing.</summary>
internal static class StatusEndpoints
{
    public static void MapStatus(this IEndpointRouteBuilder app) =>
        app.MapGet("/v1/status", Get).WithTags("Status").WithName("GetStatus").ProducesProblem(503);

    /// <summary>The grid's counters, its lag, and this process: memory, uptime, runtime.</summary>
    internal static async Task<Ok<StatusDocument>> Get(
        Grid grid, IOptions<GridOptions> options, DecisionModel model, CanaryProbe canary, StreamHub hub, TimeProvider clock)
    {
        GridStatus status = await grid.Universe.Status();
        ShardTotals totals = status.Totals;
        using var process = Process.GetCurrentProcess();
        DateTime started = process.StartTime.ToUniversalTime();
        return TypedResults.Ok(new StatusDocument(
            canary.IsReady,
            options.Value.Mode,
            GridRuntime.Description,
            Version,
            model.Version,
            started,
            Math.Max(0, (clock.GetUtcNow().UtcDateTime - started).TotalSeconds),
            status.Symbols,
            status.Shards,
            model.Panel.Count,
            totals.Received,
            totals.Ticks,
            totals.InputBars,
            totals.Inputs,
            totals.Bars,
            totals.Evaluations,
            totals.Signals,
            totals.Duplicates,
            totals.Shed,
            totals.Decisions.Select((count, action) => (Action: (SignalAction)action, count)).ToDictionary(pair => pair.Action.ToString().ToUpperInvariant(), pair => pair.count),
            totals.Quarantined.ToDictionary(reason => reason.Reason, reason => reason.Count),
            totals.WatermarkUtc == DateTime.MinValue ? null : JsonValues.Utc(totals.WatermarkUtc),
            totals.Lag.TotalMilliseconds,
            [.. status.Input.Select(shard => new ShardInputDocument(shard.Shard, shard.Received, shard.Processed, shard.Duplicates, shard.Quarantined, shard.Shed, shard.Silo.Length > 0 ? shard.Silo : null))],
            hub.Clients.Count,
            new(process.WorkingSet64, GC.GetTotalMemory(forceFullCollection: false))));
    }

    internal static readonly string Version =
        typeof(StatusEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}

/// <param name="Ready">Whether a canary tick has come out as a decision since the start.</param>
/// <param name="Runtime">The implementation of the Orleans API that runs the grid.</param>
/// <param name="Configuration">Version of the agents, options and rules.</param>
/// <param name="Received">Ticks, bars and other inputs that reached the shards: ticks + inputBars + inputs + duplicates + all quarantined + shed.</param>
/// <param name="Ticks">Ticks accepted.</param>
/// <param name="InputBars">Closed bars accepted from bar feeds.</param>
/// <param name="Inputs">Option chains, news and earnings accepted.</param>
/// <param name="Bars">Bars closed and decided.</param>
/// <param name="Evaluations">Bars times agents evaluated.</param>
/// <param name="Duplicates">Ticks and bars that had been there before.</param>
/// <param name="Shed">Dropped unseen because too much came at once.</param>
/// <param name="Decisions">By action.</param>
/// <param name="Quarantined">What was refused, by reason.</param>
/// <param name="Watermark">Event time up to which all is decided; null where no feed has told.</param>
/// <param name="LagMs">Wall clock at the last decision minus the end of its bar, the largest of all shards. Milliseconds.</param>
/// <param name="Input">Of each shard: what went in, and what became of it.</param>
/// <param name="Streams">Subscribers of this process's event stream.</param>
internal sealed record StatusDocument(
    bool Ready,
    [property: JsonConverter(typeof(CamelCaseEnum<GridMode>))] GridMode Mode,
    string Runtime,
    string Version,
    string Configuration,
    DateTime Started,
    double UptimeSeconds,
    int Symbols,
    int Shards,
    int Agents,
    long Received,
    long Ticks,
    long InputBars,
    long Inputs,
    long Bars,
    long Evaluations,
    long Signals,
    long Duplicates,
    long Shed,
    Dictionary<string, long> Decisions,
    Dictionary<string, long> Quarantined,
    DateTime? Watermark,
    double LagMs,
    ShardInputDocument[] Input,
    int Streams,
    MemoryDocument Memory);

/// <summary>What went into a shard: received = processed + duplicates + quarantined + shed.</summary>
/// <param name="Silo">Address of the silo that the shard is on; null while it has told nothing.</param>
internal sealed record ShardInputDocument(int Shard, long Received, long Processed, long Duplicates, long Quarantined, long Shed, string? Silo);

/// <param name="WorkingSetBytes">Physical memory of the process.</param>
/// <param name="ManagedBytes">Of it, the garbage-collected heap.</param>
internal sealed record MemoryDocument(long WorkingSetBytes, long ManagedBytes);
