using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class PmoTests
{
    [Fact]
    public void Matches_the_hand_computed_values()                              // 2 / 2 forgets at once: 10 then 0 percent, tenfold, averaged
    {
        double[][] momentum = new Pmo(2, 2, 1).Over(SomeBars.Closing(100, 110, 121, 121, 133.1));
        Reference.Agrees([double.NaN, double.NaN, double.NaN, 50, 100], momentum[0]);
        Reference.Agrees([double.NaN, double.NaN, double.NaN, 50, 100], momentum[1]);
    }

    [SharedDataFact]
    public void Matches_the_reference_sheet()
    {
        Series[] momentum = new Pmo(35, 20, 10).On(Reference.SpyBars());
        Reference.Agrees(Reference.Skender("Pmo", "pmo"), momentum[0]);
        Reference.Agrees(Reference.Skender("Pmo", "signal"), momentum[1]);
    }
}
