using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class TrTests
{
    [Fact]
    public void Reaches_over_the_gap_from_the_close_before() =>
        Assert.Equal([double.NaN, 6, 3], new Tr().Over(SomeBars.HighLowClose((10, 8, 9), (15, 12, 13), (14, 11, 12)))[0]);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Tr", "tr"), new Tr().On(Reference.SpyBars())[0]);

    [SharedDataFact]
    public void Matches_the_column_of_the_sheet_of_averages() =>
        Reference.Agrees(Reference.Skender("Atr", "tr"), new Tr().On(Reference.SpyBars())[0]);
}
