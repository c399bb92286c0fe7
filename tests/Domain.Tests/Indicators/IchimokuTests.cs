using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class IchimokuTests
{
    [Fact]
    public void Matches_the_hand_computed_values()
    {
        double[][] lines = new Ichimoku(1, 2, 3).Over(SomeBars.Closing(1, 2, 4, 8, 16));
        Assert.Equal([1, 2, 4, 8, 16], lines[0]);
        Assert.Equal([double.NaN, 1.5, 3, 6, 12], lines[1]);
        Assert.Equal([double.NaN, double.NaN, double.NaN, 1.75, 3.5], lines[2]);        // (2 + 1.5) / 2 and (4 + 3) / 2, two bars on
        Assert.Equal([double.NaN, double.NaN, double.NaN, double.NaN, 2.5], lines[3]);  // (4 + 1) / 2, two bars on
    }

    [SharedDataFact]
    public void Matches_the_reference_sheet()
    {
        Series[] lines = new Ichimoku(9, 26, 52).On(Reference.SpyBars());
        string[] columns = ["tenkanSen", "kijunSen", "senkouSpanA", "senkouSpanB"];
        for (int i = 0; i < columns.Length; i++)
            Reference.Agrees(Reference.Skender("Ichimoku", columns[i]), lines[i]);
    }

    [SharedDataFact]
    public void Matches_leans_values()
    {
        Reference sheet = Reference.Lean("spy_with_ichimoku", ".csv.gz");
        Series[] lines = new Ichimoku(9, 26, 52).On(sheet.Bars());
        string[] columns = ["Tenkan", "Kijun", "Senkou A", "Senkou B"];
        for (int i = 0; i < columns.Length; i++)
            Reference.Agrees(sheet.Column(columns[i]), lines[i]);
    }
}
