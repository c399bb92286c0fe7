using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class ChaikinOscillatorTests
{
    // Flows of +100 at each bar: ADL 100, 200, 300; EMA(1) 300; EMA(2) 150, then 150 + 2/3·150 = 250.
    [Fact]
    public void Matches_the_hand_computed_values() =>
        Assert.Equal([50, 50], new ChaikinOscillator(1, 2).Over(SomeBars.HighLowClose((2, 1, 2), (2, 1, 2), (2, 1, 2)))[0][1..].Select(value => Math.Round(value, 10)));

    [Theory]
    [InlineData(3, 10)]
    [InlineData(6, 20)]
    public void Matches_the_difference_of_the_averages_of_the_line(int fast, int slow)
    {
        Bar[] bars = SomeBars.Random(35, 500);
        double[] line = new Adl().Over(bars)[0];
        double[] expected = [.. Plain.Ema(line, fast).Zip(Plain.Ema(line, slow), (quick, calm) => quick - calm)];
        Reference.Agrees(expected, new ChaikinOscillator(fast, slow).Over(bars)[0]);
    }

    [SharedDataFact]
    public void Matches_the_averages_of_the_sheets_line()
    {
        Series line = Reference.Skender("Adl", "adl");
        double[] expected = [.. Plain.Ema(line.Values, 3).Zip(Plain.Ema(line.Values, 10), (quick, calm) => quick - calm)];
        Reference.Agrees(line with { Column = "averages of adl", Values = expected }, new ChaikinOscillator(3, 10).On(Reference.SpyBars())[0]);
    }
}
