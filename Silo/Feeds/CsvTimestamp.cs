using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Silo.Feeds;

/// <summary>
/// Reads timestamps: ISO 8601 with or without a time, fraction and zone (none means UTC), or the Unix epoch in seconds,
/// milli-, micro- or nanoseconds, told apart by magnitude (below 10¹¹ seconds, below 10¹⁴ milliseconds, and so on), with a fraction or without.
/// </summary>
internal struct CsvTimestamp
{
    public const string Expected = "expected a timestamp such as 2024-01-31T14:30:00Z, 2024-01-31 or 1706711400";

    /// <summary>Of a time outside <see cref="IsInRange"/>.</summary>
    public const string ExpectedRange = "expected a time in the years 1800 to 2299";

    /// <summary>Whether input may be of this time, as <see cref="TickRules"/> say.</summary>
    public static bool IsInRange(DateTime time) => TickRules.Check(new Bar(time, 1, 1, 1, 1, 0)) is null;

    // The day read last, since the next row is mostly of the same.
    private ulong _yearMonth;
    private ushort _day;
    private long _dayTicks;

    /// <param name="ticks">100 ns since 0001-01-01 UTC.</param>
    public bool TryParse(ReadOnlySpan<byte> text, out long ticks)
    {
        if (text.Length < 10 || text[4] != '-')
            return TryEpoch(text, out ticks);
        ticks = 0;
        if (!TryDay(text[..10], out long day))
            return false;
        if (text.Length == 10)
        {
            ticks = day;
            return true;
        }
        if (text.Length < 16 || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ') || text[13] != ':')
            return false;
        int hour = Two(text, 11), minute = Two(text, 14), second = 0, at = 16;
        long fraction = 0;
        if (at < text.Length && text[at] == ':')
        {
            if (text.Length < 19)
                return false;
            second = Two(text, 17);
            at = 19;
            if (at < text.Length && text[at] == '.' && !TryFraction(text, ref at, out fraction))
                return false;
        }
        if ((uint)hour > 23 || (uint)minute > 59 || (uint)second > 59 || !TryZone(text[at..], out long zone))
            return false;
        ticks = day + hour * TimeSpan.TicksPerHour + minute * TimeSpan.TicksPerMinute + second * TimeSpan.TicksPerSecond + fraction - zone;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;
    }

    private bool TryDay(ReadOnlySpan<byte> text, out long ticks)
    {
        ulong yearMonth = MemoryMarshal.Read<ulong>(text);
        ushort day = MemoryMarshal.Read<ushort>(text[8..]);
        ticks = _dayTicks;
        if (yearMonth == _yearMonth && day == _day)
            return true;
        int year = Two(text, 0) * 100 + Two(text, 2), month = Two(text, 5), dayOfMonth = Two(text, 8);
        if (text[7] != '-' || Two(text, 0) < 0 || Two(text, 2) < 0 || year < 1 || month is < 1 or > 12
            || dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth(year, month))
            return false;
        (_yearMonth, _day) = (yearMonth, day);
        ticks = _dayTicks = new DateTime(year, month, dayOfMonth).Ticks;
        return true;
    }

    /// <summary>Two digits, or a negative number.</summary>
    private static int Two(ReadOnlySpan<byte> text, int at)
    {
        int tens = text[at] - '0', ones = text[at + 1] - '0';
        return (uint)tens <= 9 && (uint)ones <= 9 ? tens * 10 + ones : -1000;
    }

    /// <summary>Digits after the point as 100 ns; what is finer is cut off.</summary>
    private static bool TryFraction(ReadOnlySpan<byte> text, ref int at, out long fraction)
    {
        int first = ++at;
        long unit = TimeSpan.TicksPerSecond;
        fraction = 0;
        for (; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9'; at++)
        {
            unit /= 10;
            fraction += (text[at] - '0') * unit;
        }
        return at > first;
    }

    private static bool TryZone(ReadOnlySpan<byte> text, out long offset)
    {
        offset = 0;
        if (text.IsEmpty || text.Length == 1 && text[0] is (byte)'Z' or (byte)'z')
            return true;
        if (text[0] is not ((byte)'+' or (byte)'-') || !(text.Length == 5 || text.Length == 6 && text[3] == ':'))
            return false;
        int hours = Two(text, 1), minutes = Two(text, text.Length - 2);
        offset = (hours * TimeSpan.TicksPerHour + minutes * TimeSpan.TicksPerMinute) * (text[0] == '-' ? -1 : 1);
        return (uint)hours <= 14 && (uint)minutes <= 59;
    }

    private static bool TryEpoch(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length is 10 or 13 && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9') && Utf8Parser.TryParse(text, out long whole, out _))
        {
            ticks = whole * (text.Length == 10 ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond) + DateTime.UnixEpoch.Ticks;
            return true;
        }
        if (text.IsEmpty || text.Length > 40 || !Utf8Parser.TryParse(text, out decimal value, out int used) || used != text.Length || LooksLikeADay(text, value))
            return false;
        decimal magnitude = Math.Abs(value);
        decimal ticksPerUnit = magnitude switch { < 1e11m => 1e7m, < 1e14m => 1e4m, < 1e17m => 10m, < 1e20m => 0.01m, _ => 0m };
        decimal sinceStart = Math.Truncate(value * ticksPerUnit) + DateTime.UnixEpoch.Ticks;
        if (ticksPerUnit == 0 || sinceStart < 0 || sinceStart > DateTime.MaxValue.Ticks)
            return false;
        ticks = (long)sinceStart;
        return true;
    }

    /// <summary>20240131 is meant as a day; as seconds it would silently be one in August 1970.</summary>
    private static bool LooksLikeADay(ReadOnlySpan<byte> text, decimal value) =>
        text.Length == 8 && value is > 19000000 and < 21000000
        && DateTime.TryParseExact(value.ToString("F0", CultureInfo.InvariantCulture), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
