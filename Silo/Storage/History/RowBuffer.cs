using System.Runtime.InteropServices;

namespace GoldenSignals.Silo.Storage.History;

/// <summary>Rows that are not in a run yet, by series and time. Not for two threads at once.</summary>
internal sealed class RowBuffer<T>(RowFormat<T> format)
{
    private readonly Dictionary<string, Dictionary<TimeSpan, List<T>>> _symbols = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    /// <returns>Whether it is new here.</returns>
    public bool Add(T row)
    {
        RowKey key = format.Key(row);
        ref Dictionary<TimeSpan, List<T>>? intervals = ref CollectionsMarshal.GetValueRefOrAddDefault(_symbols, key.Symbol, out _);
        intervals ??= [];
        ref List<T>? series = ref CollectionsMarshal.GetValueRefOrAddDefault(intervals, key.Interval, out _);
        series ??= [];
        int place = series.Count;
        while (place > 0 && format.Key(series[place - 1]).BarTimeUtc > key.BarTimeUtc)       // hardly ever: a series comes in its order
            place--;
        if (place > 0 && format.Key(series[place - 1]).BarTimeUtc == key.BarTimeUtc)
            return false;
        series.Insert(place, row);
        Count++;
        return true;
    }

    /// <summary>The newest of the rows that are wanted, newest first.</summary>
    public T[] Newest(RowRange range, Func<T, bool> isWanted, int limit)
    {
        if (Count == 0 || limit <= 0)
            return [];
        var newest = new PriorityQueue<T, T>(Comparer<T>.Create((one, other) => format.NewestFirst.Compare(other, one)));
        IEnumerable<Dictionary<TimeSpan, List<T>>> symbols = range.Symbol is { } symbol ? (_symbols.TryGetValue(symbol, out var one) ? [one] : []) : _symbols.Values;
        foreach (List<T> series in symbols.SelectMany(intervals => intervals.Values))
            for (int i = series.Count - 1; i >= 0; i--)
            {
                RowKey key = format.Key(series[i]);
                if (key.BarTimeUtc < range.FromUtc)
                    break;
                if (!range.Has(key) || !isWanted(series[i]))
                    continue;
                if (newest.Count < limit)
                    newest.Enqueue(series[i], series[i]);
                else if (format.NewestFirst.Compare(series[i], newest.Peek()) < 0)
                    newest.EnqueueDequeue(series[i], series[i]);
                else
                    break;                                                   // and what is older in it comes behind this
            }
        var rows = new T[newest.Count];
        for (int i = rows.Length - 1; i >= 0; i--)
            rows[i] = newest.Dequeue();
        return rows;
    }

    /// <summary>All rows by time; of one time in any order.</summary>
    public T[] ByTime()
    {
        var rows = new T[Count];
        var times = new long[Count];
        int count = 0;
        foreach (List<T> series in _symbols.Values.SelectMany(intervals => intervals.Values))
            foreach (T row in series)
            {
                times[count] = format.Key(row).BarTimeUtc.Ticks;
                rows[count++] = row;
            }
        Array.Sort(times, rows);
        return rows;
    }
}
