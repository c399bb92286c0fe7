using GoldenSignals.Domain.Market;

namespace GoldenSignals.ApiClient;

/// <summary>Lengths of bars as charts of TradingView write them: <c>1S</c>, <c>5</c> (minutes), <c>1D</c>, <c>1W</c>.</summary>
internal static class UdfResolution
{
    private static readonly TimeSpan[] s_usual =
    [
        .. new[] { 1, 5, 15, 30 }.Select(seconds => TimeSpan.FromSeconds(seconds)),
        .. new[] { 1, 2, 3, 5, 10, 15, 30, 60, 120, 240, 360, 720 }.Select(minutes => TimeSpan.FromMinutes(minutes)),
        TimeSpan.FromDays(1), TimeSpan.FromDays(7),
    ];

    /// <summary>What bars of a length add up to, shortest first.</summary>
    public static string[] Of(TimeSpan interval) =>
        [.. s_usual.Append(interval).Distinct().Order().Where(length => length >= interval && length.Ticks % interval.Ticks == 0 && length.Ticks / interval.Ticks <= BarAggregation.MostOfOne).Select(Format).OfType<string>()];

    /// <summary>Null when charts have no word for it.</summary>
    public static string? Format(TimeSpan length) =>
        length.Ticks % TimeSpan.TicksPerDay == 0 ? length.Days % 7 == 0 ? $"{length.Days / 7}W" : $"{length.Days}D"
        : length.Ticks % TimeSpan.TicksPerMinute == 0 ? $"{length.Ticks / TimeSpan.TicksPerMinute}"
        : length.Ticks % TimeSpan.TicksPerSecond == 0 ? $"{length.Ticks / TimeSpan.TicksPerSecond}S"
        : null;

    /// <exception cref="ProblemException">400 invalid-parameter.</exception>
    public static TimeSpan Parse(string text)
    {
        string count = text.TrimEnd('S', 'D', 'W');
        TimeSpan? unit = text[count.Length..] switch
        {
            "" => TimeSpan.FromMinutes(1), "S" => TimeSpan.FromSeconds(1), "D" => TimeSpan.FromDays(1), "W" => TimeSpan.FromDays(7),
            _ => null,
        };
        string suffix = unit == TimeSpan.FromSeconds(1) ? "s" : unit == TimeSpan.FromDays(1) ? "d" : unit == TimeSpan.FromDays(7) ? "w" : "m";
        return unit is not null && BarInterval.TryParse($"{(count.Length == 0 && text.Length > 0 ? "1" : count)}{suffix}", out TimeSpan length) ? length
            : throw Problems.InvalidParameter.Because("resolution is a number of minutes, or one of seconds, days or weeks with S, D or W behind it.", ("parameter", "resolution"));
    }
}
