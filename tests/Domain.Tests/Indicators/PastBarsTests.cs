using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class PastBarsTests
{
    [Fact]
    public void Shows_the_last_bars_however_many_came()
    {
        Bar[] bars = SomeBars.Random(31, 3 * PastBars.MostCloses);
        var block = new double[2000];
        for (int i = 0; i < bars.Length; i++)
        {
            var cursor = new StateCursor(block);
            ref readonly PastBars past = ref cursor.Past(bars[i]);
            foreach (int n in new[] { 1, 2, 17, PastBars.MostBars })
            {
                Bar[] last = i + 1 < n ? [] : bars[(i + 1 - n)..(i + 1)];
                Assert.Equal(last.Select(bar => bar.High), past.Highs(n).ToArray());
                Assert.Equal(last.Select(bar => bar.Low), past.Lows(n).ToArray());
                Assert.Equal(last.Select(bar => bar.Volume), past.Volumes(n).ToArray());
            }
            int most = PastBars.MostCloses;
            Assert.Equal(i + 1 < most ? [] : bars[(i + 1 - most)..(i + 1)].Select(bar => bar.Close), past.Closes(most).ToArray());
            Assert.Equal(i < 5 ? [] : bars[(i - 5)..i].Select(bar => bar.Close), past.ClosesBefore(5).ToArray());
            Assert.Equal(i == 0 ? double.NaN : bars[i - 1].Close, past.CloseBefore);
        }
    }

    [Fact]
    public void Takes_a_bar_once_whoever_asks()
    {
        Bar[] bars = SomeBars.Closing(1, 2, 3);
        var block = new double[2000];
        foreach (Bar bar in bars)
        {
            var cursor = new StateCursor(block);
            cursor.Past(bar);
            int taken = cursor.Position;
            cursor.Past(bar);
            Assert.Equal(taken, cursor.Position);
        }
        var last = new StateCursor(block);
        Assert.Equal([1, 2, 3, 4], last.Past(SomeBars.Closing(4)[0]).Closes(4).ToArray());
    }

    [Fact]
    public void A_period_that_reaches_back_further_is_refused()
    {
        Assert.Equal(PastBars.MostCloses, PastBars.CheckCloses(PastBars.MostCloses));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sma(PastBars.MostCloses));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Donchian(PastBars.MostBars));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ichimoku(9, 40, 52));
    }
}
