using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class StandardDeviationTests
{
    [Fact]
    public void Divides_by_the_number_of_closes() =>                            // mean 5
        Assert.Equal(2, new StandardDeviation(8).Over(SomeBars.Closing(2, 4, 4, 4, 5, 5, 7, 9))[0][^1], 12);

    [Fact]
    public void A_flat_window_has_none() =>
        Assert.Equal(0, new StandardDeviation(3).Over(SomeBars.Closing(9, 0.1, 0.1, 0.1))[0][^1]);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("StdDev", "stdDev"), new StandardDeviation(10).On(Reference.SpyBars())[0]);

    [SharedDataFact]
    public void Matches_the_deviation_of_the_sheet_of_slopes() =>
        Reference.Agrees(Reference.Skender("Slope", "stdDev"), new StandardDeviation(20).On(Reference.SpyBars())[0]);
}
