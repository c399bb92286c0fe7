using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class ParabolicSarTests
{
    [Fact]
    public void Matches_the_hand_computed_values()
    {
        double[] sar = new ParabolicSar(0.02, 0.2).Over(SomeBars.HighLowClose(
            (10, 9, 9.5), (11, 9.5, 10), (12, 10, 11), (12, 10.5, 11), (11, 8, 8.5), (10, 7, 7.5), (9, 7, 8)))[0];
        // 9.02 and 9.08 are held at the earlier low; 9 + 0.06·3; hit: the extreme 12; held at the high 12; 12 − 0.04·5
        double[] expected = [double.NaN, 9, 9, 9.18, 12, 12, 11.8];
        for (int i = 1; i < expected.Length; i++)
            Assert.Equal(expected[i], sar[i], 12);
    }

    [Fact]
    public void Names_its_parameters_with_a_point() => Assert.Equal(["psar_0.02_0.2"], new ParabolicSar(0.02, 0.2).Columns);

    [Theory]
    [InlineData(0.02, 0.2)]
    [InlineData(0.05, 0.1)]
    public void Matches_a_plain_computation(double step, double maximum)
    {
        var bars = SomeBars.Random(13, 2000);
        Reference.Agrees(PlainSar(bars, step, maximum), new ParabolicSar(step, maximum).Over(bars)[0]);
    }

    // The sheet guesses its first trend otherwise; from the first reversal that both see, row 9, that no longer matters.
    [SharedDataFact]
    public void Matches_stockcharts_values_to_their_print()
    {
        Reference sheet = Reference.StockCharts("cs-psar");
        Series below = sheet.Column("psar_up"), above = sheet.Column("psar_down");
        Series expected = below with { Column = "psar_up or psar_down", Values = [.. below.Values.Select((value, i) => double.IsNaN(value) ? above[i] : value)] };
        Reference.Agrees(expected[8..], new ParabolicSar(0.02, 0.2).On(sheet.Bars())[0][8..], 1e-8);
    }

    /// <summary>Trend by trend: each is started, then carried on to the bar whose range hits its stop.</summary>
    private static double[] PlainSar(Bar[] bars, double step, double maximum)
    {
        var sar = new double[bars.Length];
        sar[0] = double.NaN;
        double stop = bars[0].Low, extreme = bars[0].High;
        int sign = 1, newExtremes = 0;
        for (int i = 1; i < bars.Length; i++)
        {
            Bar[] two = bars[Math.Max(0, i - 2)..i];
            stop += Math.Min(step * (1 + newExtremes), maximum) * (extreme - stop);
            stop = sign > 0 ? Math.Min(stop, two.Min(bar => bar.Low)) : Math.Max(stop, two.Max(bar => bar.High));
            double against = sign > 0 ? bars[i].Low : bars[i].High, with = sign > 0 ? bars[i].High : bars[i].Low;
            if (sign * (against - stop) <= 0)
                (stop, extreme, sign, newExtremes) = (extreme, against, -sign, 0);
            else if (sign * (with - extreme) > 0)
                (extreme, newExtremes) = (with, newExtremes + 1);
            sar[i] = stop;
        }
        return sar;
    }
}
