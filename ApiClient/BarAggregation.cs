using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;

namespace GoldenSignals.ApiClient;

/// <summary>Closed bars of a coarser interval, put together from those of a symbol as a <see cref="BarBuilder"/> would have.</summary>
internal static class BarAggregation
{
    /// <summary>Bars that one coarser bar may be made of: a day of seconds is 86,400.</summary>
    public const int MostOfOne = 100_000;

    private const int Chunk = 10_000, MostOfPage = 200_000;

    /// <summary>The interval that is asked for.</summary>
    /// <exception cref="ProblemException">400 invalid-parameter: bars of the symbol do not add up to it.</exception>
    public static TimeSpan IntervalOf(string text, SymbolRow symbol) => BarInterval.TryParse(text, out TimeSpan interval) ? Checked(interval, symbol, nameof(interval))
        : throw Refused("interval", "is a whole number and a unit (ms, s, m, h, d, w), for instance 5m.");

    /// <exception cref="ProblemException">400 invalid-parameter: bars of the symbol do not add up to it.</exception>
    public static TimeSpan Checked(TimeSpan interval, SymbolRow symbol, string parameter) =>
        interval < symbol.Interval || interval.Ticks % symbol.Interval.Ticks != 0 ? throw Refused(parameter, $"is a multiple of the symbol's bars, {BarInterval.Format(symbol.Interval)}.")
        : interval.Ticks / symbol.Interval.Ticks <= MostOfOne ? interval
        : throw Refused(parameter, $"is up to {MostOfOne} of the symbol's bars, {BarInterval.Format(symbol.Interval)} each.");

    /// <summary>Newest first, as a query of coarser bars wants them: those that open in its range, are behind its place, and have ended.</summary>
    /// <returns>Up to the query's limit; fewer where it would take very many bars, and then <c>More</c> says so.</returns>
    public static async Task<(SymbolBar[] Rows, bool More)> Bars(this Grid grid, SymbolRow symbol, HistoryQuery query, TimeSpan interval)
    {
        DateTime endUtc = Floor(symbol.BarTimeUtc + symbol.Interval, interval);                       // what opens then has not ended
        if (query.Behind is { } behind && behind.BarTimeUtc < endUtc)
            endUtc = behind.BarTimeUtc;
        if (Ceiling(query.ToUtc, interval) is var to && to < endUtc)
            endUtc = to;
        DateTime fromUtc = Ceiling(query.FromUtc, interval);
        var (rows, parts, read) = (new List<SymbolBar>(), new List<SymbolBar>(), 0);
        var source = new HistoryQuery(symbol.Symbol, null, fromUtc, endUtc, Chunk);
        while (fromUtc < endUtc)
        {
            SymbolBar[] some = await grid.Bars(symbol, source);
            foreach (SymbolBar bar in some)
            {
                if (bar.Interval != symbol.Interval)
                    continue;                                        // of a time when the grid had other bars
                if (parts.Count > 0 && Floor(bar.Bar.OpenTimeUtc, interval) != Floor(parts[0].Bar.OpenTimeUtc, interval))
                {
                    rows.Add(Whole(parts, interval));
                    parts.Clear();
                    if (rows.Count == query.Limit)
                        return ([.. rows], false);
                    if (read >= MostOfPage)
                        return ([.. rows], true);
                }
                parts.Add(bar);
                read++;
            }
            if (some.Length < Chunk)
                break;
            source = source with { Behind = PastRows.PlaceOf(some[^1]) };
        }
        if (parts.Count > 0)
            rows.Add(Whole(parts, interval));
        return ([.. rows], false);
    }

    /// <param name="parts">Newest first.</param>
    private static SymbolBar Whole(List<SymbolBar> parts, TimeSpan interval)
    {
        Bar first = parts[^1].Bar, last = parts[0].Bar;
        double high = first.High, low = first.Low, volume = 0;
        for (int i = parts.Count - 1; i >= 0; i--)                   // oldest first: a sum of doubles depends on the order
        {
            Bar part = parts[i].Bar;
            (high, low, volume) = (Math.Max(high, part.High), Math.Min(low, part.Low), volume + part.Volume);
        }
        return new(parts[0].Symbol, interval, new(Floor(first.OpenTimeUtc, interval), first.Open, high, low, last.Close, volume));
    }

    private static DateTime Floor(DateTime time, TimeSpan interval) => new(time.Ticks - time.Ticks % interval.Ticks, DateTimeKind.Utc);

    private static DateTime Ceiling(DateTime time, TimeSpan interval) =>
        Floor(time, interval) is var floor && floor == time ? floor
        : floor > DateTime.MaxValue - interval ? JsonValues.Utc(DateTime.MaxValue) : floor + interval;

    private static ProblemException Refused(string parameter, string what) => Problems.InvalidParameter.Because($"{parameter} {what}", ("parameter", parameter));
}
