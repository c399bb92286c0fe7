using GoldenSignals.Domain.Market;

namespace GoldenSignals.Silo.Feeds;

/// <summary>What several files tell of symbols beside ticks and bars, in the order of time; equal times in the order of the files.</summary>
internal sealed class InputMerge : IDisposable
{
    private readonly List<IEnumerator<SymbolInput>> _files;
    private readonly PriorityQueue<int, (DateTime TimeUtc, int File)> _next = new();

    /// <param name="files">The inputs of each file, in the order of time.</param>
    public InputMerge(IEnumerable<IEnumerable<SymbolInput>> files)
    {
        _files = [.. files.Select(file => file.GetEnumerator())];
        for (int i = 0; i < _files.Count; i++)
            Advance(i);
    }

    public bool HasNext => _next.Count > 0;

    /// <summary>Event time of the next one, in 100 ns; the end of time when there is none.</summary>
    public long NextTicks => _next.TryPeek(out _, out (DateTime TimeUtc, int) next) ? next.TimeUtc.Ticks : long.MaxValue;

    public SymbolInput Take()
    {
        int file = _next.Dequeue();
        SymbolInput input = _files[file].Current;
        Advance(file);
        return input;
    }

    public void Dispose()
    {
        foreach (IEnumerator<SymbolInput> file in _files)
            file.Dispose();
    }

    private void Advance(int file)
    {
        if (_files[file].MoveNext())
            _next.Enqueue(file, (_files[file].Current.TimeUtc, file));
    }
}
