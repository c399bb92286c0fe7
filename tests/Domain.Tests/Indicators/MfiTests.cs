using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class MfiTests
{
    [Fact]
    public void Matches_the_hand_computed_value() =>                            // flows: 1100 up, 1000 down
        Assert.Equal(100 * 1100.0 / 2100, new Mfi(2).Over(SomeBars.Closing(10, 11, 10))[0][^1], 12);

    [Fact]
    public void An_equal_price_flows_neither_way() =>
        Assert.Equal(100, new Mfi(2).Over(SomeBars.Closing(10, 11, 11))[0][^1]);

    [Fact]
    public void No_flow_at_all_is_at_50() =>
        Assert.Equal(50, new Mfi(2).Over(SomeBars.Closing(7, 9, 7, 7, 7))[0][^1]);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Mfi", "mfi"), new Mfi(14).On(Reference.SpyBars())[0]);

    [SharedDataFact]
    public void Matches_leans_and_stockcharts_values_to_their_print()
    {
        Reference lean = Reference.Lean("spy_mfi"), sheet = Reference.StockCharts("cs-mfi");
        Reference.Agrees(lean.Column("Money Flow Index 20"), new Mfi(20).On(lean.Bars())[0], 1e-6);
        Reference.Agrees(sheet.Column("MFI"), new Mfi(14).On(sheet.Bars())[0], 1e-6);
    }
}
