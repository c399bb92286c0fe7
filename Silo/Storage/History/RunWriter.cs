using System.Globalization;
using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Silo.Storage.History;

/// <summary>Writes a run: rows by time in, a file in its place out. Holds one slice.</summary>
internal sealed class RunWriter<T>(HistoryFolder folder, HistoryKind kind, DateOnly day, long number, RowFormat<T> format, RunShape shape) : IDisposable
{
    private readonly List<T> _slice = [];
    private readonly List<Slice> _slices = [];
    private readonly List<Block> _blocks = [];
    private readonly SortedSet<string> _symbols = new(StringComparer.Ordinal);
    private readonly StateWriter _bytes = new(2 * shape.BlockBytes);
    private readonly string _name = number.ToString(CultureInfo.InvariantCulture);
    private ISegmentFile? _file;
    private long _length, _rows;
    private bool _completed;

    public void Add(T row)
    {
        if (_slice.Count >= shape.SliceRows && format.Key(row).BarTimeUtc != format.Key(_slice[^1]).BarTimeUtc)
            EndSlice();
        _slice.Add(row);
    }

    /// <summary>Puts the file into its place, durable but for its folder. There must be a row.</summary>
    public RunFile Complete(SortedDictionary<int, long> positions)
    {
        EndSlice();
        _bytes.Clear();
        new RunFooter(kind, day, [.. _symbols], positions, [.. _slices], [.. _blocks]).Write(_bytes);
        byte[] seal = Seal.Of(_bytes);
        Write(_bytes.Written.Span);
        Write(seal);
        _file!.Flush();
        _file.Dispose();
        var run = new RunFile(kind, day, number, _rows, _length, _slices[0].FirstUtc, _slices[^1].LastUtc);
        folder.End(_name, run.Name);
        _completed = true;
        return run;
    }

    public void Dispose()
    {
        if (_completed || _file is null)
            return;
        _file.Dispose();
        folder.Abandon(_name);
    }

    private void EndSlice()
    {
        if (_slice.Count == 0)
            return;
        DateTime first = format.Key(_slice[0]).BarTimeUtc, last = format.Key(_slice[^1]).BarTimeUtc;
        int blocks = _blocks.Count;
        _slice.Sort(format.BySeries);
        for (int start = 0; start < _slice.Count;)
            start += WriteBlock(start);
        _slices.Add(new(first, last, blocks, _blocks.Count - blocks));
        _rows += _slice.Count;
        _slice.Clear();
    }

    /// <summary>A block: of each row whether its series is another than that of the row before, then what differs from it.</summary>
    private int WriteBlock(int start)
    {
        _bytes.Clear();
        RowKey before = default;
        DateTime first = DateTime.MaxValue, last = DateTime.MinValue;
        int end = start;
        for (; end < _slice.Count && _bytes.Length < shape.BlockBytes; end++)
        {
            RowKey key = format.Key(_slice[end]);
            bool another = key.Symbol != before.Symbol || key.Interval != before.Interval;
            _bytes.Bool(another);
            if (another)
            {
                _bytes.Text(key.Symbol);
                _bytes.Span(key.Interval);
                _symbols.Add(key.Symbol);
            }
            _bytes.Int(key.BarTimeUtc.Ticks - before.BarTimeUtc.Ticks);
            format.Write(_bytes, _slice[end]);
            before = key;
            first = key.BarTimeUtc < first ? key.BarTimeUtc : first;
            last = key.BarTimeUtc > last ? key.BarTimeUtc : last;
        }
        _blocks.Add(new(_length, _bytes.Length, Crc32C.Of(_bytes.Written.Span), end - start, format.Key(_slice[start]).Symbol, before.Symbol, first, last));
        Write(_bytes.Written.Span);
        return end - start;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _file ??= folder.Begin(_name);
        _file.Write(bytes, _length);
        _length += bytes.Length;
    }
}
