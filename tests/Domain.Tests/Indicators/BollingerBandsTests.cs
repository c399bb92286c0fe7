using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class BollingerBandsTests
{
    private static readonly double[] Eight = [2, 4, 4, 4, 5, 5, 7, 9];          // mean 5, population deviation 2

    [Fact]
    public void Matches_the_hand_computed_values()
    {
        double[] last = [.. new BollingerBands(8, 2, 1).Over(SomeBars.Closing(Eight)).Select(column => column[^1])];
        Assert.Equal([9, 5, 1, 1, 1.6, 2, double.NaN], last);
    }

    [Fact]
    public void In_a_flat_window_the_close_is_in_the_middle()
    {
        double[] last = [.. new BollingerBands(3, 2, 1).Over(SomeBars.Closing(0.1, 0.1, 0.1, 0.1)).Select(column => column[^1])];
        Assert.Equal([0.1, 0.1, 0.1, 0.5, 0, 0, 0], last);
    }

    [Fact]
    public void Names_its_parameters_as_the_catalogue_does() =>
        Assert.Equal(["bb_20_2.5_upper", "bb_20_2.5_mid", "bb_20_2.5_lower", "bb_20_2.5_pctb", "bb_20_2.5_width", "bb_20_2.5_z", "bb_20_2.5_width_rank_126"],
            new BollingerBands(20, 2.5, 126).Columns);

    [Fact]
    public void The_rank_is_the_share_of_earlier_widths_below()
    {
        double[][] bands = new BollingerBands(20, 2, 126).Over(SomeBars.Random(3, 1000));
        Reference.Agrees(Plain.Rank(bands[4], 126), bands[6]);
    }

    [SharedDataFact]
    public void Matches_the_reference_sheet()
    {
        Series[] bands = new BollingerBands(20, 2, 126).On(Reference.SpyBars());
        string[] columns = ["upperBand", "sma", "lowerBand", "percentB", "width", "zScore"];
        for (int i = 0; i < columns.Length; i++)
            Reference.Agrees(Reference.Skender("BollingerBands", columns[i]), bands[i]);
    }

    [SharedDataFact]
    public void Its_z_matches_the_sheet_of_standard_deviations() =>
        Reference.Agrees(Reference.Skender("StdDev", "zScore"), new BollingerBands(10, 2, 126).On(Reference.SpyBars())[5]);

    [SharedDataFact]
    public void Matches_leans_and_stockcharts_values_to_their_print()
    {
        Reference lean = Reference.Lean("spy_bollinger_bands");
        Series[] bands = new BollingerBands(20, 2, 126).On(lean.Bars());
        Reference.Agrees(lean.Column("Bollinger Bands® 20 2 Top"), bands[0], 1e-6);
        Reference.Agrees(lean.Column("Bollinger Bands® 20 2 Bottom"), bands[2], 1e-6);
        Reference.Agrees(lean.Column("%B"), bands[3], 1e-4);
        Reference.Agrees(lean.Column("Moving Average 20"), bands[1], 1e-6);
        Reference.Agrees(lean.Column("BandWidth").Select(percent => percent / 100), bands[4], 1e-5);

        Reference sheet = Reference.StockCharts("cs-bbands");
        bands = new BollingerBands(20, 2, 126).On(SomeBars.Closing(sheet.Column("close").Values));
        Reference.Agrees(sheet.Column("HighBand"), bands[0], 1e-6);
        Reference.Agrees(sheet.Column("MiddleBand"), bands[1], 1e-6);
        Reference.Agrees(sheet.Column("LowBand"), bands[2], 1e-6);
        Reference.Agrees(sheet.Column("PercentageBand"), bands[3], 1e-6);
        Reference.Agrees(sheet.Column("WidthBand").Select(percent => percent / 100), bands[4], 1e-6);
    }
}
