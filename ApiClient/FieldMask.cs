using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GoldenSignals.ApiClient;

/// <summary>Which members of an answer's objects are wanted: <c>symbol,price,risk.stop</c>. What is below a name comes whole unless it is named too.</summary>
internal sealed class FieldMask
{
    private const int MostCharacters = 2_000, MostNames = 100;

    private readonly Dictionary<string, FieldMask> _below = new(StringComparer.Ordinal);

    /// <param name="type">Of the objects that are masked: every name must be one of its members.</param>
    /// <exception cref="ProblemException">400 invalid-parameter.</exception>
    public static FieldMask Parse(string text, Type type, JsonSerializerOptions json)
    {
        string[] paths = text.Length > MostCharacters ? throw Refused($"fields has up to {MostCharacters} characters.") : text.Split(',');
        if (paths.Length > MostNames)
            throw Refused($"fields names up to {MostNames} fields.");
        var mask = new FieldMask();
        foreach (string path in paths)
            mask.Add(path, path.Split('.'), type, json);
        return mask;
    }

    /// <param name="rows">The member whose objects are masked while all else is kept; null for the whole.</param>
    public byte[] Apply(byte[] answer, string? rows)
    {
        using JsonDocument document = JsonDocument.Parse(answer);
        var masked = new System.Buffers.ArrayBufferWriter<byte>(answer.Length);
        using (var writer = new Utf8JsonWriter(masked))
            if (rows is null)
                Write(document.RootElement, writer);
            else
            {
                writer.WriteStartObject();
                foreach (JsonProperty member in document.RootElement.EnumerateObject())
                    if (member.NameEquals(rows))
                    {
                        writer.WritePropertyName(member.Name);
                        Write(member.Value, writer);
                    }
                    else
                        member.WriteTo(writer);
                writer.WriteEndObject();
            }
        return masked.WrittenSpan.ToArray();
    }

    private void Add(string path, ReadOnlySpan<string> names, Type type, JsonSerializerOptions json)
    {
        JsonTypeInfo known = json.GetTypeInfo(type);
        if (known.Kind == JsonTypeInfoKind.Enumerable && known.ElementType is { } element)
        {
            Add(path, names, element, json);
            return;
        }
        string name = names[0];
        Type below = known.Kind == JsonTypeInfoKind.Dictionary ? known.ElementType!
            : known.Properties.FirstOrDefault(member => member.Name == name)?.PropertyType
                ?? throw Refused($"fields: '{(path.Length > 40 ? path[..40] : path)}' is no field of the answer.");
        if (!_below.TryGetValue(name, out FieldMask? mask))
            _below.Add(name, mask = new());
        if (names.Length > 1)
            mask.Add(path, names[1..], below, json);
    }

    private void Write(JsonElement value, Utf8JsonWriter writer)
    {
        if (_below.Count == 0)
            value.WriteTo(writer);
        else if (value.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (JsonElement item in value.EnumerateArray())
                Write(item, writer);
            writer.WriteEndArray();
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            writer.WriteStartObject();
            foreach (JsonProperty member in value.EnumerateObject())
                if (_below.TryGetValue(member.Name, out FieldMask? mask))
                {
                    writer.WritePropertyName(member.Name);
                    mask.Write(member.Value, writer);
                }
            writer.WriteEndObject();
        }
        else
            value.WriteTo(writer);
    }

    private static ProblemException Refused(string detail) => Problems.InvalidParameter.Because(detail, ("parameter", "fields"));
}
