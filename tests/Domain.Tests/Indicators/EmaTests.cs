using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class EmaTests
{
    [Fact]
    public void Matches_the_hand_computed_values() =>
        Assert.Equal([double.NaN, double.NaN, 4, 6, 5], new Ema(3).Over(SomeBars.Closing(2, 4, 6, 8, 4))[0]);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Ema", "ema"), new Ema(20).Over(Reference.SpyBars())[0]);

    [SharedDataFact]
    public void Matches_the_averages_of_the_macd_sheet()
    {
        Reference.Agrees(Reference.Skender("Macd", "fastEma"), new Ema(12).Over(Reference.SpyBars())[0]);
        Reference.Agrees(Reference.Skender("Macd", "slowEma"), new Ema(26).Over(Reference.SpyBars())[0]);
    }

    [SharedDataFact]
    public void Matches_leans_values()
    {
        Reference sheet = Reference.Lean("spy_ema", ".csv.gz");
        Reference.Agrees(sheet.Column("EMA14"), new Ema(14).Over(SomeBars.Closing(sheet.Column("close")))[0]);
    }
}
