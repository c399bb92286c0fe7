using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

/// <summary>What holds for every indicator of the catalogue. A new one is covered without an edit here.</summary>
public class IndicatorLaws
{
    // Near 100 all the way: what drifts would not show once a free walk has left the price at a millionth of that.
    private static readonly Lazy<Bar[]> s_million = new(() => SomeBars.Random(10, 1_000_000, pull: 0.001));

    /// <summary>Each named by its first column.</summary>
    public static TheoryData<string> All => [.. IndicatorCatalog.All.Select(indicator => indicator.Columns[0])];

    private static Indicator Named(string column) => IndicatorCatalog.All.Single(indicator => indicator.Columns[0] == column);

    [Fact]
    public void Columns_are_named_once_and_as_the_field_writes_them()
    {
        Assert.Equal(IndicatorCatalog.Columns.Count, IndicatorCatalog.Columns.Select(column => column.Name).Distinct().Count());
        Assert.All(IndicatorCatalog.Columns, column => Assert.Matches("^[a-z][a-z0-9]*(_[a-z0-9.]+)*$", column.Name));
        Assert.All(IndicatorCatalog.Columns, column => Assert.Equal(column, Column.Named(column.Name)));
    }

    [Theory, MemberData(nameof(All))]
    public void Warm_up_is_exact(string name)
    {
        Indicator indicator = Named(name);
        Assert.Equal(indicator.Columns.Select((_, column) => indicator.WarmUpOf(column)).Max(), indicator.WarmUp);
        AssertWarmAndFinite(indicator, SomeBars.Random(1, indicator.WarmUp + 100));
    }

    [Theory, MemberData(nameof(All))]
    public void Stays_finite_on_a_flat_market(string name)
    {
        Indicator indicator = Named(name);
        AssertWarmAndFinite(indicator, SomeBars.Closing([.. Enumerable.Repeat(0.1, indicator.WarmUp + 100)]));
    }

    [Theory, MemberData(nameof(All))]
    public void Stays_finite_when_a_lively_market_goes_flat_and_without_volume(string name)
    {
        Indicator indicator = Named(name);
        Bar[] bars = SomeBars.Random(2, 2 * indicator.WarmUp + 100);
        for (int i = indicator.WarmUp; i < bars.Length; i++)
            bars[i] = bars[i] with { Open = 99, High = 99, Low = 99, Close = 99, Volume = 0 };
        AssertWarmAndFinite(indicator, bars);
    }

    [Theory, MemberData(nameof(All))]
    public void Stays_finite_without_any_volume(string name)
    {
        Indicator indicator = Named(name);
        AssertWarmAndFinite(indicator, [.. SomeBars.Random(3, indicator.WarmUp + 100).Select(bar => bar with { Volume = 0 })]);
    }

    [Theory, MemberData(nameof(All))]
    public void Stays_finite_through_one_enormous_bar(string name)
    {
        Indicator indicator = Named(name);
        Bar[] bars = SomeBars.Random(4, 2 * indicator.WarmUp + 100);
        int middle = indicator.WarmUp + 10;
        bars[middle] = bars[middle] with { High = 1e12, Low = 1e-12, Close = 1e12, Volume = 1e15 };     // as far as prices are let in
        AssertWarmAndFinite(indicator, bars);
    }

    [Theory, MemberData(nameof(All))]
    public void Allocates_nothing(string name)
    {
        Indicator indicator = Named(name);
        Bar[] bars = SomeBars.Random(5, 2 * indicator.WarmUp + 1000);
        double[] block = new double[indicator.StateWords()], values = new double[indicator.Columns.Count];
        Advance(indicator, block, bars, values);                                // compiles what it needs

        // A collection that another test sets off counts the rest of this thread's buffer as allocated: the least of several is ours.
        long least = Enumerable.Range(0, 5).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Advance(indicator, block, bars, values);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.Equal(0, least);
    }

    [Theory, MemberData(nameof(All))]
    public void Takes_the_same_pieces_of_state_at_every_bar(string name)
    {
        Indicator indicator = Named(name);
        double[] block = new double[indicator.StateWords()], values = new double[indicator.Columns.Count];
        foreach (Bar bar in SomeBars.Random(6, indicator.WarmUp + 50))
        {
            var cursor = new StateCursor(block);
            indicator.Next(ref cursor, bar, values);
            Assert.Equal(block.Length, cursor.Position);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Goes_on_bit_equal_from_a_copy_of_its_state(string name)
    {
        Indicator indicator = Named(name);
        Bar[] bars = SomeBars.Random(7, 2 * indicator.WarmUp + 200);
        foreach (int cut in new[] { 1, indicator.WarmUp / 2, indicator.WarmUp, indicator.WarmUp + 77 })
        {
            double[] block = new double[indicator.StateWords()], values = new double[indicator.Columns.Count];
            Advance(indicator, block, bars.AsSpan(0, cut), values);
            double[] restored = [.. block], again = new double[values.Length];
            for (int i = cut; i < bars.Length; i++)
            {
                Advance(indicator, block, bars.AsSpan(i, 1), values);
                Advance(indicator, restored, bars.AsSpan(i, 1), again);
                Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), again.Select(BitConverter.DoubleToInt64Bits));
            }
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Does_not_see_the_future(string name)
    {
        Indicator indicator = Named(name);
        Bar[] bars = SomeBars.Random(8, indicator.WarmUp + 200), other = [.. bars];
        int cut = indicator.WarmUp + 50;
        SomeBars.Random(9, other.Length - cut, start: 50).CopyTo(other, cut);
        double[][] one = indicator.Over(bars), two = indicator.Over(other);
        for (int column = 0; column < one.Length; column++)
            Assert.Equal(one[column][..cut], two[column][..cut]);
    }

    // Doubling is exact in floating point. An indicator that compares a price with a fixed number, or a volume with a price, fails here.
    [Theory, MemberData(nameof(All))]
    public void Keeps_to_the_units_of_its_input(string name)
    {
        Indicator indicator = Named(name);
        ColumnUnits?[] units = ColumnUnits.Of(indicator, SomeBars.Random(11, indicator.WarmUp + 500));
        ColumnUnits?[] others = ColumnUnits.Of(indicator, SomeBars.Random(12, indicator.WarmUp + 500, start: 3));
        for (int column = 0; column < units.Length; column++)
        {
            Assert.True(units[column] is not null, $"{indicator.Columns[column]} has no unit");
            Assert.Equal(units[column], others[column]);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Does_not_drift_in_a_million_bars(string name)
    {
        Indicator indicator = Named(name);
        if (indicator.IsRunningTotal)
            return;
        Bar[] bars = s_million.Value;
        double[] block = new double[indicator.StateWords()], values = new double[indicator.Columns.Count];
        const int compared = 1000;
        int fresh = compared + Math.Max(3000, 2 * indicator.WarmUp);
        Advance(indicator, block, bars.AsSpan(0, bars.Length - compared), values);
        double[][] expected = indicator.Over(bars.AsSpan(bars.Length - fresh));
        for (int i = compared; i > 0; i--)
        {
            Advance(indicator, block, bars.AsSpan(bars.Length - i, 1), values);
            for (int column = 0; column < values.Length; column++)
            {
                double reference = expected[column][fresh - i];
                Assert.True(Math.Abs(values[column] - reference) <= 1e-9 * Math.Max(1, Math.Abs(reference)),
                    $"{indicator.Columns[column]}, {i} bars before the end: {values[column]:R}, fresh {reference:R}");
            }
        }
    }

    private static void Advance(Indicator indicator, double[] block, ReadOnlySpan<Bar> bars, double[] values)
    {
        foreach (ref readonly Bar bar in bars)
        {
            var cursor = new StateCursor(block);
            indicator.Next(ref cursor, bar, values);
        }
    }

    private static void AssertWarmAndFinite(Indicator indicator, Bar[] bars)
    {
        double[][] columns = indicator.Over(bars);
        for (int column = 0; column < columns.Length; column++)
        {
            for (int i = 0; i < bars.Length; i++)
            {
                bool warm = i + 1 >= indicator.WarmUpOf(column);
                double value = columns[column][i];
                Assert.True(warm ? double.IsFinite(value) : double.IsNaN(value), $"{indicator.Columns[column]} at bar {i + 1}: {value:R}");
            }
        }
    }
}
