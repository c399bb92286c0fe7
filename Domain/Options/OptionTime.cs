namespace GoldenSignals.Domain.Options;

/// <summary>The day count: actual days, fractions included, over a year of 365 (ACT/365 fixed).</summary>
public static class OptionTime
{
    public const double DaysPerYear = 365;

    /// <summary>Time of day, UTC, that stands for the end of a session where a source tells only the day: 16:00 in New York in winter.
    /// Used for expiries and for chains alike, so that between two such days lie whole days.</summary>
    public static readonly TimeSpan SessionEnd = TimeSpan.FromHours(21);

    /// <summary>Years from one instant to another; negative when it has passed.</summary>
    public static double Years(DateTime fromUtc, DateTime toUtc) => (toUtc - fromUtc).TotalDays / DaysPerYear;
}
