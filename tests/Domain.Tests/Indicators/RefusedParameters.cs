using GoldenSignals.Domain.Indicators;

namespace GoldenSignals.Domain.Tests.Indicators;

public class RefusedParameters
{
    [Fact]
    public void A_window_has_at_least_one_bar()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sma(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ema(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rsi(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Roc(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Cci(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Donchian(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VolumeMedian(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BollingerBands(20, 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StandardDeviation(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UlcerIndex(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BalanceOfPower(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ForceIndex(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChaikinOscillator(3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Klinger(34, 55, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PercentageVolume(12, 26, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Amihud(20, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CorwinSchultz(0, 126));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Vwap(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dema(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Wma(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Kama(0, 2, 30));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Aroon(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Fisher(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EwmaVolatility(0));
    }

    [Fact]
    public void What_takes_a_sample_variance_or_looks_back_one_less_needs_two()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new YangZhang(1, 252));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adx(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinReg(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Hma(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Pmo(1, 20, 10));
    }
}
