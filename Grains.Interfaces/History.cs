using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Risk;
using Orleans;

namespace GoldenSignals.Grains;

/// <summary>What is wanted of the past: newest first by bar time, then in ordinal order of the symbol, then shorter intervals first.</summary>
/// <param name="Symbol">Only of this symbol; null for all.</param>
/// <param name="Action">Only with this action; null for any. Not for bars.</param>
/// <param name="FromUtc">Bars that open at or after it.</param>
/// <param name="ToUtc">Bars that open before it.</param>
/// <param name="Limit">Most rows to answer with.</param>
/// <param name="Behind">Only rows behind this place in the order: the last of the page before; null for the first page.</param>
[GenerateSerializer, Immutable, Alias("gs.HistoryQuery")]
public sealed record HistoryQuery(
    [property: Id(0)] string? Symbol,
    [property: Id(1)] SignalAction? Action,
    [property: Id(2)] DateTime FromUtc,
    [property: Id(3)] DateTime ToUtc,
    [property: Id(4)] int Limit,
    [property: Id(5)] HistoryPlace? Behind = null)
{
    /// <summary>Whether a row is one of those wanted; the limit aside.</summary>
    public bool Wants(DecisionRow row) =>
        row.BarTimeUtc >= FromUtc && row.BarTimeUtc < ToUtc && (Symbol is null || row.Symbol == Symbol) && (Action is null || row.Action == Action)
        && (Behind is null || row.BarTimeUtc < Behind.BarTimeUtc || row.BarTimeUtc == Behind.BarTimeUtc && HistoryPlace.Order.Compare(row.Place, Behind) > 0);
}

/// <summary>A row's place in the order of a <see cref="HistoryQuery"/>.</summary>
[GenerateSerializer, Immutable, Alias("gs.HistoryPlace")]
public sealed record HistoryPlace([property: Id(0)] DateTime BarTimeUtc, [property: Id(1)] string Symbol, [property: Id(2)] TimeSpan Interval)
{
    /// <summary>The order of the places.</summary>
    public static IComparer<HistoryPlace> Order { get; } = Comparer<HistoryPlace>.Create((one, other) =>
        other.BarTimeUtc.CompareTo(one.BarTimeUtc) is not 0 and var newer ? newer
        : string.CompareOrdinal(one.Symbol, other.Symbol) is not 0 and var symbol ? symbol
        : one.Interval.CompareTo(other.Interval));
}

/// <summary>A decision's outcome, without votes and indicators.</summary>
/// <param name="Sequence">Of the journal's record that holds all of it, in the symbol's shard.</param>
[GenerateSerializer, Immutable, Alias("gs.DecisionRow")]
public sealed record DecisionRow(
    [property: Id(0)] string Symbol,
    [property: Id(1)] TimeSpan Interval,
    [property: Id(2)] DateTime BarTimeUtc,
    [property: Id(3)] double Price,
    [property: Id(4)] SignalAction Action,
    [property: Id(5)] SignalAction ActionBefore,
    [property: Id(6)] double Score,
    [property: Id(7)] double Confidence,
    [property: Id(8)] string Reason,
    [property: Id(9)] Position? Position,
    [property: Id(10)] string Configuration,
    [property: Id(11)] long Sequence)
{
    public bool IsSignal => Action != ActionBefore;

    public HistoryPlace Place => new(BarTimeUtc, Symbol, Interval);

    /// <param name="sequence">0 where nobody will look for the rest of it.</param>
    public static DecisionRow Of(Decision decision, long sequence) => new(
        decision.Symbol, decision.Interval, decision.BarTimeUtc, decision.Price, decision.Action, decision.ActionBefore,
        decision.Score, decision.Confidence, decision.Reason, decision.Position, decision.Configuration, sequence);
}

/// <summary>Signals of the last 24 hours of one symbol with one action.</summary>
/// <param name="LastUtc">Bar time of the newest.</param>
[GenerateSerializer, Immutable, Alias("gs.SignalInsight")]
public sealed record SignalInsight(
    [property: Id(0)] string Symbol,
    [property: Id(1)] SignalAction Action,
    [property: Id(2)] long Count,
    [property: Id(3)] double MeanConfidence,
    [property: Id(4)] DateTime LastUtc);

/// <param name="RefreshedUtc">As of when, by the clock.</param>
[GenerateSerializer, Immutable, Alias("gs.SignalInsights")]
public sealed record SignalInsights([property: Id(0)] DateTime RefreshedUtc, [property: Id(1)] SignalInsight[] Rows);

/// <summary>A symbol as it was when a bar had been decided.</summary>
/// <param name="Bars">Its window, oldest first; the last is the bar.</param>
/// <param name="Decision">With every vote, weight and indicator.</param>
[GenerateSerializer, Immutable, Alias("gs.SymbolAt")]
public sealed record SymbolAt([property: Id(0)] TimeSpan Interval, [property: Id(1)] Bar[] Bars, [property: Id(2)] Decision Decision);

/// <summary>The answer to a question for a past state.</summary>
/// <param name="State">Null when it cannot be told: nothing had been decided by then, or what was is no longer kept.</param>
/// <param name="OldestUtc">The oldest time that works, where the time asked for is before it; null when nothing had been decided by then.</param>
[GenerateSerializer, Immutable, Alias("gs.PastState")]
public sealed record PastState([property: Id(0)] SymbolAt? State, [property: Id(1)] DateTime? OldestUtc);

/// <summary>A symbol at a bar that has been decided: all that the decision rests on.</summary>
/// <param name="Consensus">As saved after the decision.</param>
[GenerateSerializer, Immutable, Alias("gs.SymbolCase")]
public sealed record SymbolCase([property: Id(0)] MarketView View, [property: Id(1)] SavedState Consensus);

/// <summary>The answer to a question for such a case; as <see cref="PastState"/> otherwise.</summary>
[GenerateSerializer, Immutable, Alias("gs.PastCase")]
public sealed record PastCase([property: Id(0)] SymbolCase? Case, [property: Id(1)] DateTime? OldestUtc);

[GenerateSerializer, Immutable, Alias("gs.DecisionRows")]
public sealed record DecisionRows([property: Id(0)] DecisionRow[] Rows);
