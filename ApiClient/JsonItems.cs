using System.Text.Json;
using System.Text.Unicode;

namespace GoldenSignals.ApiClient;

/// <summary>The items of a request body, a JSON array or one JSON object a line, each read by the code that knows its kind.</summary>
internal static class JsonItems
{
    private static readonly JsonReaderOptions s_strict = new() { MaxDepth = 8 };

    public delegate T Parse<out T>(ReadOnlySpan<byte> json);

    /// <summary>Item by item, with its position from 0. One item may stand for several, and counts as many towards the limit.</summary>
    /// <param name="parse">Gives at least one. Throws <see cref="JsonException"/> or <see cref="FormatException"/> on what is no such item.</param>
    /// <exception cref="ProblemException">400 malformed-body, unknown-field or duplicate-field, with index, line and field; 413 too-many-items.</exception>
    public static List<(int Index, T Item)> Read<T>(ReadOnlySpan<byte> body, bool lines, int limit, Parse<T[]> parse)
    {
        if (body.IsEmpty)
            throw Problems.MalformedBody.Because("The body is empty.");
        if (!Utf8.IsValid(body))
            throw Problems.MalformedBody.Because("It is not UTF-8.");
        var items = new List<(int Index, T Item)>();
        int? line = lines ? 0 : null;
        try
        {
            if (!lines)
                ReadArray(body, items, limit, parse);
            else
                foreach (Range range in body.Split((byte)'\n'))
                {
                    line++;
                    if (!body[range].Trim(" \t\r"u8).IsEmpty)
                        Add(body[range], items, limit, parse);
                }
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException)
        {
            throw JsonFault.Of(wrong).At($"Item {Next(items)}{(line is null ? "" : $", line {line}")}", ("index", Next(items)), ("line", line));
        }
        return items;
    }

    /// <summary>A body that is one object.</summary>
    /// <exception cref="ProblemException">400 malformed-body, unknown-field or duplicate-field.</exception>
    public static T ReadOne<T>(ReadOnlySpan<byte> body, Parse<T?> parse) where T : class
    {
        try
        {
            return parse(body) ?? throw new FormatException("found null, an object is expected");
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException)
        {
            throw JsonFault.Of(wrong).At("The body");
        }
    }

    private static void ReadArray<T>(ReadOnlySpan<byte> body, List<(int Index, T Item)> items, int limit, Parse<T[]> parse)
    {
        var reader = new Utf8JsonReader(body, s_strict);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new FormatException("an array is expected");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            Add(body[start..(int)reader.BytesConsumed], items, limit, parse);
        }
        reader.Read();                                               // throws if anything follows
    }

    private static void Add<T>(ReadOnlySpan<byte> json, List<(int Index, T Item)> items, int limit, Parse<T[]> parse)
    {
        int index = Next(items);
        foreach (T item in parse(json))
        {
            if (items.Count == limit)
                throw Problems.TooManyItems.Because($"One request takes {limit} items; one of several symbols counts for each.", ("index", index));
            items.Add((index, item));
        }
    }

    private static int Next<T>(List<(int Index, T Item)> items) => items.Count == 0 ? 0 : items[^1].Index + 1;
}
