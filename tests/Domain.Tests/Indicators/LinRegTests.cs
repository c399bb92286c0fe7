using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class LinRegTests
{
    [Fact]
    public void Matches_the_hand_computed_values()                              // slope 5/2; squares 14 about the mean 3, 12.5 of them on the line
    {
        double[][] line = new LinReg(3).Over(SomeBars.Closing(1, 2, 6));
        Reference.Agrees([double.NaN, double.NaN, 2.5], line[0]);
        Reference.Agrees([double.NaN, double.NaN, 12.5 / 14], line[1]);
    }

    [Fact]
    public void A_straight_line_is_explained_in_full_and_a_flat_one_not_at_all()
    {
        double[][] straight = new LinReg(3).Over(SomeBars.Closing(9, 7, 5)), flat = new LinReg(3).Over(SomeBars.Closing(0.1, 0.1, 0.1));
        Assert.Equal((-2, 1), (straight[0][^1], straight[1][^1]));
        Assert.Equal((0, 0), (flat[0][^1], flat[1][^1]));
    }

    [Fact]
    public void Keeps_its_digits_on_a_level_a_billion_times_the_slope() =>
        Assert.Equal(0.25, new LinReg(7).Over(SomeBars.Closing([.. Enumerable.Range(0, 100).Select(i => 1e9 + 0.25 * i)]))[0][^1], 12);

    [SharedDataFact]
    public void Matches_the_reference_sheet()
    {
        Series[] line = new LinReg(20).On(Reference.SpyBars());
        Reference.Agrees(Reference.Skender("Slope", "slope"), line[0]);
        Reference.Agrees(Reference.Skender("Slope", "rsquared"), line[1]);
    }
}
