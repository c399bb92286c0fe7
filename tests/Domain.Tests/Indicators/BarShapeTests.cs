using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class BarShapeTests
{
    private static readonly Bar s_bar = SomeBars.Closing(1)[0] with { Low = 10, High = 20, Open = 17, Close = 12 };

    [Theory]
    [InlineData(17, 12)]
    [InlineData(12, 17)]
    public void Matches_the_hand_computed_values_whichever_way_the_body_points(double open, double close) =>
        Assert.Equal([0.5, 0.3, 0.2], new BarShape().Over([s_bar with { Open = open, Close = close }]).Select(column => Math.Round(column[0], 12)));

    [Fact]
    public void A_bar_without_range_has_no_shape() =>
        Assert.Equal([0, 0, 0], new BarShape().Over(SomeBars.Closing(7)).Select(column => column[0]));

    [Fact]
    public void The_three_shares_sum_to_1()
    {
        double[][] shape = new BarShape().Over(SomeBars.Random(3, 500));
        for (int i = 0; i < 500; i++)
            Assert.Equal(1, shape[0][i] + shape[1][i] + shape[2][i], 9);
    }
}
