namespace GoldenSignals.Silo.Feeds;

/// <summary>The values of several files in the order in which they were known; at equal times by symbol, then by file.</summary>
/// <remarks>A file is opened only when its first value may be the next one.</remarks>
internal sealed class CsvMerge : IDisposable
{
    private readonly CsvFile[] _files;
    private readonly PriorityQueue<CsvFile, CsvFile> _others;
    private CsvFile? _next;                                         // the file with the next value; null: all are read

    public CsvMerge(CsvFile[] files)
    {
        _files = files;
        _others = new(files.Select(file => (file, file)), Comparer<CsvFile>.Create(Compare));
        _others.TryDequeue(out _next, out _);
        OpenNext();
    }

    public bool HasNext => _next is not null;

    public CsvFile Next => _next!;

    /// <summary>Nothing older will come: open of a bar, time of a tick; 100 ns.</summary>
    public long Earliest
    {
        get
        {
            long earliest = long.MaxValue;
            foreach (CsvFile file in _files)
                if (!file.IsRead)
                    earliest = Math.Min(earliest, file.Earliest);
            return earliest;
        }
    }

    public void Advance()
    {
        Step();
        OpenNext();
    }

    private void OpenNext()
    {
        while (_next is { IsOpen: false })
            Step();
    }

    private void Step()
    {
        if (!_next!.MoveNext())
            _others.TryDequeue(out _next, out _);
        else if (_others.Count > 0 && Compare(_next, _others.Peek()) > 0)
            _next = _others.EnqueueDequeue(_next, _next);
    }

    private static int Compare(CsvFile a, CsvFile b)
    {
        int order = a.KnownAt.CompareTo(b.KnownAt);
        if (order == 0)
            order = string.CompareOrdinal(a.SymbolName, b.SymbolName);
        return order != 0 ? order : a.Order.CompareTo(b.Order);
    }

    public void Dispose()
    {
        foreach (CsvFile file in _files)
            file.Dispose();
    }
}
