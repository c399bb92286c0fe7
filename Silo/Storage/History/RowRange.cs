using GoldenSignals.Grains;

namespace GoldenSignals.Silo.Storage.History;

/// <summary>Which rows are wanted, and in which order.</summary>
/// <param name="FromUtc">At or after it.</param>
/// <param name="ToUtc">Before it.</param>
/// <param name="Symbol">Only of this; null for all.</param>
/// <param name="Behind">Only behind this one, newest first.</param>
internal readonly record struct RowRange(DateTime FromUtc, DateTime ToUtc, string? Symbol = null, RowKey? Behind = null, bool NewestFirst = true)
{
    public static RowRange Everything { get; } = new(DateTime.MinValue, DateTime.MaxValue, NewestFirst: false);

    public static RowRange Of(HistoryQuery query) => new(query.FromUtc, query.ToUtc, query.Symbol,
        query.Behind is { } place ? new RowKey(place.Symbol, place.Interval, place.BarTimeUtc) : null);

    /// <summary>Whether a row may be among those of a span of times, both included.</summary>
    public bool Meets(DateTime firstUtc, DateTime lastUtc) =>
        lastUtc >= FromUtc && firstUtc < ToUtc && !(Behind is { } behind && firstUtc > behind.BarTimeUtc);

    public bool Has(RowKey key) => key.BarTimeUtc >= FromUtc && key.BarTimeUtc < ToUtc && (Symbol is null || Symbol == key.Symbol)
        && !(Behind is { } behind && RowKey.NewestFirst(key, behind) <= 0);
}
