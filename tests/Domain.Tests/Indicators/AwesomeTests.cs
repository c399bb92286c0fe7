using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class AwesomeTests
{
    [Fact]
    public void Matches_the_hand_computed_value() =>                            // middles 9 and 11
        Assert.Equal([double.NaN, 1], new Awesome(1, 2).Over(SomeBars.HighLowClose((10, 8, 8), (12, 10, 12)))[0]);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Awesome", "oscillator"), new Awesome(5, 34).On(Reference.SpyBars())[0]);

    [SharedDataFact]
    public void Matches_leans_values()
    {
        Reference lean = Reference.Lean("spy_ao");
        Reference.Agrees(lean.Column("AO"), new Awesome(5, 34).On(lean.Bars())[0]);
    }
}
