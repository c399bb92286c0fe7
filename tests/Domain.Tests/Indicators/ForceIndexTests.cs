using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class ForceIndexTests
{
    [Fact]
    public void Matches_the_hand_computed_values() =>                           // products 100, −200, 400
        Assert.Equal([-50, 250], new ForceIndex(2).Over(SomeBars.Closing(10, 11, 9, 13))[0][2..].Select(value => Math.Round(value, 10)));

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("ForceIndex", "forceIndex"), new ForceIndex(13).On(Reference.SpyBars())[0]);

    [SharedDataFact]
    public void One_bar_of_it_matches_stockcharts_to_its_print()
    {
        Reference sheet = Reference.StockCharts("cs-fi");                       // its averages have another seed
        Reference.Agrees(sheet.Column("FI_1"), new ForceIndex(1).On(Closing(sheet.Column("close").Values, sheet.Column("volume").Values))[0], 1e-6);
    }

    private static Bar[] Closing(double[] closes, double[] volumes) =>
        [.. SomeBars.Closing(closes).Select((bar, i) => bar with { Volume = volumes[i] })];
}
