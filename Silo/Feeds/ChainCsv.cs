using System.Text;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Options;

namespace GoldenSignals.Silo.Feeds;

/// <summary>What a file of quotes does not tell but its options have.</summary>
/// <param name="Rate">Continuous, a fraction a year; NaN if unknown, and then nothing is derived from prices.</param>
/// <param name="DividendYield">Continuous, a fraction a year; NaN if unknown.</param>
public sealed record ChainTerms(double Rate = double.NaN, double DividendYield = double.NaN, ExerciseStyle Style = ExerciseStyle.American)
{
    /// <summary>A chain with these terms.</summary>
    public OptionChain Chain(string symbol, DateTime timeUtc, OptionContract[] contracts, double underlyingPrice) =>
        new(symbol, timeUtc, contracts, underlyingPrice, Rate, DividendYield, Style);
}

/// <summary>
/// Reads option chains: a row for each contract, rows of one underlying and date together, dates in time order. Columns in any order:
/// <c>underlying,date,expiry,strike,right,bid,ask</c>, and if it has them <c>volume,openInterest,underlyingPrice</c>; others are passed over
/// (printed volatilities and greeks: ours are derived from the prices). An empty cell means that the source does not tell; the first five columns must not be empty.
/// </summary>
/// <remarks>A date without a time of day stands for the end of its session, <see cref="OptionTime.SessionEnd"/>: of a chain, when it is known; of an expiry,
/// when it ends. A row that cannot be read is an error; one whose values cannot be is counted and left out.</remarks>
/// <param name="quarantine">Told the reason of each row or chain that is left out.</param>
public sealed class ChainCsv(string path, ChainTerms terms, Action<string> quarantine)
{
    private const string Expected = "expected the columns underlying,date,expiry,strike,right,bid,ask (in any order; volume,openInterest,underlyingPrice and more allowed)";
    private static readonly string[] s_needed = ["underlying", "date", "expiry", "strike", "right", "bid", "ask"];

    private readonly CsvCells _cells = new();
    private readonly HashSet<(string, DateTime)> _done = [];
    private string[] _names = [];
    private CsvTimestamp _timestamp;

    /// <summary>Whether a header is one of chains.</summary>
    public static bool Recognises(ReadOnlySpan<byte> header)
    {
        var cells = new CsvCells();
        return cells.TrySplit(header) && NamesOf(cells, header) is var names && names.Contains("strike") && names.Contains("expiry");
    }

    /// <summary>Whether a file's header is one of chains.</summary>
    public static bool IsChain(string path)
    {
        using var lines = new CsvLines(path, bufferBytes: 1 << 12);
        return lines.TryRead(out ReadOnlySpan<byte> header) && Recognises(header);
    }

    /// <summary>The chains of the file, in its order.</summary>
    /// <exception cref="FeedException">Names the file, line and column of what cannot be read.</exception>
    public IEnumerable<OptionChain> Read()
    {
        using var lines = new CsvLines(path, bufferBytes: 1 << 16);
        foreach (OptionChain chain in Read(lines))
            yield return chain;
    }

    /// <summary>The same from lines that stand at the header.</summary>
    internal IEnumerable<OptionChain> Read(CsvLines lines)
    {
        ReadHeader(lines);
        var contracts = new Dictionary<(DateTime, double, OptionRight), OptionContract>();
        (string Symbol, DateTime TimeUtc, double UnderlyingPrice) chain = ("", default, double.NaN);
        while (TryReadRow(lines, out Row row))
        {
            if (!CsvTimestamp.IsInRange(row.TimeUtc))               // what cannot be is left out, so nothing comes after it
            {
                quarantine(Refusal.TimeOutOfRange);
                continue;
            }
            if (row.Symbol != chain.Symbol || row.TimeUtc != chain.TimeUtc)
            {
                if (row.TimeUtc < chain.TimeUtc)
                    throw Wrong(lines, "date", $"found {row.TimeUtc:O} after {chain.TimeUtc:O}, expected chains in time order");
                if (Finished() is { } before)
                    yield return before;
                if (!_done.Add((row.Symbol, row.TimeUtc)))
                    throw Wrong(lines, "underlying", $"found {row.Symbol} of {row.TimeUtc:O} again, expected the rows of one chain together");
                contracts.Clear();
                chain = (row.Symbol, row.TimeUtc, row.UnderlyingPrice);
            }
            string? refusal = !SymbolName.IsValid(row.Symbol) ? Refusal.InvalidSymbol
                : OptionChain.Refusal(row.Contract)
                ?? (contracts.TryAdd((row.Contract.ExpiryUtc, row.Contract.Strike, row.Contract.Right), row.Contract) ? null : OptionChain.DuplicateContract);
            if (refusal is not null)
                quarantine(refusal);
        }
        if (lines.Number == 1)
            throw new FeedException(path, 0, null, "the file holds a header only, expected rows.");
        if (Finished() is { } last)
            yield return last;

        OptionChain? Finished()
        {
            if (contracts.Count == 0)
                return null;
            var finished = terms.Chain(chain.Symbol, chain.TimeUtc, [.. contracts.Values], chain.UnderlyingPrice);
            if (finished.Refusal() is not { } refusal)
                return finished;
            quarantine(refusal);
            return null;
        }
    }

    private void ReadHeader(CsvLines lines)
    {
        if (!lines.TryRead(out ReadOnlySpan<byte> line))
            throw new FeedException(path, 0, null, "the file is empty, expected a header and rows.");
        if (!_cells.TrySplit(line))
            throw lines.Wrong(null, $"a quote is not closed where its cell ends; {Expected}.");
        _names = NamesOf(_cells, line);
        foreach (string needed in s_needed)
            if (_names.Count(name => name == needed) is var count and not 1)
                throw lines.Wrong(null, $"found {(count == 0 ? "no" : "more than one")} column '{needed}'; {Expected}.");
    }

    private bool TryReadRow(CsvLines lines, out Row row)
    {
        row = default;
        if (!lines.TryRead(out ReadOnlySpan<byte> line))
            return false;
        if (!_cells.TrySplit(line))
            throw lines.Wrong(_cells.Count + 1, "found a quote that is not closed, expected it to be where its cell ends.");
        if (_cells.Count != _names.Length)
            throw lines.Wrong(null, $"found {_cells.Count} cells, expected {_names.Length} as in the header.");
        var contract = new OptionContract(Time(lines, line, "expiry"), Number(lines, line, "strike", needed: true), Right(lines, line),
            Number(lines, line, "bid"), Number(lines, line, "ask"), Number(lines, line, "volume"), Number(lines, line, "openinterest"));
        row = new(Underlying(lines, line), Time(lines, line, "date"), Number(lines, line, "underlyingprice"), contract);
        return true;
    }

    /// <summary>In capitals, as the symbol that a file's name gives.</summary>
    private string Underlying(CsvLines lines, ReadOnlySpan<byte> line) => Cell(line, "underlying") is { IsEmpty: false } text
        ? Encoding.UTF8.GetString(text).ToUpperInvariant()
        : throw Wrong(lines, "underlying", "found '' as underlying, expected a symbol such as MSFT");

    private DateTime Time(CsvLines lines, ReadOnlySpan<byte> line, string name)
    {
        ReadOnlySpan<byte> text = Cell(line, name);
        if (!_timestamp.TryParse(text, out long ticks))
            throw Wrong(lines, name, $"found '{Shown(text)}' as {name}, {CsvTimestamp.Expected}");
        var time = new DateTime(ticks, DateTimeKind.Utc);
        bool dayOnly = text.Length == 10 && text[4] == '-';         // ten digits are seconds
        return dayOnly && time < DateTime.MaxValue - OptionTime.SessionEnd ? time + OptionTime.SessionEnd : time;
    }

    private OptionRight Right(CsvLines lines, ReadOnlySpan<byte> line) => Shown(Cell(line, "right")).ToUpperInvariant() switch
    {
        "C" or "CALL" => OptionRight.Call,
        "P" or "PUT" => OptionRight.Put,
        var text => throw Wrong(lines, "right", $"found '{text}' as right, expected C or P"),
    };

    private double Number(CsvLines lines, ReadOnlySpan<byte> line, string name, bool needed = false)
    {
        ReadOnlySpan<byte> text = Cell(line, name);
        return text.IsEmpty && !needed ? double.NaN
            : CsvCells.TryNumber(text, out double value) ? value
            : throw Wrong(lines, name, $"found '{Shown(text)}' as {name}, expected a number such as 1234.5{(needed ? "" : ", or nothing")}");
    }

    /// <summary>Empty where there is no such column.</summary>
    private ReadOnlySpan<byte> Cell(ReadOnlySpan<byte> line, string name) =>
        Array.IndexOf(_names, name) is >= 0 and var column ? _cells.Of(line, column) : default;

    private FeedException Wrong(CsvLines lines, string name, string what) => lines.Wrong(Array.IndexOf(_names, name) + 1, what + ".");

    private static string[] NamesOf(CsvCells cells, ReadOnlySpan<byte> line)
    {
        var names = new string[cells.Count];
        for (int i = 0; i < names.Length; i++)
            names[i] = Encoding.UTF8.GetString(cells.Of(line, i)).Trim().ToLowerInvariant();
        return names;
    }

    private static string Shown(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text.Length <= 40 ? text : text[..40]);

    private readonly record struct Row(string Symbol, DateTime TimeUtc, double UnderlyingPrice, OptionContract Contract);
}
