using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Tests.Support;

/// <summary>Numbers, one for each bar, that know where they come from.</summary>
/// <param name="Origin">The sheet, or the indicator's class.</param>
/// <param name="Column">What they are called there.</param>
public readonly record struct Series(string Origin, string Column, double[] Values)
{
    public int Length => Values.Length;

    public double this[int index] => Values[index];

    public Series Slice(int start, int length) => this with { Values = Values[start..(start + length)] };

    /// <summary>The same in other units.</summary>
    public Series Select(Func<double, double> convert) => this with { Values = [.. Values.Select(convert)] };
}

public static class SeriesOfIndicators
{
    /// <summary>What <see cref="Indicator.Over"/> gives, with the names of the columns.</summary>
    public static Series[] On(this Indicator indicator, ReadOnlySpan<Bar> bars) =>
        [.. indicator.Columns.Zip(indicator.Over(bars), (column, values) => new Series(indicator.GetType().Name, column, values))];
}
