using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class AtrTests
{
    [Fact]
    public void Matches_the_hand_computed_values()                              // true ranges 6, 3, 2.5
    {
        double[][] range = new Atr(2).Over(SomeBars.HighLowClose((10, 8, 9), (15, 12, 13), (14, 11, 12), (13, 10.5, 12.5)));
        Assert.Equal([double.NaN, double.NaN, 4.5, 3.5], range[0]);
        Assert.Equal([double.NaN, double.NaN, 37.5, 28], range[1]);
    }

    [Fact]
    public void Matches_a_plain_computation()
    {
        var bars = SomeBars.Random(5, 500);
        double[] expected = Plain.Wilder(Plain.TrueRange(bars), 14);
        double[][] range = new Atr(14).Over(bars);
        Reference.Agrees(expected, range[0]);
        Reference.Agrees([.. expected.Select((value, i) => 100 * value / bars[i].Close)], range[1]);
    }

    [SharedDataFact]
    public void Matches_the_reference_sheet()
    {
        Series[] range = new Atr(14).On(Reference.SpyBars());
        Reference.Agrees(Reference.Skender("Atr", "atr"), range[0]);
        Reference.Agrees(Reference.Skender("Atr", "atrp"), range[1]);
    }

    [SharedDataFact]
    public void Matches_the_range_of_the_trailing_stop_sheet() =>
        Reference.Agrees(Reference.Skender("AtrStop", "atr"), new Atr(21).On(Reference.SpyBars())[0]);

    [SharedDataFact]
    public void Matches_leans_values()
    {
        Reference normalised = Reference.Lean("spy_natr");
        Reference.Agrees(normalised.Column("NATR_5"), new Atr(5).On(normalised.Bars())[1]);

        // This one takes the first bar's high less low as a true range; the difference has faded after 300 bars.
        Reference average = Reference.Lean("spy_atr_wilder");
        Reference.Agrees(average.Column("Average True Range 14")[300..], new Atr(14).On(average.Bars())[0][300..], 1e-5);
    }
}
