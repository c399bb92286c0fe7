using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class StochasticTests
{
    [Fact]
    public void Matches_the_hand_computed_values()                              // raw 100, 0, 50 from bar 3
    {
        double[][] stochastic = new Stochastic(3, 1, 2).Over(SomeBars.Closing(1, 2, 3, 2, 2.5));
        Assert.Equal([double.NaN, double.NaN, 100, 0, 50], stochastic[0]);
        Assert.Equal([double.NaN, double.NaN, double.NaN, 50, 25], stochastic[1]);
    }

    [Fact]
    public void A_flat_range_is_at_50() =>
        Assert.Equal(50, new Stochastic(2, 2, 2).Over(SomeBars.Closing(7, 7, 7, 7))[1][^1]);

    [SharedDataFact]
    public void Matches_the_reference_sheet()
    {
        Series[] stochastic = new Stochastic(14, 3, 3).On(Reference.SpyBars());
        Reference.Agrees(Reference.Skender("Stoch", "k"), stochastic[0]);
        Reference.Agrees(Reference.Skender("Stoch", "d"), stochastic[1]);
    }

    [SharedDataFact]
    public void Matches_leans_and_stockcharts_values_to_their_print()
    {
        Reference lean = Reference.Lean("spy_with_stoch12k3");
        Series[] stochastic = new Stochastic(12, 3, 5).On(lean.Bars());
        Reference.Agrees(lean.Column("Stochastics 12 %K 3"), stochastic[0], 1e-4);
        Reference.Agrees(lean.Column("%D 5"), stochastic[1], 1e-4);

        Reference sheet = Reference.StockCharts("cs-soo");
        stochastic = new Stochastic(14, 1, 3).On(sheet.Bars());
        Reference.Agrees(sheet.Column("SO"), stochastic[0], 1e-7);
        Reference.Agrees(sheet.Column("SO_SIG")[16..], stochastic[1][16..], 1e-7);           // its first value is left out
    }
}
