using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class TemaTests
{
    [Fact]
    public void Matches_the_hand_computed_values() =>                           // averages 2, 4, 5; of them 2, 3, 4; of these 2, 2.5, 3.25
        Reference.Agrees([double.NaN, double.NaN, 2, 5.5, 6.25], new Tema(3).Over(SomeBars.Closing(1, 2, 3, 6, 6))[0]);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Tema", "tema"), new Tema(20).On(Reference.SpyBars())[0]);
}
