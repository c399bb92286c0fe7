using System.Text.Json;
using System.Text.Json.Serialization;

namespace GoldenSignals.ApiClient;

/// <summary>One of the words of an enum, in any letter case. The serializer's own converter takes several with commas between them, too, as one.</summary>
internal sealed class OneWord<TEnum> : JsonConverter<TEnum> where TEnum : struct, Enum
{
    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.GetString() is { } text)
            foreach (string word in EnumWords.Of(typeof(TEnum)))
                if (word.Equals(text, StringComparison.OrdinalIgnoreCase))
                    return Enum.Parse<TEnum>(word, ignoreCase: true);
        throw new JsonException($"expected {string.Join(" or ", EnumWords.Of(typeof(TEnum)))}");
    }

    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
        writer.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));
}

internal static class EnumWords
{
    /// <summary>What a body may say; None is said by leaving it out.</summary>
    public static IEnumerable<string> Of(Type type) =>
        Enum.GetNames(type).Where(name => name != "None").Select(JsonNamingPolicy.CamelCase.ConvertName);
}
