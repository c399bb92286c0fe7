namespace GoldenSignals.Silo.Storage.History;

/// <summary>What names a row: there is one for each bar of a symbol.</summary>
internal readonly record struct RowKey(string Symbol, TimeSpan Interval, DateTime BarTimeUtc)
{
    public DateOnly Day => DateOnly.FromDateTime(BarTimeUtc);

    /// <summary>Symbol, interval, time: within a slice of a run.</summary>
    public static int BySeries(RowKey one, RowKey other)
    {
        int series = Series(one, other);
        return series != 0 ? series : one.BarTimeUtc.CompareTo(other.BarTimeUtc);
    }

    /// <summary>Time, symbol, interval: from slice to slice, and in an export.</summary>
    public static int OldestFirst(RowKey one, RowKey other)
    {
        int time = one.BarTimeUtc.CompareTo(other.BarTimeUtc);
        return time != 0 ? time : Series(one, other);
    }

    /// <summary>The newest time, then symbol, then interval: the order of a query.</summary>
    public static int NewestFirst(RowKey one, RowKey other)
    {
        int time = other.BarTimeUtc.CompareTo(one.BarTimeUtc);
        return time != 0 ? time : Series(one, other);
    }

    private static int Series(RowKey one, RowKey other)
    {
        int symbol = string.CompareOrdinal(one.Symbol, other.Symbol);
        return symbol != 0 ? symbol : one.Interval.CompareTo(other.Interval);
    }
}
