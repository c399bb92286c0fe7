using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class CorwinSchultzTests
{
    /// <summary>Without a trend and with a constant spread s around a still price each bar's range is that spread: β = 2s², γ = s².</summary>
    [Fact]
    public void A_still_price_seen_through_a_spread_gives_the_spread()
    {
        double half = 0.01;
        Bar[] bars = SomeBars.HighLowClose([.. Enumerable.Repeat((100 * (1 + half), 100 * (1 - half), 100.0), 5)]);
        Assert.Equal(2 * half, new CorwinSchultz(2, 1).Over(bars)[0][^1], 12);
    }

    [Fact]
    public void A_gap_between_bars_is_taken_out()
    {
        Bar[] still = SomeBars.HighLowClose((101, 99, 100), (101, 99, 100)), gapped = SomeBars.HighLowClose((101, 99, 100), (152, 150, 151));
        Assert.Equal(Spread(still[0], still[1] with { High = 102, Low = 100 }), new CorwinSchultz(1, 1).Over(gapped)[0][^1], 12);
    }

    [Fact]
    public void Matches_a_plain_computation_of_the_papers_formulas()
    {
        Bar[] bars = SomeBars.Random(39, 800);
        double[] spreads = [.. bars.Select((bar, i) => i == 0 ? double.NaN : Spread(bars[i - 1], bar))];
        double[][] spread = new CorwinSchultz(20, 126).Over(bars);
        Reference.Agrees(Plain.Rolling(spreads, 20, window => window.Average()), spread[0]);
        Reference.Agrees(Plain.Rank(spread[0], 126), spread[1]);
    }

    /// <summary>Prices of a random walk, each trade at the bid or the ask by chance: the estimate is near the true spread.</summary>
    [Theory]
    [InlineData(0.002)]
    [InlineData(0.01)]
    [InlineData(0.03)]
    public void Recovers_the_spread_of_simulated_trades(double spread)
    {
        var random = new Random(41);
        double price = 100;
        var bars = new Bar[2000];
        for (int i = 0; i < bars.Length; i++)
        {
            double high = 0, low = double.MaxValue, trade = 0;
            for (int step = 0; step < 390; step++)
            {
                price *= 1 + (random.NextDouble() - 0.5) * 0.0018;              // about 1 % a bar
                trade = price * (1 + (random.Next(2) - 0.5) * spread);
                (high, low) = (Math.Max(high, trade), Math.Min(low, trade));
            }
            bars[i] = new Bar(SomeBars.Start.AddMinutes(i), trade, high, low, trade, 1);
        }
        double estimate = new CorwinSchultz(20, 126).Over(bars)[0][20..].Average();
        Assert.InRange(estimate, 0.9 * spread, 1.1 * spread + 0.004);           // biased upwards where small: negative estimates count as 0
    }

    private static double Spread(Bar before, Bar bar)
    {
        double gap = bar.Low > before.Close ? bar.Low - before.Close : bar.High < before.Close ? bar.High - before.Close : 0;
        double high = bar.High - gap, low = bar.Low - gap;
        double beta = Math.Pow(Math.Log(high / low), 2) + Math.Pow(Math.Log(before.High / before.Low), 2);
        double gamma = Math.Pow(Math.Log(Math.Max(high, before.High) / Math.Min(low, before.Low)), 2);
        double k = 3 - 2 * Math.Sqrt(2);
        double alpha = (Math.Sqrt(2 * beta) - Math.Sqrt(beta)) / k - Math.Sqrt(gamma / k);
        return Math.Max(0, 2 * (Math.Exp(alpha) - 1) / (1 + Math.Exp(alpha)));
    }
}
