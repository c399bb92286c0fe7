using GoldenSignals.Grains;

namespace GoldenSignals.ApiClient;

/// <summary>How old what is served of a symbol is, and whether that is too old to be taken for the present.</summary>
/// <param name="NowUtc">The grid's time (<see cref="IUniverseGrain.Now"/>); null when nothing tells.</param>
/// <param name="StaleAfter"><see cref="GridOptions.StaleAfter"/>.</param>
public readonly record struct Ages(DateTime? NowUtc, TimeSpan? StaleAfter)
{
    private const int Intervals = 5;
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(5);

    /// <summary>Seconds since the newest that was taken of the symbol; null when nothing tells the time.</summary>
    public double? Seconds(in SymbolRow row) => Age(row)?.TotalSeconds;

    public bool IsStale(in SymbolRow row) => Age(row) > (StaleAfter ?? Later(Intervals * row.Interval, s_least));

    private TimeSpan? Age(in SymbolRow row) => NowUtc is { } now ? Later(now - row.HeardUtc, TimeSpan.Zero) : null;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
