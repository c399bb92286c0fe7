using System.Globalization;

namespace GoldenSignals.Domain.Market;

/// <summary>The length of a bar as people write it: <c>250ms</c>, <c>1s</c>, <c>15s</c>, <c>1m</c>, <c>5m</c>, <c>1h</c>, <c>1d</c>, <c>1w</c>.</summary>
public static class BarInterval
{
    private static readonly (string Unit, TimeSpan Length)[] s_units =
    [
        ("w", TimeSpan.FromDays(7)), ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)),
        ("m", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    /// <exception cref="FormatException">The text is no interval; the message says what one looks like.</exception>
    public static TimeSpan Parse(string text) => TryParse(text, out TimeSpan interval)
        ? interval
        : throw new FormatException($"'{text}' is no bar interval: a whole number and a unit (ms, s, m, h, d, w) are expected, for instance 15s, 1m or 1d.");

    public static bool TryParse(string? text, out TimeSpan interval)
    {
        interval = default;
        int digits = 0;
        while (digits < text?.Length && char.IsAsciiDigit(text[digits]))
            digits++;
        if (digits == 0 || !int.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count == 0)
            return false;
        foreach (var (unit, length) in s_units)
        {
            if (!text.AsSpan(digits).SequenceEqual(unit))
                continue;
            if (count > TimeSpan.MaxValue / length)
                return false;
            interval = length * count;
            return true;
        }
        return false;
    }

    /// <summary>The shortest way to write it: 60 s is <c>1m</c>, 90 s is <c>90s</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive whole number of milliseconds.</exception>
    public static string Format(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        foreach (var (unit, length) in s_units)
            if (interval.Ticks % length.Ticks == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{interval.Ticks / length.Ticks}{unit}");
        throw new ArgumentOutOfRangeException(nameof(interval), interval, "A bar interval is a whole number of milliseconds.");
    }
}
