using System.Text.Json;
using System.Text.Json.Serialization;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Sentiment;

namespace GoldenSignals.Silo.Feeds;

/// <summary>
/// Reads headlines, messages and earnings from files of JSON lines (plain, or gzipped with a name that ends in <c>.gz</c>), one object a line:
/// <code>
/// {"symbol":"MSFT","timestamp":"2024-01-31T14:30:00Z","headline":"…","source":"…","channel":"news","id":"…"}
/// {"symbols":["MSFT","AAPL"],"timestamp":"…","headline":"…","channel":"social","stance":"bullish"}
/// {"symbol":"MSFT","timestamp":"…","actualEps":2.93,"expectedEps":2.78,"dispersion":0.05}
/// </code>
/// </summary>
/// <remarks>
/// <c>source</c>, <c>channel</c> (news or social, default news), <c>id</c>, <c>stance</c> (bullish or bearish) and <c>dispersion</c> may be left out.
/// An unknown field, a field that stands twice or in other letter case, or a value of another type is refused. Timestamps as in
/// <see cref="CsvTimestamp"/>. The lines need no order.
/// </remarks>
public static partial class NewsLines
{
    private const int BufferBytes = 64 << 10;

    /// <summary>Everything in some files in the order of event time; equal times in the order of the paths and the lines.</summary>
    /// <exception cref="FeedException">A file or a line is not what it should be.</exception>
    public static SymbolInput[] Load(IEnumerable<string> paths) => [.. paths.SelectMany(Read).OrderBy(input => input.TimeUtc)];

    /// <summary>The lines of one file, one after the other; a line of several symbols gives one input of each.</summary>
    /// <exception cref="FeedException">The file or a line is not what it should be; the message names file and line.</exception>
    public static IEnumerable<SymbolInput> Read(string path)
    {
        using var lines = new CsvLines(path, BufferBytes);
        while (Next(lines) is { } inputs)
            foreach (SymbolInput input in inputs)
                yield return input;
    }

    /// <summary>Null at the end. A method of its own, as a span does not outlive a yield.</summary>
    private static SymbolInput[]? Next(CsvLines lines)
    {
        if (!lines.TryRead(out ReadOnlySpan<byte> text))
            return null;
        try
        {
            SymbolInput[] inputs = Parse(text);
            if (Array.Find(inputs, input => !SymbolName.IsValid(input.Symbol)) is { } wrong)
                throw new FormatException($"found the symbol '{wrong.Symbol}', expected one such as MSFT or EUR/USD");
            if (TickRules.Check(inputs[0]) is { } refusal)
                throw new FormatException($"found values that cannot be: {refusal}");
            return inputs;
        }
        catch (JsonException e)
        {
            throw lines.Wrong(null,
                $"found no such object as expected{(e.Path is null or "$" ? "" : $", at {e.Path}")} (byte {e.BytePositionInLine + 1}); expected the fields "
                + "symbol or symbols, timestamp, and either headline (source, channel, id, stance) or actualEps and expectedEps (dispersion), each once.", e);
        }
        catch (FormatException e)
        {
            throw lines.Wrong(null, e.Message + ".", e);
        }
    }

    /// <summary>One object as one input for each of its symbols. Whether the values can be is not looked at: see <see cref="TickRules.Check(SymbolInput)"/>.</summary>
    /// <param name="time">How timestamps are written; default: as in <see cref="CsvTimestamp"/>, in the years 1800 to 2299.</param>
    /// <exception cref="JsonException">It is no such object.</exception>
    /// <exception cref="FormatException">A field is not what it should be, or they do not go together.</exception>
    public static SymbolInput[] Parse(ReadOnlySpan<byte> json, TryTime? time = null)
    {
        Line line = JsonSerializer.Deserialize(json, LineJson.Default.Line) ?? throw new FormatException("found null, expected an object");
        string[] symbols = (line.Symbol, line.Symbols) switch
        {
            ({ } one, null) => [one],
            (null, { Length: > 0 } many) when many.Distinct().Count() == many.Length => many,
            _ => throw new FormatException("expected a symbol, or symbols, each once"),
        };
        DateTime utc = TimeOf(line.Timestamp, time);
        return [.. symbols.Select(symbol => InputOf(line, symbol, utc))];
    }

    private static SymbolInput InputOf(Line line, string symbol, DateTime time)
    {
        bool news = line.Headline is not null, newsOnly = line.Source is not null || line.Channel is not null || line.Id is not null || line.Stance is not null;
        return line switch
        {
            { ActualEps: { } actual, ExpectedEps: { } expected } when !news && !newsOnly => new EarningsReport(symbol, time, actual, expected, line.Dispersion),
            { ActualEps: null, ExpectedEps: null, Dispersion: null } when news => new NewsItem(
                symbol, time, line.Headline!, line.Source ?? "", ChannelOf(line.Channel), StanceOf(line.Stance), line.Id ?? ""),
            _ => throw new FormatException("expected either a headline or actualEps and expectedEps, with the fields that go with it"),
        };
    }

    /// <summary>Reads a timestamp as RFC 3339 writes it.</summary>
    public delegate bool TryTime(ReadOnlySpan<char> text, out DateTime utc);

    private static DateTime TimeOf(string text, TryTime? time)
    {
        if (time is not null)
            return time(text, out DateTime utc) ? utc
                : throw new FormatException($"found '{Shown(text)}' as timestamp, expected an RFC 3339 time with its offset, for instance 2024-01-02T14:30:00Z");
        var timestamp = new CsvTimestamp();
        if (!timestamp.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out long ticks))
            throw new FormatException($"found '{Shown(text)}' as timestamp, {CsvTimestamp.Expected}");
        var read = new DateTime(ticks, DateTimeKind.Utc);
        return CsvTimestamp.IsInRange(read) ? read : throw new FormatException($"found '{Shown(text)}' as timestamp, {CsvTimestamp.ExpectedRange}");
    }

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static NewsChannel ChannelOf(string? text) => text switch
    {
        null or "news" => NewsChannel.News,
        "social" => NewsChannel.Social,
        _ => throw new FormatException($"found the channel '{Shown(text)}', expected news or social"),
    };

    private static Stance StanceOf(string? text) => text switch
    {
        null => Stance.None,
        "bullish" => Stance.Bullish,
        "bearish" => Stance.Bearish,
        _ => throw new FormatException($"found the stance '{Shown(text)}', expected bullish or bearish"),
    };

    internal sealed record Line(
        string Timestamp,
        string? Symbol = null,
        string[]? Symbols = null,
        string? Headline = null,
        string? Source = null,
        string? Channel = null,
        string? Id = null,
        string? Stance = null,
        double? ActualEps = null,
        double? ExpectedEps = null,
        double? Dispersion = null);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Line))]
    internal sealed partial class LineJson : JsonSerializerContext;
}
