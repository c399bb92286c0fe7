using GoldenSignals.Domain.Market;

namespace GoldenSignals.Silo.Feeds;

/// <summary>
/// Finds the length of a file's bars from the times between a symbol's rows: the longest time of which 99 % of them are whole multiples,
/// so that files with gaps (no trade, no bar) are understood too; failing that, as with months, the commonest.
/// </summary>
internal sealed class CsvSpacing
{
    private readonly Dictionary<CsvSymbol, DateTime> _last = [];
    private readonly Dictionary<TimeSpan, int> _counts = [];

    public void Add(CsvSymbol symbol, DateTime openTimeUtc)
    {
        if (_last.TryGetValue(symbol, out DateTime last) && openTimeUtc > last)
            _counts[openTimeUtc - last] = _counts.GetValueOrDefault(openTimeUtc - last) + 1;
        _last[symbol] = openTimeUtc;
    }

    public bool IsEmpty => _counts.Count == 0;

    /// <summary>Null if no symbol has two rows.</summary>
    public TimeSpan? Interval()
    {
        if (IsEmpty)
            return null;
        int total = _counts.Values.Sum();
        // What 99 % are multiples of is among the shortest: only the other 1 % can be shorter.
        foreach (TimeSpan candidate in _counts.Keys.Order().Take(64).OrderDescending())
            if (_counts.Where(pair => pair.Key.Ticks % candidate.Ticks == 0).Sum(pair => pair.Value) >= 0.99 * total)
                return candidate;
        return _counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First().Key;
    }

    /// <summary>An interval in words, also one that is no whole number of milliseconds.</summary>
    public static string Text(TimeSpan interval) => interval.Ticks % TimeSpan.TicksPerMillisecond == 0 ? BarInterval.Format(interval) : interval.ToString("c");
}
