using System.Text;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Silo.Feeds;

internal enum CsvKind { Bars, Closes, Trades, Quotes }

/// <summary>What the first line of a file says: which kind of rows follow, and in which columns.</summary>
/// <param name="Count">Cells in every row.</param>
/// <param name="Timestamp">Its column, 0 for the first, as all columns here.</param>
/// <param name="Symbol">Its column, or −1: then the file's name gives the symbol.</param>
/// <param name="Values">Bars: open, high, low, close, volume. Trades: price, size. Quotes: bid, ask. Closes: one for each of <paramref name="Symbols"/>.</param>
/// <param name="Symbols">Of a matrix of closes, in ordinal order; else empty.</param>
internal sealed record CsvHeader(CsvKind Kind, int Count, int Timestamp, int Symbol, int[] Values, string[] Symbols, string[] Names)
{
    public bool HoldsBars => Kind is CsvKind.Bars or CsvKind.Closes;

    private static readonly string[] s_bar = ["open", "high", "low", "close", "volume"], s_trade = ["price", "size"], s_quote = ["bid", "ask"];
    private static readonly HashSet<string> s_words = [.. s_bar, .. s_trade, .. s_quote, "timestamp", "symbol"];

    private const string Expected =
        "expected timestamp,open,high,low,close,volume or timestamp,price,size or timestamp,bid,ask (in any order, symbol and more columns allowed), or timestamp and one column of closes for each symbol";

    /// <exception cref="FeedException">The columns are none of the known kinds.</exception>
    public static CsvHeader Parse(ReadOnlySpan<byte> line, CsvLines lines)
    {
        var cells = new CsvCells();
        if (!cells.TrySplit(line))
            throw Wrong("a quote is not closed where its cell ends");
        string[] names = new string[cells.Count];
        for (int i = 0; i < names.Length; i++)
            names[i] = Encoding.UTF8.GetString(cells.Of(line, i)).Trim();
        string[] words = [.. names.Select(name => name.ToLowerInvariant())];

        foreach (string word in words.Where(s_words.Contains))
            if (Array.LastIndexOf(words, word) is var last && last != Array.IndexOf(words, word))
                throw Wrong($"column '{word}' stands there twice, as columns {Array.IndexOf(words, word) + 1} and {last + 1}");
        int timestamp = Array.IndexOf(words, "timestamp");
        if (timestamp < 0)
            throw Wrong($"found no column 'timestamp' in '{Shown(names)}'");

        bool bars = s_bar[..4].All(Has), trades = s_trade.All(Has), quotes = s_quote.All(Has);
        if (bars && trades)
            throw Wrong("found the columns of bars and of trades: which of them is meant?");
        if (bars || !trades && !quotes && s_bar.Any(Has))
            return Of(CsvKind.Bars, s_bar);
        if (trades || !quotes && s_trade.Any(Has))
            return Of(CsvKind.Trades, s_trade);
        if (s_quote.Any(Has) || Has("symbol"))
            return Of(CsvKind.Quotes, s_quote);
        return Closes();

        bool Has(string word) => Array.IndexOf(words, word) >= 0;

        CsvHeader Of(CsvKind kind, string[] needed) => needed.FirstOrDefault(word => !Has(word)) is { } missing
            ? throw Wrong($"found no column '{missing}' in '{Shown(names)}'")
            : new(kind, names.Length, timestamp, Array.IndexOf(words, "symbol"), [.. needed.Select(word => Array.IndexOf(words, word))], [], names);

        CsvHeader Closes()
        {
            int[] columns = [.. Enumerable.Range(0, names.Length).Where(i => i != timestamp).OrderBy(i => names[i], StringComparer.Ordinal)];
            if (columns.Length == 0)
                throw Wrong("found only the column 'timestamp'");
            foreach (int column in columns)
                if (!SymbolName.IsValid(names[column]))
                    throw Wrong($"found '{names[column]}' as column {column + 1}, which is no known column and no symbol");
            foreach (var (one, other) in columns.Zip(columns.Skip(1)))
                if (names[one] == names[other])
                    throw Wrong($"symbol '{names[one]}' stands there twice, as columns {one + 1} and {other + 1}");
            return new(CsvKind.Closes, names.Length, timestamp, -1, columns, [.. columns.Select(i => names[i])], names);
        }

        FeedException Wrong(string what) => lines.Wrong(null, $"{what}; {Expected}.");
    }

    private static string Shown(string[] names)
    {
        string header = string.Join(',', names);
        return header.Length <= 120 ? header : header[..120] + "…";
    }
}
