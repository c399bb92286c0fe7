using GoldenSignals.Domain.Consensus;
using Orleans;

namespace GoldenSignals.Grains;

/// <summary>The latest row of every symbol, the latest signals and the grid's counters; fed one report per shard batch. Key: 0.</summary>
[Alias("gs.IUniverseGrain")]
public interface IUniverseGrain : IGrainWithIntegerKey
{
    /// <returns>Sequence of the shard's last record that it knows of. When that is before the report's <see cref="ShardReport.Since"/>, it took nothing and wants what lies between first.</returns>
    [Alias("Report")]
    Task<long> Report(ShardReport report);

    /// <summary>Sequence of a shard's last record that it knows of.</summary>
    [Alias("Known")]
    Task<long> Known(int shard);

    /// <summary>Writes a snapshot.</summary>
    [Alias("Save")]
    Task Save();

    /// <summary>What agents may see of the market when they vote on bars of a time: the figures of the last bar time before it, once every shard has decided that one.</summary>
    /// <param name="untilUtc">The last bar time that the shard comes to by this: an agent that is switched off later is so from a later one on.</param>
    [Alias("Before")]
    Task<MarketContext> Before(int shard, TimeSpan interval, DateTime barTimeUtc, DateTime untilUtc);

    /// <summary>The same, without coming to that time: for whoever only looks.</summary>
    [Alias("Peek")]
    Task<MarketContext> Peek(int shard, TimeSpan interval, DateTime barTimeUtc);

    /// <summary>Switches an agent off, from a bar time on that no shard has come to yet.</summary>
    [Alias("SwitchOff")]
    Task SwitchOff(string agent, string reason);

    /// <summary>Changes how an agent takes part, and answers when that is written down. What was planned for the agent from then on is given up.</summary>
    [Alias("Change")]
    Task<AgentChanges> Change(AgentChange change);

    /// <summary>What was changed of agents.</summary>
    [Alias("Changes")]
    Task<AgentChanges> Changes();

    /// <summary>The time that the age of what was heard is measured against: event time as far as feeds have told of it, in a live grid going on with the clock; null when nothing tells.</summary>
    [Alias("Now")]
    Task<DateTime?> Now();

    /// <summary>Every symbol's row, in ordinal order of the symbol.</summary>
    [Alias("Symbols")]
    Task<SymbolRows> Symbols();

    /// <summary>One symbol's row; null for a symbol that the grid does not know.</summary>
    [Alias("Find")]
    Task<SymbolRow?> Find(string symbol);

    /// <summary>The rows of some symbols, in their order; those that the grid does not know are left out.</summary>
    [Alias("FindAll")]
    Task<SymbolRows> FindAll([Immutable] string[] symbols);

    /// <summary>Both at once: <see cref="Find"/> and <see cref="Now"/>.</summary>
    [Alias("Look")]
    Task<SymbolNow> Look(string symbol);

    /// <summary>Those of the latest signals that are wanted.</summary>
    [Alias("Signals")]
    Task<DecisionRows> Signals(HistoryQuery query);

    /// <summary>The counters of all shards, added up.</summary>
    [Alias("Status")]
    Task<GridStatus> Status();

    /// <summary>What is wrong: with the storage of the silo that the universe is on, or that decisions come late. Null when nothing is.</summary>
    [Alias("Degraded")]
    Task<string?> Degraded();
}

/// <summary>A symbol in the overview, as of its last closed bar.</summary>
/// <param name="Change">Close over the close of the bar before, minus 1; NaN at the first bar.</param>
[GenerateSerializer, Immutable, Alias("gs.SymbolRow")]
public readonly record struct SymbolRow(
    [property: Id(0)] string Symbol,
    [property: Id(1)] TimeSpan Interval,
    [property: Id(2)] DateTime BarTimeUtc,
    [property: Id(3)] double Price,
    [property: Id(4)] double Change,
    [property: Id(5)] SignalAction Action,
    [property: Id(6)] double Score,
    [property: Id(7)] double Confidence,
    [property: Id(8)] string Reason)
{
    /// <summary>Share by which the close lies above the mean of 50 bars; NaN before.</summary>
    [Id(9)] public double AboveSma50 { get; init; } = double.NaN;

    /// <summary>Return over 252 bars without the last 21; NaN before.</summary>
    [Id(10)] public double Momentum { get; init; } = double.NaN;

    /// <summary>Whether ticks of it are missing, and since then no bar has closed that is whole: until one has, there is no signal.</summary>
    [Id(11)] public bool Gap { get; init; }

    /// <summary>Event time of the newest that was taken of it, as of the last report: of a tick, or the end of a bar.</summary>
    [Id(12)] public DateTime HeardUtc { get; init; }
}

/// <param name="Row">Null for a symbol that the grid does not know.</param>
/// <param name="NowUtc">The grid's time; null when nothing tells.</param>
[GenerateSerializer, Immutable, Alias("gs.SymbolNow")]
public readonly record struct SymbolNow([property: Id(0)] SymbolRow? Row, [property: Id(1)] DateTime? NowUtc);

[GenerateSerializer, Immutable, Alias("gs.SymbolRows")]
public sealed record SymbolRows([property: Id(0)] SymbolRow[] Rows);

/// <summary>What a shard tells the universe after a batch.</summary>
/// <param name="Totals">The shard's counters since its activation, <paramref name="Epoch"/>.</param>
/// <param name="Rows">The symbols that the batch decided: all their bars when it came in step, else the last of each.</param>
/// <param name="Signals">The signals among their decisions.</param>
[GenerateSerializer, Immutable, Alias("gs.ShardReport")]
public sealed record ShardReport(
    [property: Id(0)] int Shard,
    [property: Id(1)] long Epoch,
    [property: Id(2)] ShardTotals Totals,
    [property: Id(3)] SymbolRow[] Rows,
    [property: Id(4)] DecisionRow[] Signals)
{
    /// <summary>The report takes the universe from this record of the shard's journal…</summary>
    [Id(5)] public long Since { get; init; }

    /// <summary>…to this one.</summary>
    [Id(6)] public long Sequence { get; init; }

    /// <summary>What the decisions say was changed of agents: a universe that has lost it learns it again.</summary>
    [Id(7)] public AgentSwitch[] Switches { get; init; } = [];
}

/// <summary>The grid as a whole.</summary>
[GenerateSerializer, Immutable, Alias("gs.GridStatus")]
public sealed record GridStatus(
    [property: Id(0)] int Symbols,
    [property: Id(1)] int Shards,
    [property: Id(2)] ShardTotals Totals)
{
    /// <summary>What went into each shard and what became of it.</summary>
    [Id(3)] public ShardInput[] Input { get; init; } = [];
}
