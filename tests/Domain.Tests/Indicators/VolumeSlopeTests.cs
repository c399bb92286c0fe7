using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class VolumeSlopeTests
{
    [Theory]
    [InlineData(1, new double[] { 10, 11, 12, 13 })]
    [InlineData(-1, new double[] { 13, 12, 11, 10 })]
    [InlineData(0, new double[] { 10, 10, 10, 10 })]
    public void Is_1_where_every_step_rises_and_minus_1_where_every_step_falls(double expected, double[] closes)
    {
        double[][] slopes = new VolumeSlope(4).Over(SomeBars.Closing(closes));
        Assert.Equal([expected, expected], [slopes[0][^1], slopes[1][^1]]);
    }

    // Steps 2, −1, 2 with weights 0.3, 0.4, 0.3; volumes ±100.
    [Fact]
    public void Matches_the_hand_computed_values()
    {
        double[][] slopes = new VolumeSlope(4).Over(SomeBars.Closing(10, 12, 11, 13));
        Assert.Equal(0.2, slopes[0][^1], 12);
        Assert.Equal(0.8 / 1.6, slopes[1][^1], 12);
    }

    [Fact]
    public void Matches_lines_fitted_to_the_totals()
    {
        Bar[] bars = SomeBars.Random(43, 500);
        double[] obv = new Obv().Over(bars)[0], closes = [.. bars.Select(bar => bar.Close)];
        double[][] slopes = new VolumeSlope(20).Over(bars);
        Reference.Agrees(Plain.Rolling(obv, 20, Share), slopes[0]);
        Reference.Agrees(Plain.Rolling(closes, 20, Share), slopes[1]);
    }

    [SharedDataFact]
    public void Has_the_sign_of_the_sheets_slope()
    {
        Series expected = Reference.Skender("Slope", "slope"), slope = new VolumeSlope(20).On(Reference.SpyBars())[1];
        Assert.Equal(expected.Values[19..].Select(Math.Sign), slope.Values[19..].Select(Math.Sign));
    }

    [Fact]
    public void A_line_needs_two_points() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new VolumeSlope(1));

    private static double Share(double[] values)
    {
        var way = new double[values.Length];
        for (int i = 1; i < values.Length; i++)
            way[i] = way[i - 1] + Math.Abs(values[i] - values[i - 1]);
        return Slope(values) / Slope(way);
    }

    private static double Slope(double[] values)
    {
        double middle = (values.Length - 1) / 2.0, mean = values.Average();
        return values.Select((value, i) => (i - middle) * (value - mean)).Sum() / values.Select((_, i) => (i - middle) * (i - middle)).Sum();
    }
}
