using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>All indicators of a symbol as one step over one packed block. Holds no state: one instance serves every symbol.</summary>
public sealed class IndicatorSet
{
    private readonly Indicator[] _indicators;
    private readonly DerivedIndicator[] _derived;
    private readonly int[] _columnCounts;
    private readonly int _barColumns;

    public IndicatorSet(IEnumerable<Indicator> indicators, IEnumerable<DerivedIndicator>? derived = null)
    {
        _indicators = [.. indicators];
        _derived = [.. derived ?? []];
        _columnCounts = [.. _indicators.Select(indicator => indicator.Columns.Count)];
        _barColumns = _columnCounts.Sum();
        Columns = _barColumns + _derived.Sum(indicator => indicator.Columns.Count);
        var trial = new StateCursor(new double[1 << 16]);
        Step(ref trial, default, new double[Columns]);
        Words = trial.Position;
    }

    /// <summary>Everything in the catalogue.</summary>
    public static IndicatorSet Shipped { get; } = new(IndicatorCatalog.All, IndicatorCatalog.Derived);

    /// <summary>Length of a symbol's state block, in words of 8 bytes.</summary>
    public int Words { get; }

    /// <summary>Values per bar.</summary>
    public int Columns { get; }

    /// <summary>Takes one closed bar: advances <paramref name="block"/> and writes every column.</summary>
    /// <param name="interval">Length of the bars, for what depends on it.</param>
    public void Next(Span<double> block, in Bar bar, Span<double> values, TimeSpan interval = default)
    {
        CacheLines.Prefetch<double>(block);
        var cursor = new StateCursor(block, interval);
        Step(ref cursor, bar, values);
        if (cursor.Position != Words)
            throw new InvalidOperationException("an indicator took other pieces of its state than at the call before");
    }

    private void Step(ref StateCursor cursor, in Bar bar, Span<double> values)
    {
        int column = 0;
        for (int i = 0; i < _indicators.Length; i++)
        {
            _indicators[i].Next(ref cursor, bar, values.Slice(column, _columnCounts[i]));
            column += _columnCounts[i];
        }
        ReadOnlySpan<double> bars = values[.._barColumns];
        foreach (DerivedIndicator indicator in _derived)
        {
            indicator.Next(ref cursor, bar, bars, values.Slice(column, indicator.Columns.Count));
            column += indicator.Columns.Count;
        }
    }
}
