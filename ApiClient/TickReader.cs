using System.Text.Json;
using System.Text.Unicode;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.ApiClient;

/// <summary>Reads the ticks of a request body, a JSON array or one JSON object a line, as strictly as the contract says: what is not exactly right is refused with its place.</summary>
/// <remarks>By hand over the UTF-8 bytes: only so the answer can name the index, line and field, and a tick costs no object.</remarks>
internal sealed class TickReader(int maxTicks)
{
    private const int MaxSourceLength = 32;
    private static readonly JsonReaderOptions s_strict = new() { MaxDepth = 8 };

    private readonly List<Tick> _ticks = [];
    private readonly HashSet<string> _names = [];                    // symbols and sources come again and again: one string each
    private int? _line;
    private string? _field;

    /// <exception cref="ProblemException">400 malformed-body, unknown-field or duplicate-field; 413 too-many-ticks.</exception>
    public List<Tick> Read(ReadOnlySpan<byte> body, bool lines)
    {
        if (body.IsEmpty)
            throw Problems.MalformedBody.Because("The body is empty.");
        if (!Utf8.IsValid(body))
            throw Malformed("it is not UTF-8");
        try
        {
            if (lines)
                ReadLines(body);
            else
                ReadArray(body);
        }
        catch (JsonException wrong)
        {
            _line ??= (int?)wrong.LineNumber + 1;
            throw Malformed(wrong.Message.Split(" LineNumber:")[0].TrimEnd('.'));
        }
        catch (InvalidOperationException)                            // what the reader throws on half a surrogate pair
        {
            throw Malformed("a string is not Unicode");
        }
        return _ticks;
    }

    private void ReadArray(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, s_strict);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Malformed("an array of ticks is expected");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            ReadTick(ref reader);
        reader.Read();                                               // throws if anything follows
    }

    private void ReadLines(ReadOnlySpan<byte> body)
    {
        int number = 0;
        foreach (Range range in body.Split((byte)'\n'))
        {
            _line = ++number;
            ReadOnlySpan<byte> line = body[range];
            if (line.Trim(" \t\r"u8).IsEmpty)
                continue;
            var reader = new Utf8JsonReader(line, s_strict);
            reader.Read();
            ReadTick(ref reader);
            reader.Read();
        }
    }

    private void ReadTick(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Malformed("a tick is an object");
        if (_ticks.Count == maxTicks)
            throw Problems.TooManyTicks.Because($"One request takes {maxTicks} ticks.");

        string symbol = "", source = "api";
        DateTime time = default;
        double price = 0, size = 0;
        long sequence = 0;
        var seen = Fields.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Fields field = FieldAt(ref reader);
            if (seen.HasFlag(field))
                throw At(Problems.DuplicateField, "is there twice");
            seen |= field;
            reader.Read();
            switch (field)
            {
                case Fields.Symbol: symbol = Text(ref reader); break;
                case Fields.Timestamp: time = Time(ref reader); break;
                case Fields.Price: price = Number(ref reader); break;
                case Fields.Size: size = Number(ref reader); break;
                case Fields.Source: source = Source(ref reader); break;
                default: sequence = Sequence(ref reader); break;
            }
        }
        _field = null;
        if ((Fields.Required & ~seen) is var missing and not Fields.None)
            throw Malformed($"missing: {missing.ToString().ToLowerInvariant()}");
        _ticks.Add(new(symbol, time, price, size, source, sequence));
    }

    private Fields FieldAt(ref Utf8JsonReader reader)
    {
        (_field, Fields field) =
            reader.ValueTextEquals("symbol"u8) ? ("symbol", Fields.Symbol)
            : reader.ValueTextEquals("timestamp"u8) ? ("timestamp", Fields.Timestamp)
            : reader.ValueTextEquals("price"u8) ? ("price", Fields.Price)
            : reader.ValueTextEquals("size"u8) ? ("size", Fields.Size)
            : reader.ValueTextEquals("source"u8) ? ("source", Fields.Source)
            : reader.ValueTextEquals("sequence"u8) ? ("sequence", Fields.Sequence)
            : (Shortened(reader.GetString()!), Fields.None);
        return field != Fields.None ? field : throw At(Problems.UnknownField, "is not a field of a tick");
    }

    private string Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw Malformed("a string is expected");
        Span<char> text = stackalloc char[64];
        if (reader.ValueSpan.Length > text.Length)
            return reader.GetString()!;                              // longer than any name: it will not pass, and is not kept
        text = text[..reader.CopyString(text)];
        var names = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (names.TryGetValue(text, out string? known))
            return known;
        _names.Add(known = text.ToString());
        return known;
    }

    private DateTime Time(ref Utf8JsonReader reader) =>
        Rfc3339.TryParse(Text(ref reader), out DateTime utc) ? utc
        : throw Malformed("an RFC 3339 time with its offset is expected, for instance 2024-01-02T14:30:00Z");

    private double Number(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double value) ? value : throw Malformed("a number is expected");

    private string Source(ref Utf8JsonReader reader) =>
        Text(ref reader) is { Length: > 0 and <= MaxSourceLength } source && source.All(c => c is > ' ' and <= '~') ? source
        : throw Malformed($"1 to {MaxSourceLength} printable ASCII characters are expected");

    private long Sequence(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long value) && value >= 0 ? value
        : throw Malformed("a whole number of 0 or more is expected");

    private ProblemException Malformed(string what) => At(Problems.MalformedBody, what);

    private ProblemException At(Problem problem, string what)
    {
        string place = string.Concat(
            $"Tick {_ticks.Count}", _line is null ? "" : $", line {_line}", _field is null ? "" : $", field '{_field}'");
        return problem.Because($"{place}: {what}.", ("index", _ticks.Count), ("line", _line), ("field", _field));
    }

    private static string Shortened(string name) => name.Length <= 40 ? name : name[..40] + "…";

    [Flags]
    private enum Fields
    {
        None = 0,
        Symbol = 1,
        Timestamp = 2,
        Price = 4,
        Size = 8,
        Source = 16,
        Sequence = 32,
        Required = Symbol | Timestamp | Price | Size,
    }
}
