using System.Globalization;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.ApiClient;

/// <summary>The parts of a decision's id: <c>MSFT:1m:20240102T143000Z:0123abcd</c>.</summary>
internal readonly record struct DecisionId(string Symbol, TimeSpan Interval, DateTime BarTimeUtc, string Configuration)
{
    private static readonly string[] s_times = ["yyyyMMdd'T'HHmmss'Z'", "yyyyMMdd'T'HHmmss.FFFFFFF'Z'"];

    /// <summary>When the bar ended.</summary>
    public DateTime EndUtc => BarTimeUtc + Interval;

    /// <summary>Null when it is no id that a decision can have.</summary>
    public static DecisionId? Parse(string text) =>
        text.Split(':') is [var symbol, var interval, var time, var configuration]
        && SymbolName.IsValid(symbol) && BarInterval.TryParse(interval, out TimeSpan length) && length < TimeSpan.FromDays(10_000)
        && DateTime.TryParseExact(time, s_times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime open)
        && open.Year is >= 1800 and < 2300
        && Decision.IdOf(symbol, length, open, configuration) == text
            ? new(symbol, length, open, configuration) : null;
}
