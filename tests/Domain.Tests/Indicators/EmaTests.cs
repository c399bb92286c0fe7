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
        Reference.Agrees(Reference.Skender("Ema", "ema"), new Ema(20).On(Reference.SpyBars())[0]);

    [SharedDataFact]
    public void Matches_the_averages_of_the_macd_sheet()
    {
        Reference.Agrees(Reference.Skender("Macd", "fastEma"), new Ema(12).On(Reference.SpyBars())[0]);
        Reference.Agrees(Reference.Skender("Macd", "slowEma"), new Ema(26).On(Reference.SpyBars())[0]);
    }

    [SharedDataFact]
    public void Matches_the_average_of_the_elder_ray_sheet() =>
        Reference.Agrees(Reference.Skender("ElderRay", "ema"), new Ema(13).On(Reference.SpyBars())[0]);

    [SharedDataFact]
    public void Matches_leans_values()
    {
        Reference close = Reference.Lean("spy_with_indicators");
        Reference.Agrees(close.Column("EMA14"), new Ema(14).On(SomeBars.Closing(close.Column("close").Values))[0], 1e-6);

        Reference sheet = Reference.Lean("spy_ema", ".csv.gz");
        Reference.Agrees(sheet.Column("EMA14"), new Ema(14).On(SomeBars.Closing(sheet.Column("close").Values))[0]);
    }
}
