using System.Runtime.InteropServices;
using System.Text;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Silo.Feeds;

/// <summary>Turns lines into values. A row that makes no sense is an error; one whose values cannot be is counted and left out.</summary>
/// <param name="named">The symbol by the file's name; null if rows or columns name it.</param>
/// <param name="interval">Of the bars; zero for ticks.</param>
/// <param name="probing">Looks only: counts nothing and reads every symbol, wanted or not.</param>
internal sealed class CsvRowReader(
    string path, string source, CsvHeader header, CsvSymbol? named, TimeSpan interval, CsvContext context, bool probing)
{
    private readonly CsvCells _cells = new();
    private readonly CsvSymbol?[] _matrix =
        [.. header.Symbols.Select(name => context.Find(name)!).Select(symbol => probing || context.Wants(symbol) ? symbol : null)];
    private readonly double[] _closes = new double[header.Symbols.Length];
    private readonly bool[] _given = new bool[header.Symbols.Length];
    private readonly HashSet<CsvSymbol> _agreed = [];
    private readonly Dictionary<CsvSymbol, long> _numbers = [];     // of each symbol's last row of ticks
    private readonly byte[] _symbolText = new byte[16];
    private int _symbolLength = -1;
    private CsvSymbol? _symbol = named;                             // of the row; null if it is invalid or not wanted
    private CsvTimestamp _timestamp;
    private DateTime _timeUtc, _lastUtc;                            // of the row, and of the last bar whose time can be
    private long _knownAt;
    private int _matrixNext = header.Symbols.Length;
    private CsvRow _row;

    public ref readonly CsvRow Row => ref _row;

    /// <summary>Rows read, those left out included.</summary>
    public long Count { get; private set; }

    /// <summary>Goes to the next value up to a line of the file.</summary>
    public bool MoveNext(CsvLines lines, int lastLine = int.MaxValue)
    {
        while (true)
        {
            while (_matrixNext < _matrix.Length)
                if (TakeClose(_matrixNext++))
                    return true;
            if (lines.Number >= lastLine || !lines.TryRead(out ReadOnlySpan<byte> line))
                return false;
            if (Take(line, lines))
                return true;
        }
    }

    private bool Take(ReadOnlySpan<byte> line, CsvLines lines)
    {
        Count++;
        if (!probing)
            context.Rows++;
        if (!_cells.TrySplit(line))
            throw lines.Wrong(_cells.Count + 1, "found a quote that is not closed, expected it to be where its cell ends.");
        if (_cells.Count != header.Count)
            throw lines.Wrong(null, $"found {_cells.Count} cells, expected {header.Count} as in the header (decimals take a point, not a comma).");
        TakeTime(line, lines);
        if (header.Symbol >= 0)
            TakeSymbol(_cells.Of(line, header.Symbol), lines.Number);
        if (header.Kind == CsvKind.Closes)
        {
            TakeCloses(line, lines);
            return false;
        }
        double first = Value(line, lines, 0), second = Value(line, lines, 1);
        return header.Kind switch
        {
            CsvKind.Bars => TakeBar(new Bar(_timeUtc, first, second, Value(line, lines, 2), Value(line, lines, 3), Value(line, lines, 4, emptyIsZero: true))),
            CsvKind.Quotes => TakeQuote(first, second),
            _ => TakeTick(first, second),
        };
    }

    private void TakeTime(ReadOnlySpan<byte> line, CsvLines lines)
    {
        ReadOnlySpan<byte> text = _cells.Of(line, header.Timestamp);
        if (!_timestamp.TryParse(text, out long ticks))
            throw lines.Wrong(header.Timestamp + 1, $"found '{Shown(text)}', {CsvTimestamp.Expected}.");
        _timeUtc = new DateTime(ticks, DateTimeKind.Utc);
        if (!header.HoldsBars || !CsvTimestamp.IsInRange(_timeUtc))                 // what cannot be is left out, so nothing comes after it
            return;
        if (_timeUtc < _lastUtc)
            throw lines.Wrong(header.Timestamp + 1, $"found {_timeUtc:O} after {_lastUtc:O}, expected bars in time order.");
        _lastUtc = _timeUtc;
    }

    /// <summary>The symbol of this row; mostly that of the row before.</summary>
    private void TakeSymbol(ReadOnlySpan<byte> text, int number)
    {
        if (_symbolLength == text.Length && text.SequenceEqual(_symbolText.AsSpan(0, _symbolLength)))
            return;
        Span<char> name = stackalloc char[16];
        _symbol = text.Length <= 16 && Encoding.UTF8.TryGetChars(text, name, out int length) ? context.Find(name[..length]) : null;
        _symbolLength = -1;
        if (_symbol is null)
        {
            Quarantine(Refusal.InvalidSymbol);
            return;
        }
        text.CopyTo(_symbolText);
        _symbolLength = text.Length;
        if (probing)
            return;
        if (!context.Wants(_symbol))
            _symbol = null;
        else if (_agreed.Add(_symbol))
            context.Agree(_symbol, path, number, interval);
    }

    private void TakeCloses(ReadOnlySpan<byte> line, CsvLines lines)
    {
        for (int i = 0; i < _matrix.Length; i++)
        {
            _given[i] = _matrix[i] is not null && !_cells.Of(line, header.Values[i]).IsEmpty;
            if (_given[i])
                _closes[i] = Value(line, lines, i);
        }
        _matrixNext = 0;
    }

    private bool TakeClose(int index)
    {
        if (!_given[index])
            return false;
        double close = _closes[index];
        _symbol = _matrix[index];
        return TakeBar(new Bar(_timeUtc, close, close, close, close, 0));
    }

    private bool TakeBar(in Bar bar)
    {
        if (_symbol is null || !Passes(TickRules.Check(bar)))
            return false;
        _row.IsBar = true;
        _row.Symbol = _symbol;
        _row.Bar = bar;
        _row.Earliest = bar.OpenTimeUtc.Ticks;
        _row.KnownAt = Math.Min(bar.OpenTimeUtc.Ticks + interval.Ticks, DateTime.MaxValue.Ticks);
        return true;
    }

    /// <summary>Numbers the symbol's rows without a break, so that one that is left out is missed. Begins as the lines do behind a header.</summary>
    private long NextNumber(CsvSymbol symbol)
    {
        ref long number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, symbol, out bool known);
        return number = known ? number + 1 : 2;
    }

    private bool TakeQuote(double bid, double ask)
    {
        if (_symbol is null)
            return false;
        var quote = new Quote(_symbol.Name, _timeUtc, bid, ask, source, NextNumber(_symbol));
        return Passes(TickRules.Check(quote)) && TakeTick(quote.ToTick());
    }

    private bool TakeTick(double price, double size) =>
        _symbol is not null && TakeTick(new Tick(_symbol.Name, _timeUtc, price, size, source, NextNumber(_symbol)));

    private bool TakeTick(in Tick tick)
    {
        if (!Passes(TickRules.Check(tick)))
            return false;
        _knownAt = Math.Max(_knownAt, tick.TimeUtc.Ticks);
        _row.Symbol = _symbol!;
        _row.Tick = tick;
        _row.Earliest = _row.KnownAt = _knownAt;
        return true;
    }

    private double Value(ReadOnlySpan<byte> line, CsvLines lines, int index, bool emptyIsZero = false)
    {
        int column = header.Values[index];
        ReadOnlySpan<byte> text = _cells.Of(line, column);
        if (CsvCells.TryNumber(text, out double value) || emptyIsZero && text.IsEmpty)
            return value;
        throw lines.Wrong(column + 1, $"found '{Shown(text)}' as {header.Names[column]}, expected a number such as 1234.5.");
    }

    private bool Passes(string? refusal)
    {
        if (refusal is not null)
            Quarantine(refusal);
        return refusal is null;
    }

    private void Quarantine(string refusal)
    {
        if (!probing)
            context.Quarantine(refusal);
    }

    private static string Shown(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text.Length <= 40 ? text : text[..40]);
}
