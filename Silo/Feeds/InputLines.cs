using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Silo.Feeds;

/// <summary>What a file has for the API.</summary>
public enum InputKind { Ticks, Bars, News }

/// <summary>One row of a file as the JSON that the API takes.</summary>
/// <param name="Line">Where it stands, 1 for the first line.</param>
public readonly record struct InputLine(int Line, byte[] Json);

/// <summary>
/// Reads a file to be sent to the API, plain or gzipped: CSV of bars (<c>timestamp,open,high,low,close,volume</c>) or of trades (<c>timestamp,price,size</c>, also <c>source</c> and
/// <c>sequence</c>), with a column <c>symbol</c> or a name such as <c>MSFT_1d.csv</c>; or one JSON object a line, as the API has them.
/// </summary>
public sealed class InputLines : IDisposable
{
    private const int BufferBytes = 64 << 10;

    private static readonly string[] s_words = ["source", "sequence", "interval"], s_bar = ["open", "high", "low", "close", "volume"], s_trade = ["price", "size"];

    private readonly CsvLines _lines;
    private readonly CsvHeader? _header;                             // null in a file of JSON lines
    private readonly CsvCells _cells = new();
    private readonly string? _symbol;                                // from the file's name
    private readonly (string Name, int Column)[] _words = [];
    private CsvTimestamp _time;
    private InputLine? _first;

    /// <exception cref="FeedException">The file cannot be read, or has none of these.</exception>
    public InputLines(string path)
    {
        _lines = new CsvLines(path, BufferBytes);
        try
        {
            if (!_lines.TryRead(out ReadOnlySpan<byte> line))
                throw new FeedException(path, 0, null, "the file is empty");
            if (line.TrimStart((byte)' ') is [(byte)'{', ..])
            {
                _first = new(_lines.Number, line.ToArray());
                Kind = KindOf(line);
                return;
            }
            _header = CsvHeader.Parse(line, _lines);
            Kind = _header.Kind switch
            {
                CsvKind.Bars => InputKind.Bars,
                CsvKind.Trades => InputKind.Ticks,
                _ => throw _lines.Wrong(null, "only bars and trades can be sent, no quotes and no tables of closes"),
            };
            _symbol = _header.Symbol >= 0 ? null : SymbolOf(path);
            _words = [.. s_words.Select(name => (name, Array.FindIndex(_header.Names, column => column.Equals(name, StringComparison.OrdinalIgnoreCase)))).Where(word => word.Item2 >= 0)];
        }
        catch
        {
            _lines.Dispose();
            throw;
        }
    }

    public InputKind Kind { get; }

    /// <summary>How far the file has been read, in its own bytes.</summary>
    public long Position => _lines.Position;

    /// <summary>The next row; null behind the last.</summary>
    /// <exception cref="FeedException">The line is not what it should be.</exception>
    public InputLine? Next()
    {
        if (_first is { } first)
        {
            _first = null;
            return first;
        }
        if (!_lines.TryRead(out ReadOnlySpan<byte> line))
            return null;
        return new(_lines.Number, _header is null ? line.ToArray() : Converted(line, _header));
    }

    public void Dispose() => _lines.Dispose();

    private byte[] Converted(ReadOnlySpan<byte> line, CsvHeader header)
    {
        if (!_cells.TrySplit(line))
            throw _lines.Wrong(null, "a quote is not closed where its cell ends.");
        if (_cells.Count != header.Count)
            throw _lines.Wrong(null, $"found {_cells.Count} cells, expected {header.Count}.");
        if (!_time.TryParse(_cells.Of(line, header.Timestamp), out long ticks))
            throw _lines.Wrong(header.Timestamp + 1, CsvTimestamp.Expected);
        string symbol = _symbol ?? Encoding.UTF8.GetString(_cells.Of(line, header.Symbol)).Trim();
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("symbol", symbol);
            json.WriteString(Kind == InputKind.Bars ? "time" : "timestamp", new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
            string[] names = Kind == InputKind.Bars ? s_bar : s_trade;
            for (int i = 0; i < names.Length; i++)
                if (header.Values[i] >= 0)
                    json.WriteNumber(names[i], Number(line, header.Values[i]));
            foreach ((string name, int column) in _words)
                if (name == "sequence")
                    json.WriteNumber(name, (long)Number(line, column));
                else
                    json.WriteString(name, _cells.Of(line, column));
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private double Number(ReadOnlySpan<byte> line, int column) =>
        Utf8Parser.TryParse(_cells.Of(line, column), out double value, out int read) && read == _cells.Of(line, column).Length && double.IsFinite(value)
            ? value : throw _lines.Wrong(column + 1, "expected a number");

    private InputKind KindOf(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using JsonDocument row = JsonDocument.ParseValue(ref reader);
            return row.RootElement.TryGetProperty("price", out _) ? InputKind.Ticks
                : row.RootElement.TryGetProperty("open", out _) ? InputKind.Bars
                : row.RootElement.TryGetProperty("headline", out _) || row.RootElement.TryGetProperty("actualEps", out _) ? InputKind.News
                : throw _lines.Wrong(null, "is neither a tick (price), nor a bar (open), nor news (headline, actualEps)");
        }
        catch (JsonException wrong)
        {
            throw _lines.Wrong(null, "is no JSON object", wrong);
        }
    }

    private static string SymbolOf(string path)
    {
        string file = Path.GetFileName(path);
        string name = file[..(file.AsSpan().IndexOfAny('_', '.') is >= 0 and var end ? end : file.Length)].ToUpperInvariant();
        return SymbolName.IsValid(name) ? name
            : throw new FeedException(path, 0, null, $"the name gives '{name}', which is no symbol; expected a name such as MSFT_1d.csv, or a column 'symbol'.");
    }
}
