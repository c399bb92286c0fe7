using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.ApiClient;

/// <summary>Indicators over bars of the past, computed again: the same steps over the same bars, so the same values.</summary>
internal sealed class IndicatorSeries
{
    private readonly IndicatorSet _set;
    private readonly int[] _places;                                   // of each column in what the set yields

    /// <param name="columns">Of bars, or derived of them: <see cref="Column.Index"/> below <see cref="IndicatorCatalog.FirstSideColumn"/>.</param>
    public IndicatorSeries(IReadOnlyList<Column> columns)
    {
        // Those of indicators read the columns of all; without them only what is asked for needs to be worked out.
        bool derived = columns.Any(column => IndicatorCatalog.Derived.Any(indicator => indicator.Columns.Contains(column.Name)));
        Indicator[] wanted = [.. IndicatorCatalog.All.Where(indicator => derived || indicator.Columns.Any(name => columns.Any(column => column.Name == name)))];
        _set = derived ? IndicatorSet.Shipped : new(wanted);
        List<string> names = [.. wanted.SelectMany(indicator => indicator.Columns)];
        _places = [.. columns.Select(column => derived ? column.Index : names.IndexOf(column.Name))];
    }

    /// <summary>The columns at each bar; NaN while they warm up.</summary>
    /// <param name="bars">Oldest first.</param>
    /// <param name="skip">Bars that are only warmed up on.</param>
    public double[][] Over(ReadOnlySpan<Bar> bars, TimeSpan interval, int skip)
    {
        var (block, values, rows) = (new double[_set.Words], new double[_set.Columns], new double[bars.Length - skip][]);
        for (int i = 0; i < bars.Length; i++)
        {
            _set.Next(block, bars[i], values, interval);
            if (i >= skip)
                rows[i - skip] = Array.ConvertAll(_places, place => values[place]);
        }
        return rows;
    }
}
