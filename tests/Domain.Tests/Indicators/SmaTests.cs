using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class SmaTests
{
    [Fact]
    public void Matches_the_hand_computed_values() =>
        Assert.Equal([double.NaN, double.NaN, 2, 3, 16.0 / 3], new Sma(3).Over(SomeBars.Closing(1, 2, 3, 4, 9))[0]);

    [Fact]
    public void An_enormous_bar_leaves_nothing_behind_when_it_leaves_the_window() =>
        Assert.Equal(2, new Sma(3).Over(SomeBars.Closing(1, 1e12, 2, 2, 2))[0][^1]);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Sma", "sma"), new Sma(20).On(Reference.SpyBars())[0]);

    [SharedDataFact]
    public void Matches_the_averages_of_other_sheets()
    {
        Reference.Agrees(Reference.Skender("StdDev", "mean"), new Sma(10).On(Reference.SpyBars())[0]);
        Reference.Agrees(Reference.Skender("Dpo", "sma")[..^8], new Sma(14).On(Reference.SpyBars())[0][8..]);       // drawn 8 bars back
        Reference.Agrees(Reference.Skender("StarcBands", "centerline"), new Sma(20).On(Reference.SpyBars())[0]);
    }

    [SharedDataFact]
    public void Matches_leans_values_to_their_print()
    {
        Reference sheet = Reference.Lean("spy_with_indicators");
        Reference.Agrees(sheet.Column("SMA14"), new Sma(14).On(SomeBars.Closing(sheet.Column("close").Values))[0], 1e-6);
    }
}
