using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GoldenSignals.ApiClient;

/// <summary>A moment as RFC 3339 writes it: <c>2024-01-02T14:30:00.25Z</c>, or with an offset in place of the Z. A query may spell the offset's + as a blank, as urls decode it.</summary>
public readonly record struct Rfc3339(DateTime Utc) : IParsable<Rfc3339>
{
    public static Rfc3339 Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out Rfc3339 result) ? result : throw new FormatException($"'{s}' is no RFC 3339 time");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Rfc3339 result)
    {
        Span<char> chars = stackalloc char[64];
        result = default;
        if (s is null || s.Length > chars.Length)
            return false;
        chars = chars[..s.Length];
        s.CopyTo(chars);
        chars.Replace(' ', '+');
        bool parsed = TryParse(chars, out DateTime utc);
        result = new(utc);
        return parsed;
    }

    /// <summary>A moment as answers write it: with a Z, and a fraction only where there is one.</summary>
    public static string Format(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads a time to the 100 ns that a <see cref="DateTime"/> holds; finer digits are cut off. There is no leap second.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTime utc)
    {
        utc = default;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
            return false;
        int century = Two(text, 0), year = century * 100 + Two(text, 2), month = Two(text, 5), day = Two(text, 8);
        int hour = Two(text, 11), minute = Two(text, 14), second = Two(text, 17);
        if (century < 0 || Two(text, 2) < 0 || year == 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
            return false;

        int at = 19;
        long fraction = 0;
        if (text[at] == '.')
        {
            int first = ++at;
            for (long unit = TimeSpan.TicksPerSecond / 10; at < text.Length && char.IsAsciiDigit(text[at]); at++, unit /= 10)
                fraction += (text[at] - '0') * unit;
            if (at == first)
                return false;
        }
        if (!TryOffset(text[at..], out int offsetMinutes))
            return false;
        long ticks = new DateTime(year, month, day, hour, minute, second).Ticks + fraction - offsetMinutes * TimeSpan.TicksPerMinute;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
            return false;
        utc = new(ticks, DateTimeKind.Utc);
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z")
            return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':' || Two(text, 1) is < 0 or > 23 || Two(text, 4) is < 0 or > 59)
            return false;
        minutes = (Two(text, 1) * 60 + Two(text, 4)) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    /// <summary>Two digits as a number, or -1.</summary>
    private static int Two(ReadOnlySpan<char> text, int at) =>
        char.IsAsciiDigit(text[at]) && char.IsAsciiDigit(text[at + 1]) ? (text[at] - '0') * 10 + text[at + 1] - '0' : -1;
}

/// <summary>The serializer takes a time without an offset for local time; here it is none.</summary>
internal sealed class Rfc3339Json : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Rfc3339.TryParse(reader.GetString(), out DateTime utc) ? new(utc)
        : throw new JsonException("an RFC 3339 time with its offset is expected, for instance 2024-01-02T14:30:00Z");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
