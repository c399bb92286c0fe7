namespace GoldenSignals.Silo.Feeds;

/// <summary>One file of a replay: looked at when it is made, opened again at its first row, closed after its last.</summary>
internal sealed class CsvFile : IDisposable
{
    private const int ProbedRows = 4096, ProbedValues = 100_000;

    private readonly string _source;
    private readonly int _bufferBytes;
    private readonly CsvContext _context;
    private readonly CsvHeader _header;
    private readonly CsvSymbol? _named;                             // from the file's name
    private CsvLines? _lines;
    private CsvRowReader? _rows;
    private long _position;
    private long _firstKnownAt, _firstEarliest;                     // of the first value, which may turn out not to be wanted

    /// <summary>Reads the header and the first rows, so that what is wrong with them is known before anything is passed on.</summary>
    /// <param name="order">Place of the file among all, for ties.</param>
    /// <param name="source">Name of the file in its ticks.</param>
    public CsvFile(string path, int order, string source, int bufferBytes, CsvContext context)
    {
        (Path, Order, _source, _bufferBytes, _context) = (path, order, source, bufferBytes, context);
        try
        {
            _header = OpenAtHeader();
            if (_header.Symbol < 0 && _header.Kind != CsvKind.Closes)
                _named = NameOf(path);
            IsWanted = _named is null || context.Wants(_named);
            if (IsWanted)
                Interval = Probe();
        }
        finally
        {
            Dispose();
        }
    }

    public string Path { get; }
    public int Order { get; }

    /// <summary>Whether it may hold a symbol that was asked for.</summary>
    public bool IsWanted { get; }

    /// <summary>Length of its bars; zero if it holds ticks.</summary>
    public TimeSpan Interval { get; }

    /// <summary>The value read last.</summary>
    public ref readonly CsvRow Row => ref _rows!.Row;

    public bool IsOpen => _lines is not null;
    public bool IsRead { get; private set; }

    /// <summary>Of the value read last; before the first, no later than that of the first.</summary>
    public long KnownAt => _rows is null ? _firstKnownAt : _rows.Row.KnownAt;
    public long Earliest => _rows is null ? _firstEarliest : _rows.Row.Earliest;
    public string SymbolName => _rows is null ? "" : _rows.Row.Symbol.Name;

    /// <summary>Goes to the next value; false after the last, and the file is closed.</summary>
    public bool MoveNext()
    {
        if (_lines is null)
        {
            OpenAtHeader();
            _rows = new CsvRowReader(Path, _source, _header, _named, Interval, _context, probing: false);
        }
        bool more = _rows!.MoveNext(_lines!);
        if (_lines!.Position != _position)
        {
            _context.BytesRead += _lines.Position - _position;
            _position = _lines.Position;
        }
        if (!more)
        {
            IsRead = true;
            Dispose();
        }
        return more;
    }

    private CsvHeader OpenAtHeader()
    {
        _lines = new CsvLines(Path, _bufferBytes);
        return _lines.TryRead(out ReadOnlySpan<byte> line)
            ? CsvHeader.Parse(line, _lines)
            : throw new FeedException(Path, 0, null, "the file is empty, expected a header and rows.");
    }

    private CsvSymbol NameOf(string path)
    {
        string file = System.IO.Path.GetFileName(path);
        string name = file[..file.AsSpan().IndexOfAny('_', '.')].ToUpperInvariant();
        return _context.Find(name)
            ?? throw new FeedException(path, 0, null, $"the name gives '{name}', which is no symbol; expected a name such as MSFT_1d.csv, or a column 'symbol'.");
    }

    private TimeSpan Probe()
    {
        var rows = new CsvRowReader(Path, _source, _header, _named, default, _context, probing: true);
        var spacing = new CsvSpacing();
        var symbols = new HashSet<CsvSymbol>();
        for (int values = 0; (values < ProbedValues || spacing.IsEmpty) && rows.MoveNext(_lines!, lastLine: ProbedRows + 1); values++)
        {
            if (values == 0)
                (_firstKnownAt, _firstEarliest) = (rows.Row.KnownAt, rows.Row.Earliest);
            spacing.Add(rows.Row.Symbol, rows.Row.Bar.OpenTimeUtc);
            symbols.Add(rows.Row.Symbol);
        }
        if (rows.Count == 0)
            throw new FeedException(Path, 0, null, "the file holds a header only, expected rows.");

        TimeSpan interval = _header.HoldsBars ? Checked(spacing.Interval() ?? _context.Interval) : default;
        _firstKnownAt += interval.Ticks;
        foreach (CsvSymbol symbol in symbols.Where(_context.Wants))
            _context.Agree(symbol, Path, 0, interval);
        return interval;
    }

    private TimeSpan Checked(TimeSpan? found)
    {
        if (found is not { } interval)
            throw new FeedException(Path, 0, null, "no symbol has two valid rows, so the length of its bars is unknown; expected more rows, or a given interval.");
        if (interval.Ticks % TimeSpan.TicksPerMillisecond != 0)
            throw new FeedException(Path, 0, null, $"its bars are {interval.TotalMicroseconds} us apart, expected whole milliseconds.");
        if (_context.Interval is { } wanted && (interval > wanted || wanted.Ticks % interval.Ticks != 0))
            throw new FeedException(Path, 0, null,
                $"its bars are of {CsvSpacing.Text(interval)}, expected bars that add up to the given interval of {CsvSpacing.Text(wanted)}.");
        return interval;
    }

    public void Dispose()
    {
        _lines?.Dispose();
        _lines = null;
    }
}
