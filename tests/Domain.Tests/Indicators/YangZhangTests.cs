using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class YangZhangTests
{
    [Fact]
    public void Without_a_range_it_is_the_deviation_of_the_overnight_returns() =>       // returns 1, −1: sample variance 2
        Assert.Equal(Math.Sqrt(2), new YangZhang(2, 1).Over(SomeBars.Closing(1, Math.E, 1))[0][^1], 12);

    [Fact]
    public void A_flat_market_has_no_volatility_and_rank_0()
    {
        double[][] volatility = new YangZhang(2, 1).Over(SomeBars.Closing(7, 7, 7, 7));
        Assert.Equal([0, 0], [volatility[0][^1], volatility[1][^1]]);
    }

    [Theory]
    [InlineData(20, 252)]
    [InlineData(10, 30)]
    public void Matches_a_plain_computation(int period, int rankPeriod)
    {
        var bars = SomeBars.Random(23, 1000);
        double[] expected = [.. bars.Select((_, i) => i < period ? double.NaN : PlainVolatility(bars[(i - period)..(i + 1)]))];
        double[][] volatility = new YangZhang(period, rankPeriod).Over(bars);
        Reference.Agrees(expected, volatility[0]);
        Reference.Agrees(Plain.Rank(expected, rankPeriod), volatility[1]);
    }

    /// <summary>Equations 3 to 5 of the paper, over all bars but the first, which gives only its close.</summary>
    private static double PlainVolatility(Bar[] bars)
    {
        double n = bars.Length - 1;
        double[] overnight = [.. bars.Skip(1).Zip(bars, (bar, before) => Math.Log(bar.Open) - Math.Log(before.Close))];
        double[] close = [.. bars.Skip(1).Select(bar => Math.Log(bar.Close) - Math.Log(bar.Open))];
        double rogersSatchell = bars.Skip(1).Average(bar =>
            Math.Log(bar.High / bar.Close) * Math.Log(bar.High / bar.Open) + Math.Log(bar.Low / bar.Close) * Math.Log(bar.Low / bar.Open));
        double k = 0.34 / (1.34 + (n + 1) / (n - 1));
        return Math.Sqrt(Plain.SampleVariance(overnight) + k * Plain.SampleVariance(close) + (1 - k) * rogersSatchell);
    }
}
