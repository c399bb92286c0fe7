using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class ConnorsRsiTests
{
    // Three rises in a row, the last the largest: every part is 100. Then an equal close: RSI(1) 50, the run falls to 0, rank 0.
    [Fact]
    public void Matches_the_hand_computed_values() =>
        Reference.Agrees([double.NaN, double.NaN, double.NaN, 100, 50.0 / 3], new ConnorsRsi(1, 1, 2).Over(SomeBars.Closing(10, 11, 12, 14, 14))[0]);

    [Fact]
    public void A_flat_market_has_two_middles_and_no_rank() =>
        Assert.Equal(100.0 / 3, new ConnorsRsi(3, 2, 5).Over(SomeBars.Closing(7, 7, 7, 7, 7, 7, 7))[0][^1], 12);

    [Theory]
    [InlineData(3, 2, 100)]
    [InlineData(5, 4, 3)]
    public void Matches_a_plain_computation(int period, int runPeriod, int rankPeriod)
    {
        var bars = SomeBars.Closing([.. SomeBars.Random(24, 600).Select(bar => Math.Round(bar.Close, 1))]);    // some closes are equal
        Reference.Agrees(PlainConnors(bars, period, runPeriod, rankPeriod), new ConnorsRsi(period, runPeriod, rankPeriod).Over(bars)[0]);
    }

    [SharedDataFact]
    public void The_first_part_matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("ConnorsRsi", "rsi"), new Rsi(3).On(Reference.SpyBars())[0]);

    // The last bar in the tests of Stock.Indicators (Apache-2.0), which print four places.
    [SharedDataFact]
    public void Matches_the_values_that_another_library_asserts()
    {
        Assert.Equal(74.7662, new ConnorsRsi(3, 2, 100).On(Reference.SpyBars())[0][^1], 4);
        Assert.Equal(61.6053, new ConnorsRsi(14, 20, 10).On(Reference.SpyBars())[0][^1], 4);
    }

    private static double[] PlainConnors(Bar[] bars, int period, int runPeriod, int rankPeriod)
    {
        double[] closes = [.. bars.Select(bar => bar.Close)], run = new double[bars.Length], change = new double[bars.Length];
        run[0] = change[0] = double.NaN;
        for (int i = 1; i < bars.Length; i++)
        {
            int side = Math.Sign(closes[i] - closes[i - 1]), length = 0;
            while (side != 0 && length < i && Math.Sign(closes[i - length] - closes[i - length - 1]) == side)
                length++;
            run[i] = side * length;
            change[i] = closes[i] / closes[i - 1] - 1;
        }
        double[] ofClose = Strength(closes, period), ofRun = Strength(run, runPeriod), rank = Plain.Rank(change, rankPeriod);
        return [.. bars.Select((_, i) => (ofClose[i] + ofRun[i] + 100 * rank[i]) / 3)];
    }

    private static double[] Strength(double[] values, int period)
    {
        double[] changes = [.. values.Select((value, i) => i == 0 ? double.NaN : value - values[i - 1])];
        double[] up = Plain.Wilder([.. changes.Select(change => Math.Max(change, 0))], period);
        double[] down = Plain.Wilder([.. changes.Select(change => Math.Max(-change, 0))], period);
        return [.. up.Zip(down, (u, d) => u + d == 0 ? 50 : 100 * u / (u + d))];
    }
}
