using System.Runtime.InteropServices;
using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Silo.Storage.History;

/// <summary>Rows that are not in a run yet, by series and time. Not for two threads at once.</summary>
/// <remarks>They wait as bytes: half a million objects that live for a minute would cost the garbage collector more than all else here.</remarks>
internal sealed class RowBuffer<T>(RowFormat<T> format)
{
    private readonly Dictionary<(string Symbol, TimeSpan Interval), Series> _series = [];
    private readonly StateWriter _row = new(256);

    /// <param name="Start">Of its bytes in the series.</param>
    private readonly record struct Place(DateTime BarTimeUtc, int Start, int Length);

    private sealed class Series(string symbol, TimeSpan interval)
    {
        public string Symbol => symbol;
        public List<Place> Rows { get; } = [];
        public List<byte> Bytes { get; } = [];

        public RowKey Key(int row) => new(symbol, interval, Rows[row].BarTimeUtc);
    }

    public int Count { get; private set; }

    /// <returns>Whether it is new here.</returns>
    public bool Add(T row)
    {
        RowKey key = format.Key(row);
        ref Series? series = ref CollectionsMarshal.GetValueRefOrAddDefault(_series, (key.Symbol, key.Interval), out _);
        series ??= new(key.Symbol, key.Interval);
        int place = series.Rows.Count;
        while (place > 0 && series.Rows[place - 1].BarTimeUtc > key.BarTimeUtc)              // hardly ever: a series comes in its order
            place--;
        if (place > 0 && series.Rows[place - 1].BarTimeUtc == key.BarTimeUtc)
            return false;
        _row.Clear();
        format.Write(_row, row);
        series.Rows.Insert(place, new(key.BarTimeUtc, series.Bytes.Count, _row.Length));
        series.Bytes.AddRange(_row.Written.Span);
        Count++;
        return true;
    }

    /// <summary>The newest of the rows that are wanted, newest first.</summary>
    public T[] Newest(RowRange range, Func<T, bool> isWanted, int limit)
    {
        if (Count == 0 || limit <= 0)
            return [];
        var newest = new PriorityQueue<T, T>(Comparer<T>.Create((one, other) => format.NewestFirst.Compare(other, one)));
        foreach (Series series in _series.Values.Where(series => range.Symbol is null || range.Symbol == series.Symbol))
            for (int i = series.Rows.Count - 1; i >= 0; i--)
            {
                RowKey key = series.Key(i);
                if (key.BarTimeUtc < range.FromUtc)
                    break;
                if (!range.Has(key))
                    continue;
                if (newest.Count == limit && RowKey.NewestFirst(key, format.Key(newest.Peek())) >= 0)
                    break;                                                   // and what is older in it comes behind this
                T row = Row(series, i);
                if (!isWanted(row))
                    continue;
                if (newest.Count < limit)
                    newest.Enqueue(row, row);
                else
                    newest.EnqueueDequeue(row, row);
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
        foreach (Series series in _series.Values)
            for (int i = 0; i < series.Rows.Count; i++)
            {
                times[count] = series.Rows[i].BarTimeUtc.Ticks;
                rows[count++] = Row(series, i);
            }
        Array.Sort(times, rows);
        return rows;
    }

    private T Row(Series series, int row)
    {
        Place place = series.Rows[row];
        return format.Read(new StateReader(CollectionsMarshal.AsSpan(series.Bytes).Slice(place.Start, place.Length).ToArray()), series.Key(row));
    }
}
