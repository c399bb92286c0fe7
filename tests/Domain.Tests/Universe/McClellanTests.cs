using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Domain.Universe;

namespace GoldenSignals.Domain.Tests.Universe;

public class McClellanTests
{
    [Fact]
    public void Starts_as_the_difference_of_the_means_of_19_and_39_inputs()
    {
        double[] inputs = [.. Enumerable.Range(1, 40).Select(i => i <= 39 ? 10.0 : 110)];
        double[] oscillator = Over(inputs);
        Assert.All(oscillator[..38], value => Assert.True(double.IsNaN(value)));
        Assert.Equal(0, oscillator[38], 12);
        Assert.Equal(100 * (0.1 - 0.05), oscillator[39], 12);               // the 10 % trend less the 5 % trend
    }

    [Theory]
    [InlineData(15, 5, 500)]
    [InlineData(5, 15, -500)]
    [InlineData(300, 100, 500)]
    [InlineData(20, 0, 1000)]
    [InlineData(0, 0, 0)]
    public void Ratio_adjusted_advances_do_not_grow_with_the_market(int advances, int declines, double expected) =>
        Assert.Equal(expected, McClellan.RatioAdjusted(advances, declines), 12);

    /// <summary>New York Stock Exchange, summer of 2022. The sheet does not say how its averages were seeded; they are taken from it.</summary>
    [SharedDataFact]
    public void Follows_the_reference_sheet_from_the_averages_that_it_starts_with()
    {
        Reference sheet = Reference.Lean("mcclellan_data", ".csv.gz");
        double[] net = sheet.Column("A/D Difference").Values, expected = sheet.Column("MO").Values;
        double[] fast = Seeded(19, expected[18], net[19..]);                // while there is no slow average the sheet's oscillator is the fast one
        double[] slow = Seeded(39, fast[38 - 18] - expected[38], net[39..]);
        for (int i = 39; i < net.Length; i++)
            Assert.Equal(expected[i], fast[i - 18] - slow[i - 38], 2e-7);   // the sheet has seven digits
    }

    [SharedDataFact]
    public void Its_own_start_is_forgotten_and_it_comes_to_the_sheet()
    {
        Reference sheet = Reference.Lean("mcclellan_data", ".csv.gz");
        double[] expected = sheet.Column("MO").Values, ours = Over(sheet.Column("A/D Difference").Values);
        double[] distance = [.. expected.Zip(ours, (a, b) => Math.Abs(a - b))];
        Assert.True(distance[38] > 10 && distance[100] < 0.6 && distance[167] < 0.02, $"{distance[38]} {distance[100]} {distance[167]}");
    }

    private static double[] Over(double[] inputs)
    {
        var block = new double[McClellan.Words];
        return [.. inputs.Select(input =>
        {
            var cursor = new StateCursor(block);
            return McClellan.Next(ref cursor, input);
        })];
    }

    /// <summary>An average that has been at a level for its whole seed, and what it makes of the inputs after.</summary>
    private static double[] Seeded(int period, double level, double[] inputs)
    {
        var average = new SmaSeededEma(period);
        var block = new double[8];
        double[] values = [.. Enumerable.Repeat(level, period).Concat(inputs).Select(input =>
        {
            var cursor = new StateCursor(block);
            return average.Next(ref cursor, input);
        })];
        return values[(period - 1)..];
    }
}
