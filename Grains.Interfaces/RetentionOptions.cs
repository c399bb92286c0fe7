using System.ComponentModel.DataAnnotations;

namespace GoldenSignals.Grains;

/// <summary>How long what is kept, by bar time. Bound from <c>Retention:*</c>. Days and journal files go as a whole, once all of them is past.</summary>
public sealed record RetentionOptions
{
    private const string Day = "1.00:00:00", Century = "36525.00:00:00";

    /// <summary>Closed bars. 1…36,525 days, default 1,827 days (5 years).</summary>
    [Range(typeof(TimeSpan), Day, Century)] public TimeSpan RawBars { get; init; } = TimeSpan.FromDays(1_827);

    /// <summary>Decisions without votes and indicators. 1…36,525 days, default 731 days (2 years).</summary>
    [Range(typeof(TimeSpan), Day, Century)] public TimeSpan Decisions { get; init; } = TimeSpan.FromDays(731);

    /// <summary>Decisions with every vote and indicator: the journal, and with it every past state that can be asked for. 1…36,525 days, default 90 days.</summary>
    [Range(typeof(TimeSpan), Day, Century)] public TimeSpan Indicators { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Decisions that changed the action. 1…36,525 days, default 366 days (1 year).</summary>
    [Range(typeof(TimeSpan), Day, Century)] public TimeSpan Signals { get; init; } = TimeSpan.FromDays(366);

    /// <summary>Signals in the memory of the grid. 1 s…1 day, default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", Day)] public TimeSpan HotSignals { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Backtests. 1…36,525 days, default 366 days (1 year).</summary>
    [Range(typeof(TimeSpan), Day, Century)] public TimeSpan Backtests { get; init; } = TimeSpan.FromDays(366);
}
