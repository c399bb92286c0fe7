using GoldenSignals.ApiClient.Security;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;

namespace GoldenSignals.ApiClient;

/// <summary>Rows of the past, newest first: what the grid has at hand, then what it has written down, which may come some way behind.</summary>
internal static class PastRows
{
    private const int AtOnce = 16;

    /// <summary>Closed bars of a symbol: of its window what was announced, of the history the rest.</summary>
    /// <exception cref="ProblemException">503 unavailable: the history has not come up to the window yet.</exception>
    public static async Task<SymbolBar[]> Bars(this Grid grid, SymbolRow symbol, HistoryQuery query)
    {
        // The grain is ahead: it has bars that are not written down yet, and may never be.
        DateTime until = Earlier(query.ToUtc, After(symbol.BarTimeUtc));
        if (query.Behind is { } behind)
            until = Earlier(until, symbol.Interval > behind.Interval ? After(behind.BarTimeUtc) : behind.BarTimeUtc);
        BarSeries window = await grid.Symbol(symbol.Symbol).Bars(query.FromUtc, until, query.Limit);
        SymbolBar[] rows = [.. window.Bars.Reverse().Select(bar => new SymbolBar(window.Symbol, window.Interval, bar))];
        if (rows.Length == query.Limit)
            return rows;

        // From the last row on, with that row: a history that has it too goes on without a hole.
        if ((rows.Length > 0 ? PlaceOf(rows[^1]) : query.Behind) is not { } seam)
            return (await grid.History.Bars(query)).Bars;
        SymbolBar[] older = (await grid.History.Bars(query with { Behind = JustBefore(seam), Limit = query.Limit - rows.Length + 1 })).Bars;
        if (older.Length == 0)
            return rows;
        return PlaceOf(older[0]) == seam ? [.. rows, .. older.Skip(1)]
            : throw Problems.Unavailable.Because($"The bars of {symbol.Symbol} before {Rfc3339.Format(seam.BarTimeUtc)} are still being written down; they come in a moment.");
    }

    /// <summary>Decisions of a symbol, as far as they are written down; in a grid that writes nothing down, the last one.</summary>
    public static async Task<DecisionRow[]> Decisions(this Grid grid, SymbolRow symbol, HistoryQuery query)
    {
        DecisionRow[] rows = (await grid.History.Decisions(query)).Rows;
        return rows.Length == 0 && await grid.ConsensusOf(symbol.Symbol).Latest(symbol.Symbol) is { } last
            && last.BarTimeUtc <= symbol.BarTimeUtc && DecisionRow.Of(last, sequence: 0) is var row && query.Wants(row) ? [row] : rows;
    }

    /// <summary>Signals: the latest of the whole grid, of which some may not be written down yet, and those of the history.</summary>
    public static async Task<DecisionRow[]> Signals(this Grid grid, HistoryQuery query)
    {
        DecisionRow[] latest = (await grid.Universe.Signals(query)).Rows;             // first: what leaves them has been written down by then
        DecisionRow[] written = (await grid.History.Signals(query)).Rows;
        return latest.Length == 0 ? written : [.. latest.UnionBy(written, row => row.Place).OrderBy(row => row.Place, HistoryPlace.Order).Take(query.Limit)];
    }

    /// <summary>The same, of the symbols that a caller may see: symbol by symbol, when these are some.</summary>
    public static async Task<DecisionRow[]> Signals(this Grid grid, HistoryQuery query, Caller caller)
    {
        if (query.Symbol is not null || caller.Symbols is not { } symbols)
            return await grid.Signals(query);
        var rows = new List<DecisionRow>();
        foreach (string[] some in symbols.Chunk(AtOnce))
        {
            DecisionRow[][] of = await Task.WhenAll(some.Select(symbol => grid.Signals(query with { Symbol = symbol })));
            rows = [.. rows.Concat(of.SelectMany(signals => signals)).OrderBy(row => row.Place, HistoryPlace.Order).Take(query.Limit)];
        }
        return [.. rows];
    }

    /// <summary>Signals of the last 24 hours, counted; in a grid that writes nothing down, of those at hand.</summary>
    public static async Task<SignalInsights> Insights(this Grid grid)
    {
        SignalInsights insights = await grid.History.Insights();
        if (insights.Rows.Length > 0)
            return insights;
        DateTime now = insights.RefreshedUtc, from = now < DateTime.MinValue.AddDays(1) ? now : now.AddDays(-1);
        DecisionRow[] latest = (await grid.Universe.Signals(new(null, null, from, now, int.MaxValue))).Rows;
        return insights with
        {
            Rows =
            [
                .. from signal in latest
                   where signal.BarTimeUtc + signal.Interval <= now
                   group signal by (signal.Symbol, signal.Action) into some
                   select new SignalInsight(some.Key.Symbol, some.Key.Action, some.Count(), some.Average(signal => signal.Confidence), some.Max(signal => signal.BarTimeUtc)),
            ],
        };
    }

    /// <summary>Whether nothing can be added to the rows of a symbol that a query wants: all of them are older than its last closed bar ends.</summary>
    public static bool IsClosed(this HistoryQuery query, in SymbolRow symbol) => query.Behind is not null || query.ToUtc <= symbol.BarTimeUtc + symbol.Interval;

    public static HistoryPlace PlaceOf(SymbolBar bar) => new(bar.Bar.OpenTimeUtc, bar.Symbol, bar.Interval);

    private static HistoryPlace JustBefore(HistoryPlace place) => place with { Interval = place.Interval - new TimeSpan(1) };

    private static DateTime After(DateTime time) => time.AddTicks(1);

    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;
}
