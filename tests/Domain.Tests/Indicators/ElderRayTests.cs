using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class ElderRayTests
{
    [Fact]
    public void Matches_the_hand_computed_values()
    {
        // EMA(3) of 2, 4, 6, 8 is 4, then 6.
        double[][] columns = new ElderRay(3).Over(SomeBars.HighLowClose((3, 1, 2), (5, 4, 4), (7, 3, 6), (9, 5, 8)));
        Assert.Equal([double.NaN, double.NaN, 3, 3], columns[0]);
        Assert.Equal([double.NaN, double.NaN, -1, -1], columns[1]);
    }

    [SharedDataFact]
    public void Matches_the_reference_sheet()
    {
        Series[] columns = new ElderRay(13).On(Reference.SpyBars());
        Reference.Agrees(Reference.Skender("ElderRay", "BullPower"), columns[0]);
        Reference.Agrees(Reference.Skender("ElderRay", "BearPower"), columns[1]);
    }
}
