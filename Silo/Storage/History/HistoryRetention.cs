using GoldenSignals.Grains;

namespace GoldenSignals.Silo.Storage.History;

/// <summary>How long runs are kept: each goes as a whole, when all of its day is past.</summary>
internal static class HistoryRetention
{
    public static Func<RunFile, bool> Past(RetentionOptions retention, DateTime nowUtc)
    {
        DateTime day = nowUtc - TimeSpan.FromDays(1), bars = day - retention.RawBars, decisions = day - retention.Decisions, signals = day - retention.Signals;
        return run => run.Day.ToDateTime(TimeOnly.MinValue) <= run.Kind switch
        {
            HistoryKind.Bars => bars,
            HistoryKind.Decisions => decisions,
            _ => signals,
        };
    }
}
