using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class VwapTests
{
    private static readonly DateTime s_lateEvening = new(2024, 1, 2, 23, 57, 0, DateTimeKind.Utc);

    private static Bar[] Session(params (double Price, double Volume)[] bars) =>
        [.. bars.Select((bar, i) => new Bar(SomeBars.Start.AddMinutes(i), bar.Price, bar.Price, bar.Price, bar.Price, bar.Volume))];

    // Mean (10·1 + 14·3) / 4 = 13, variance (9·1 + 1·3) / 4 = 3.
    [Fact]
    public void Matches_the_hand_computed_values()
    {
        double[][] vwap = new Vwap(20).Over(Session((10, 1), (14, 3)));
        Assert.Equal([10, 13], vwap[0]);
        Assert.Equal([0, 1 / Math.Sqrt(3)], vwap[1]);
        Assert.Equal([0, 3 / Math.Sqrt(3)], vwap[2]);
    }

    [Fact]
    public void Begins_again_at_midnight_utc()
    {
        Bar[] bars = [.. Session((10, 1), (14, 3), (20, 1), (30, 5)).Select((bar, i) => bar with { OpenTimeUtc = s_lateEvening.AddMinutes(i + 1) })];
        double[][] vwap = new Vwap(20).Over(bars);
        Assert.Equal([10, 13, 20], vwap[0][..3]);
        Assert.Equal([0, 0], [vwap[1][2], vwap[2][2]]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Is_empty_on_bars_of_a_day_or_longer(int days)
    {
        double[][] vwap = new Vwap(20).Over(SomeBars.Random(1, 50), TimeSpan.FromDays(days));
        Assert.All(vwap.SelectMany(column => column), value => Assert.Equal(double.NaN, value));
    }

    [Fact]
    public void Bars_without_volume_do_not_move_it()
    {
        double[][] vwap = new Vwap(20).Over(Session((99, 0), (10, 1), (50, 0)));
        Assert.Equal([99, 10, 10], vwap[0]);
    }

    [Fact]
    public void Matches_a_plain_computation_over_many_sessions()
    {
        Bar[] bars = SomeBars.Random(51, 4000, start: 50_000);
        double[][] vwap = new Vwap(20).Over(bars);
        for (int i = 0; i < bars.Length; i++)
        {
            Bar[] session = [.. bars[..(i + 1)].Where(bar => bar.OpenTimeUtc.Date == bars[i].OpenTimeUtc.Date)];
            double mean = Mean(session), sigma = session.Length == 1 ? 0 : Math.Sqrt(session.Sum(bar => bar.Volume * Math.Pow(bar.TypicalPrice - mean, 2)) / session.Sum(bar => bar.Volume));
            Assert.Equal(mean, vwap[0][i], 6);
            Assert.Equal(sigma == 0 ? 0 : (bars[i].Close - mean) / sigma, vwap[1][i], 6);
            Bar[] earlier = session.Length > 20 ? session[..^20] : session[..1];
            Assert.Equal(sigma == 0 ? 0 : (mean - Mean(earlier)) / sigma, vwap[2][i], 6);
        }
    }

    [SharedDataFact]
    public void Its_first_rows_match_stockcharts()                              // theirs goes on over a window of 14 days
    {
        Reference sheet = Reference.StockCharts("cs-vwap");
        Bar[] day = [.. sheet.Bars().Take(14).Select((bar, i) => bar with { OpenTimeUtc = SomeBars.Start.AddMinutes(i) })];
        Reference.Agrees(sheet.Column("vwap")[..14], new Vwap(20).On(day)[0], 1e-6);
    }

    private static double Mean(Bar[] bars) => bars.Sum(bar => bar.TypicalPrice * bar.Volume) / bars.Sum(bar => bar.Volume);
}
