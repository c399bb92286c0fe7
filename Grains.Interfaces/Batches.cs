using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using Orleans;

namespace GoldenSignals.Grains;

/// <summary>What a feed hands to one shard: ticks and closed bars in time order.</summary>
/// <param name="WatermarkUtc">Nothing older will come: bars that end by then are closed.</param>
[GenerateSerializer, Immutable, Alias("gs.TickBatch")]
public sealed record TickBatch(
    [property: Id(0)] Tick[] Ticks,
    [property: Id(1)] SymbolBar[] Bars,
    [property: Id(2)] DateTime WatermarkUtc)
{
    /// <summary>Option chains, news, earnings: what else became known, in time order.</summary>
    [Id(3)] public SymbolInput[] Inputs { get; init; } = [];

    /// <summary>Whether all shards get the same bar times at once and wait for each other: then agents may look at the market as a whole.</summary>
    [Id(4)] public bool InStep { get; init; }

    public int Count => Ticks.Length + Bars.Length + Inputs.Length;
}

/// <summary>What became of a batch: <paramref name="Accepted"/> + <paramref name="Duplicates"/> + rejected = what it held.</summary>
/// <param name="Durability">What the acknowledgement promises: <c>memory</c> or <c>durable</c>.</param>
[GenerateSerializer, Immutable, Alias("gs.IngestReceipt")]
public sealed record IngestReceipt(
    [property: Id(0)] int Accepted,
    [property: Id(1)] int Duplicates,
    [property: Id(2)] Rejection[] Rejected,
    [property: Id(3)] string Durability);

/// <param name="Index">Position in the batch: ticks first, then bars, then other inputs.</param>
/// <param name="Code">One of <see cref="Refusal"/>.</param>
[GenerateSerializer, Immutable, Alias("gs.Rejection")]
public readonly record struct Rejection([property: Id(0)] int Index, [property: Id(1)] string Code);

/// <summary>Names a step of a shard: the shard's activation and its count of batches. Whoever has applied it ignores it when it comes again.</summary>
[GenerateSerializer, Immutable, Alias("gs.BatchId")]
public readonly record struct BatchId([property: Id(0)] long Epoch, [property: Id(1)] long Number);

/// <summary>What a batch brought one symbol: the bars that it closed, oldest first, and other inputs.</summary>
[GenerateSerializer, Immutable, Alias("gs.ClosedBars")]
public sealed record ClosedBars(
    [property: Id(0)] BatchId Batch,
    [property: Id(1)] string Symbol,
    [property: Id(2)] TimeSpan Interval,
    [property: Id(3)] Bar[] Bars)
{
    /// <summary>Taken before the bars.</summary>
    [Id(4)] public SymbolInput[] Inputs { get; init; } = [];

    /// <summary>The universe's columns at the first of the bars; empty when nothing is known.</summary>
    [Id(5)] public double[] Universe { get; init; } = [];

    /// <summary>Bars that the symbol must have had before; −1 when nobody knows.</summary>
    [Id(6)] public long BarsBefore { get; init; } = -1;

    /// <summary>Of each bar, whether it overlaps a gap in the ticks; empty when none does.</summary>
    [Id(7)] public bool[] Gaps { get; init; } = [];

    /// <summary>Whether the symbol was told nothing before: what it has then was never written down.</summary>
    [Id(8)] public bool Begins { get; init; }

    public bool HasGap(int bar) => Gaps.Length > 0 && Gaps[bar];
}

/// <summary>Views of many symbols and bars; of one symbol oldest first.</summary>
[GenerateSerializer, Immutable, Alias("gs.ViewBatch")]
public sealed record ViewBatch([property: Id(0)] BatchId Batch, [property: Id(1)] MarketView[] Views)
{
    /// <summary>What was changed of agents, and from when on; in the order of the times.</summary>
    [Id(2)] public AgentSwitch[] Switches { get; init; } = [];

    /// <summary>Whether each symbol must have had all bars before these.</summary>
    [Id(3)] public bool Follows { get; init; }
}

/// <summary>The votes of all agents of one kind: view by view, within a view by agent.</summary>
[GenerateSerializer, Immutable, Alias("gs.VoteBatch")]
public sealed record VoteBatch([property: Id(0)] AgentKind Kind, [property: Id(1)] Vote[] Votes)
{
    /// <summary>Agents that took longer than their budget.</summary>
    [Id(2)] public string[] OverBudget { get; init; } = [];

    /// <summary>Time that each agent took for the whole batch; empty when they did not answer.</summary>
    [Id(3)] public TimeSpan[] Times { get; init; } = [];

    /// <summary>How often each agent failed; empty when none did.</summary>
    [Id(4)] public int[] Faults { get; init; } = [];
}

/// <summary>The votes of all kinds on one batch of views.</summary>
[GenerateSerializer, Immutable, Alias("gs.VoteSet")]
public sealed record VoteSet([property: Id(0)] VoteBatch[] Kinds);

/// <summary>One decision for each view of a batch, in its order.</summary>
[GenerateSerializer, Immutable, Alias("gs.DecisionBatch")]
public sealed record DecisionBatch([property: Id(0)] BatchId Batch, [property: Id(1)] Decision[] Decisions)
{
    /// <summary>On the stream <c>decisions</c>: the bar of each decision; else empty.</summary>
    [Id(2)] public Bar[] Bars { get; init; } = [];

    /// <summary>On a stream: whose decisions these are; <see cref="BatchId.Number"/> is the sequence of their record in its journal.</summary>
    [Id(3)] public int Shard { get; init; }

    /// <summary>On a stream: no record of the shard between this one and the batch's has decisions. Who has not seen what was up to this one has missed something.</summary>
    [Id(4)] public long After { get; init; }
}

/// <summary>Closed bars of many symbols: the event of the stream <c>bars</c>.</summary>
[GenerateSerializer, Immutable, Alias("gs.BarBatch")]
public sealed record BarBatch([property: Id(0)] BatchId Batch, [property: Id(1)] SymbolBar[] Bars);
