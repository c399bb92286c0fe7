using GoldenSignals.Domain.Indicators;
using Orleans;

namespace GoldenSignals.Domain.Market;

/// <summary>
/// What an agent sees of one symbol at the close of one bar: the bar and every indicator of it and of the bar before.
/// An immutable snapshot: nothing in it changes when the next bar arrives, and nothing in it lies after its bar.
/// </summary>
[GenerateSerializer, Immutable, Alias("gs.MarketView")]
public readonly struct MarketView
{
    [Id(4)] private readonly double[] _values;
    [Id(5)] private readonly double[] _previous;

    /// <param name="values">Every column of <see cref="IndicatorCatalog"/> at this bar; handed over, never written again.</param>
    /// <param name="previous">The same of the bar before; empty at the first bar.</param>
    public MarketView(string symbol, TimeSpan interval, in Bar bar, long barNumber, double[] values, double[] previous, bool gap = false)
    {
        Symbol = symbol;
        Interval = interval;
        Bar = bar;
        BarNumber = barNumber;
        _values = values;
        _previous = previous;
        Gap = gap;
    }

    [Id(0)] public string Symbol { get; }
    [Id(1)] public TimeSpan Interval { get; }
    [Id(2)] public Bar Bar { get; }

    /// <summary>1 for the symbol's first bar, then one more for each bar seen.</summary>
    [Id(3)] public long BarNumber { get; }

    /// <summary>Whether the bar overlaps a gap: ticks of it may be missing.</summary>
    [Id(6)] public bool Gap { get; }

    /// <summary>An indicator at this bar; NaN while it warms up.</summary>
    public double this[Column column] => _values[column.Index];

    /// <summary>An indicator at the bar before; NaN while it warms up.</summary>
    public double Previous(Column column) => _previous.Length == 0 ? double.NaN : _previous[column.Index];

    /// <summary>An indicator at this bar and at the bar before.</summary>
    public (double Now, double Before) LastTwo(Column column) => (this[column], Previous(column));

    /// <summary>All indicators at this bar, in the order of <see cref="IndicatorCatalog.Columns"/>.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The same at the bar before; empty at the first bar.</summary>
    public ReadOnlySpan<double> ValuesBefore => _previous;

    /// <summary>The snapshot's own array, for the decision that keeps it. Never write to it.</summary>
    public double[] SharedValues => _values;
}
