using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Silo.Documentation;

/// <summary>A column as shipped.</summary>
/// <param name="FirstBar">The first bar, counted from 1, with a value; null where that does not hang on bars alone.</param>
/// <param name="Units">What a change of the units of prices and volumes does to it; null where it does not come from bars alone.</param>
public sealed record ColumnEntry(string Name, int? FirstBar, ColumnUnits? Units);

/// <summary>Everything that is known of one class that yields columns, however often it ships.</summary>
public sealed record IndicatorEntry(string Name, CodeComment Comment, IReadOnlyList<ColumnEntry> Columns, IReadOnlyList<ReferenceComparison> References)
{
    /// <summary>The indicators of bars.</summary>
    public static IReadOnlyList<IndicatorEntry> OfBars() => Entries(IndicatorCatalog.All, indicator =>
    {
        ColumnUnits?[] units = ColumnUnits.Of(indicator, Bars(indicator.WarmUp + 500));
        return indicator.Columns.Select((name, column) => new ColumnEntry(name, indicator.WarmUpOf(column), units[column]));
    });

    /// <summary>The indicators of indicators, what comes from other inputs than bars, and what tells of the market as a whole.</summary>
    public static IReadOnlyList<IndicatorEntry> OfOtherInputs() =>
    [
        .. Entries(IndicatorCatalog.Derived, indicator => indicator.Columns.Select((name, column) => new ColumnEntry(name, indicator.WarmUpOf(column), null))),
        .. Entries(IndicatorCatalog.Side.Append<ColumnSource>(IndicatorCatalog.Universe), source => source.Columns.Select(name => new ColumnEntry(name, null, null))),
    ];

    private static IndicatorEntry[] Entries<T>(IEnumerable<T> sources, Func<T, IEnumerable<ColumnEntry>> columns) where T : ColumnSource
    {
        var comments = CodeComments.OfDomain();
        return [.. sources.GroupBy(source => source.GetType()).Select(same => new IndicatorEntry(same.Key.Name, comments.Of(same.Key),
            [.. same.SelectMany(columns)], [.. ReferenceComparison.All.Where(comparison => comparison.Indicator == same.Key.Name)]))];
    }

    /// <summary>A random walk, the same on every machine.</summary>
    private static Bar[] Bars(int count)
    {
        var random = new SplitMix(1);
        var bars = new Bar[count];
        double last = 100;
        for (int i = 0; i < count; i++)
        {
            double open = last * (1 + 0.001 * random.NextNormal()), close = open * (1 + 0.01 * random.NextNormal());
            double high = Math.Max(open, close) * (1 + 0.005 * random.NextUniform()), low = Math.Min(open, close) * (1 - 0.005 * random.NextUniform());
            bars[i] = new(DateTime.UnixEpoch.AddMinutes(i), open, high, low, close, 1 + Math.Floor(10_000 * random.NextUniform()));
            last = close;
        }
        return bars;
    }
}
