using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class HeikinAshiTests
{
    // The first rows of LEAN's test data spy_heikin_ashi (SPY, February 2013).
    private static readonly Bar[] s_spy =
    [
        new(SomeBars.Start, 151.16, 151.89, 150.49, 151.89, 1.06e8),
        new(SomeBars.Start.AddMinutes(1), 152.63, 152.86, 149, 149, 2.45e8),
        new(SomeBars.Start.AddMinutes(2), 149.72, 150.2, 148.73, 150.02, 1.86e8),
    ];

    [Fact]
    public void Matches_leans_first_rows()
    {
        double[][] bars = new HeikinAshi().Over(s_spy);
        Assert.Equal([151.525, 151.44125, 151.156875], bars[0].Select(value => Math.Round(value, 9)));
        Assert.Equal([151.3575, 150.8725, 149.6675], bars[1].Select(value => Math.Round(value, 9)));
    }

    [SharedDataFact]
    public void Matches_leans_values()
    {
        Reference lean = Reference.Lean("spy_heikin_ashi");
        Series[] bars = new HeikinAshi().On(lean.Bars());
        Reference.Agrees(lean.Column("HA_Open"), bars[0]);
        Reference.Agrees(lean.Column("HA_Close"), bars[1]);
    }
}
