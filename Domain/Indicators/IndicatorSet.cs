using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>All indicators of a symbol as one step over one packed block. Holds no state: one instance serves every symbol.</summary>
public sealed class IndicatorSet
{
    private readonly Indicator[] _indicators;
    private readonly int[] _columnCounts;

    public IndicatorSet(IEnumerable<Indicator> indicators)
    {
        _indicators = [.. indicators];
        _columnCounts = [.. _indicators.Select(indicator => indicator.Columns.Count)];
        Words = _indicators.Sum(indicator => indicator.StateWords());
        Columns = _columnCounts.Sum();
    }

    /// <summary>Everything in the catalogue.</summary>
    public static IndicatorSet Shipped { get; } = new(IndicatorCatalog.All);

    /// <summary>Length of a symbol's state block, in words of 8 bytes.</summary>
    public int Words { get; }

    /// <summary>Values per bar.</summary>
    public int Columns { get; }

    /// <summary>Takes one closed bar: advances <paramref name="block"/> and writes every column.</summary>
    public void Next(Span<double> block, in Bar bar, Span<double> values)
    {
        var cursor = new StateCursor(block);
        int column = 0;
        for (int i = 0; i < _indicators.Length; i++)
        {
            _indicators[i].Next(ref cursor, bar, values.Slice(column, _columnCounts[i]));
            column += _columnCounts[i];
        }
        if (cursor.Position != Words)
            throw new InvalidOperationException("an indicator took other pieces of its state than at the call before");
    }
}
