using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Scoring;

/// <summary>The part of the data that choices may be made on, and the part that only judges them.</summary>
public enum Sample
{
    InSample,
    OutOfSample,
}

/// <summary>One date, the same for all symbols, so that no symbol's test period overlaps another's in-sample period.</summary>
/// <remarks><code>
/// in-sample       close(t+h) at or before the split            purge: the h bars before it, whose outcomes reach beyond it, are dropped
/// out of sample   the first bar closing after the split + embargo, to the last bar whose outcome is known
/// </code>
/// Source: López de Prado, Advances in Financial Machine Learning (2018), chapter 7.</remarks>
/// <param name="AtUtc">A bar that closes at or before it is in-sample.</param>
/// <param name="EmbargoBars">Bars of each symbol after the split that nobody is judged on.</param>
public sealed record SampleSplit(DateTime AtUtc, int EmbargoBars)
{
    /// <summary>Places of the bars whose votes belong to the sample: from, and to (exclusive).</summary>
    /// <param name="reachBars">How many bars after its own a vote's outcome takes in.</param>
    public (int From, int To) Of(Sample sample, ReadOnlySpan<Bar> bars, TimeSpan interval, int reachBars)
    {
        int inside = 0;
        while (inside < bars.Length && bars[inside].OpenTimeUtc + interval <= AtUtc)
            inside++;
        (int from, int end) = sample == Sample.InSample ? (0, inside) : (Math.Min(inside + EmbargoBars, bars.Length), bars.Length);
        return (from, Math.Max(from, end - reachBars));
    }

    /// <summary>The time by which a share of all bars had closed.</summary>
    /// <param name="closesUtc">When each bar of each symbol closed.</param>
    public static DateTime TimeOf(double share, IEnumerable<DateTime> closesUtc)
    {
        DateTime[] sorted = [.. closesUtc.Order()];
        return sorted[Math.Clamp((int)(share * sorted.Length), 1, sorted.Length) - 1];
    }
}
