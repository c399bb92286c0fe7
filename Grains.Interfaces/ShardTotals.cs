using Orleans;

namespace GoldenSignals.Grains;

/// <summary>Counters of a shard, or of all. <see cref="Received"/> = <see cref="Processed"/> + duplicates + quarantined + <see cref="Shed"/>: nothing vanishes.</summary>
/// <param name="Ticks">Ticks accepted.</param>
/// <param name="InputBars">Closed bars accepted from bar feeds.</param>
/// <param name="Decisions">Bars closed and decided, by action: HOLD, BUY, SELL.</param>
/// <param name="Evaluations">Bars times agents evaluated.</param>
/// <param name="Quarantined">What was refused, by reason.</param>
/// <param name="WatermarkUtc">Event time up to which all is decided.</param>
/// <param name="Lag">Wall clock at the last decision minus the end of its bar; zero in a replay.</param>
[GenerateSerializer, Immutable, Alias("gs.ShardTotals")]
public sealed record ShardTotals(
    [property: Id(0)] long Ticks,
    [property: Id(1)] long InputBars,
    [property: Id(2)] long[] Decisions,
    [property: Id(3)] long Evaluations,
    [property: Id(4)] long Signals,
    [property: Id(5)] long Duplicates,
    [property: Id(6)] ReasonCount[] Quarantined,
    [property: Id(7)] DateTime WatermarkUtc,
    [property: Id(8)] TimeSpan Lag)
{
    /// <summary>Option chains, news and earnings accepted.</summary>
    [Id(9)] public long Inputs { get; init; }

    /// <summary>Ticks, bars and other inputs that came in, counted before anything is done with them.</summary>
    [Id(10)] public long Received { get; init; }

    /// <summary>Dropped unseen because too much came at once.</summary>
    [Id(11)] public long Shed { get; init; }

    /// <summary>By the clock, when the watermark last rose; the earliest time when it has not since the shard's activation.</summary>
    [Id(12)] public DateTime HeardUtc { get; init; }

    /// <summary>Where the shard was when it counted; empty for what no shard has told of yet.</summary>
    [Id(13)] public string Silo { get; init; } = "";

    /// <summary>Accepted: ticks, bars and other inputs.</summary>
    public long Processed => Ticks + InputBars + Inputs;

    /// <summary>Refused, for whatever reason.</summary>
    public long Refused => Quarantined.Sum(count => count.Count);

    public static ShardTotals Zero { get; } = new(0, 0, [0, 0, 0], 0, 0, 0, [], DateTime.MinValue, TimeSpan.Zero);

    /// <summary>Bars closed and decided.</summary>
    public long Bars => Decisions.Sum();

    /// <summary>Both together: counts add up, the later watermark and the larger lag count.</summary>
    public ShardTotals Plus(ShardTotals other) => new(
        Ticks + other.Ticks,
        InputBars + other.InputBars,
        [.. Decisions.Zip(other.Decisions, (a, b) => a + b)],
        Evaluations + other.Evaluations,
        Signals + other.Signals,
        Duplicates + other.Duplicates,
        [.. Quarantined.Concat(other.Quarantined).GroupBy(count => count.Reason, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ReasonCount(group.Key, group.Sum(count => count.Count)))],
        WatermarkUtc > other.WatermarkUtc ? WatermarkUtc : other.WatermarkUtc,
        Lag > other.Lag ? Lag : other.Lag) 
    {
        Inputs = Inputs + other.Inputs,
        Received = Received + other.Received,
        Shed = Shed + other.Shed,
        HeardUtc = HeardUtc > other.HeardUtc ? HeardUtc : other.HeardUtc,
        Silo = other.Silo.Length > 0 ? other.Silo : Silo,
    };
}

/// <summary>What went into a shard and what became of it: <paramref name="Received"/> is the sum of the others.</summary>
/// <param name="Silo">Where the shard is.</param>
[GenerateSerializer, Immutable, Alias("gs.ShardInput")]
public readonly record struct ShardInput(
    [property: Id(0)] int Shard,
    [property: Id(1)] long Received,
    [property: Id(2)] long Processed,
    [property: Id(3)] long Duplicates,
    [property: Id(4)] long Quarantined,
    [property: Id(5)] long Shed,
    [property: Id(6)] string Silo)
{
    public static ShardInput Of(int shard, ShardTotals totals) =>
        new(shard, totals.Received, totals.Processed, totals.Duplicates, totals.Refused, totals.Shed, totals.Silo);
}

[GenerateSerializer, Immutable, Alias("gs.ReasonCount")]
public readonly record struct ReasonCount([property: Id(0)] string Reason, [property: Id(1)] long Count);
