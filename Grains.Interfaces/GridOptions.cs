using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Grains;

/// <summary>What the grid as a whole is. Bound from <c>Grid:*</c>; every silo and every client of one grid needs the same.</summary>
public sealed record GridOptions
{
    public GridMode Mode { get; init; } = GridMode.Embedded;

    /// <summary>Shards, fixed when the grid is created. 1…1,024, default 64.</summary>
    [Range(1, 1024)] public int Shards { get; init; } = 64;

    /// <summary>Length of the bars that ticks are built into. 1 s…7 days, default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")] public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Bars that a symbol remembers. 64…4,096, default 512.</summary>
    [Range(BarWindow.MinCapacity, BarWindow.MaxCapacity)] public int WindowBars { get; init; } = BarWindow.DefaultCapacity;

    /// <summary>Symbols that the grid admits. 1…1,000,000, default 50,000.</summary>
    [Range(1, 1_000_000)] public int MaxSymbols { get; init; } = 50_000;

    /// <summary>Signals kept at hand for the API. 1…1,000,000, default 10,000.</summary>
    [Range(1, 1_000_000)] public int RecentSignals { get; init; } = 10_000;

    /// <summary>
    /// Whether input comes as it happens: ticks from the future are refused, watermarks close bars, and lag is measured against
    /// the clock. In a replay (false) a bar is closed by its own symbol's data alone, so that nothing depends on what is replayed beside it.
    /// </summary>
    public bool Live { get; init; } = true;

    /// <summary>Whether bars that come in closed keep their own interval; otherwise they are built up to <see cref="Interval"/>. Default false.</summary>
    public bool KeepBarInterval { get; init; }

    /// <summary>Time that an agent may take for one evaluation, on average over 1,000. One that takes longer is switched off from a later bar on. 1 µs…1 min, default 1 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.000001", "00:01:00")] public TimeSpan AgentBudget { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>How long the agents of one kind may take for a batch. Those of a kind that takes longer abstain from it. 10 ms…1 min, default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")] public TimeSpan VoteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A symbol of which nothing newer has come is served as stale. 1 s…365 days, default 5 of its intervals, at least 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")] public TimeSpan? StaleAfter { get; init; }

    /// <summary>How far the event time up to which all is decided may be behind the clock until the grid says that it is degraded. 1 s…1 day, default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")] public TimeSpan DegradedLag { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether ticks, bars, decisions and signals go out on streams. False when nobody listens, as in a replay.</summary>
    public bool Publish { get; init; } = true;
}

public enum GridMode
{
    /// <summary>Silo, API and feed in one process.</summary>
    Embedded,

    /// <summary>Silos that find each other, clients that find them.</summary>
    Cluster,
}
