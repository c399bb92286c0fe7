using System.Collections.Frozen;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Queries;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;

namespace GoldenSignals.ApiClient.Live;

/// <summary>A symbol has come to fit a standing query, or no longer does.</summary>
/// <param name="Row">The decision of the record at which it did.</param>
internal readonly record struct QueryTurn(int Row, StandingQuery Query, bool Enters);

/// <summary>What <c>enter</c> and <c>leave</c> say.</summary>
/// <param name="Query">Id of the query.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Time">Open time of the bar at which it happened, UTC.</param>
internal sealed record QueryTurnDocument(string Query, string Name, string Symbol, string Interval, DateTime Time, double Price, DecisionAction Action, double Score, double Confidence)
{
    public static QueryTurnDocument From(StandingQuery query, DecisionRow decision) => new(
        query.Id, query.Name, decision.Symbol, BarInterval.Format(decision.Interval), JsonValues.Utc(decision.BarTimeUtc), decision.Price, decision.Action.Named(), decision.Score, decision.Confidence);
}

/// <summary>The standing queries, and which symbols fit them by now. Every API process works this out for itself from the same decisions.</summary>
internal sealed class QueryBoard(Grid grid) : IDisposable
{
    private const int AtOnce = 64;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _lock = new();
    private Dictionary<string, Entry> _entries = [];
    private long _version = -1;

    /// <summary>Takes over what has changed.</summary>
    public async Task Refresh()
    {
        await _turn.WaitAsync();
        try
        {
            await TakeOver();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task TakeOver()
    {
        if (await grid.Queries.Changes(_version) is not { } changes)
            return;
        Dictionary<string, Entry> entries;
        lock (_lock)
            entries = changes.Queries.ToDictionary(query => query.Id, query => _entries.GetValueOrDefault(query.Id) ?? new Entry(query));
        await Begin([.. entries.Values.Where(entry => !entry.IsSeeded)], entries);
        _version = changes.Version;
    }

    /// <summary>The symbols that fit a query by now, in ordinal order; null when there is no such query.</summary>
    public string[]? Members(string id)
    {
        lock (_lock)
            return _entries.TryGetValue(id, out Entry? entry) ? [.. entry.Symbols.Where(symbol => symbol.Value.Fits).Select(symbol => symbol.Key).Order(StringComparer.Ordinal)] : null;
    }

    /// <summary>What decisions change.</summary>
    public QueryTurn[] Take(DecisionBatch batch)
    {
        lock (_lock)
        {
            if (_entries.Count == 0)
                return [];
            var turns = new List<QueryTurn>();
            for (int row = 0; row < batch.Decisions.Length; row++)
                foreach (Entry entry in _entries.Values)
                    if (entry.Turns(batch.Decisions[row], batch.Bars[row]) is { } enters)
                        turns.Add(new(row, entry.Query, enters));
            return [.. turns];
        }
    }

    /// <summary>What fits a new query at present is its beginning: who asks is told that, and from then on what changes.</summary>
    private async Task Begin(Entry[] added, Dictionary<string, Entry> entries)
    {
        var latest = new List<(Decision Decision, Bar Bar)>();
        if (added.Length > 0)
            foreach (SymbolRow[] some in (await grid.Universe.Symbols()).Rows.Chunk(AtOnce))
                foreach (var (decision, bar) in await Task.WhenAll(some.Select(Latest)))
                    if (decision is not null)
                        latest.Add((decision, bar));
        lock (_lock)
        {
            foreach (Entry entry in added)
            {
                foreach (var (decision, bar) in latest)
                    entry.Turns(decision, bar);
                entry.IsSeeded = true;
            }
            _entries = entries;
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<(Decision?, Bar)> Latest(SymbolRow row)
    {
        Decision? decision = await grid.ConsensusOf(row.Symbol).Latest(row.Symbol);
        BarSeries bars = await grid.Symbol(row.Symbol).Bars(decision?.BarTimeUtc ?? DateTime.MinValue, DateTime.MaxValue, 1);
        return (decision, bars.Bars is [var bar, ..] ? bar : default);
    }

    private sealed class Entry(StandingQuery query)
    {
        private readonly Condition _condition = Condition.Parse(query.Where);
        private readonly FrozenSet<string>? _visible = query.Symbols?.ToFrozenSet(StringComparer.Ordinal);

        public StandingQuery Query => query;

        public bool IsSeeded { get; set; }

        public Dictionary<string, (bool Fits, DateTime BarTimeUtc)> Symbols { get; } = [];

        /// <summary>Whether the symbol comes to fit, or no longer does; null when nothing changes, or it was known already.</summary>
        public bool? Turns(Decision decision, Bar bar)
        {
            if (_visible is not null && !_visible.Contains(decision.Symbol))
                return null;
            (bool Fits, DateTime BarTimeUtc) before = Symbols.GetValueOrDefault(decision.Symbol);
            if (decision.BarTimeUtc <= before.BarTimeUtc)
                return null;
            bool fits = _condition.Fits(decision, bar);
            Symbols[decision.Symbol] = (fits, decision.BarTimeUtc);
            return fits == before.Fits ? null : fits;
        }
    }
}
