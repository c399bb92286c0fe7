using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class TsiTests
{
    [Fact]
    public void Matches_the_hand_computed_values()                              // averages ½, 5/6 of the changes and 3/2, 7/6 of their sizes
    {
        double[][] strength = new Tsi(2, 1, 2).Over(SomeBars.Closing(10, 12, 11, 12));
        Reference.Agrees([double.NaN, double.NaN, 100.0 / 3, 500.0 / 7], strength[0]);
        Reference.Agrees([double.NaN, double.NaN, double.NaN, (100.0 / 3 + 500.0 / 7) / 2], strength[1]);
    }

    [Fact]
    public void A_price_that_only_rises_is_at_100_and_a_flat_one_at_0()
    {
        Assert.Equal(100, new Tsi(3, 2, 2).Over(SomeBars.Closing(1, 2, 4, 5, 9, 10))[0][^1], 12);
        Assert.Equal(0, new Tsi(3, 2, 2).Over(SomeBars.Closing(7, 7, 7, 7, 7, 7))[0][^1]);
    }

    [SharedDataFact]
    public void Matches_the_reference_sheet()
    {
        Series[] strength = new Tsi(25, 13, 7).On(Reference.SpyBars());
        Reference.Agrees(Reference.Skender("Tsi", "tsi"), strength[0]);
        Reference.Agrees(Reference.Skender("Tsi", "signal"), strength[1]);
    }
}
