using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class IndicatorSetTests
{
    [Fact]
    public void One_packed_block_gives_what_each_indicator_gives_alone()
    {
        Bar[] bars = SomeBars.Random(21, 400);
        double[][] alone = [.. IndicatorCatalog.All.SelectMany(indicator => indicator.Over(bars))];
        double[] block = new double[IndicatorSet.Shipped.Words], values = new double[IndicatorSet.Shipped.Columns];
        for (int i = 0; i < bars.Length; i++)
        {
            IndicatorSet.Shipped.Next(block, bars[i], values);
            Assert.Equal(alone.Select(column => column[i]), values[..alone.Length]);
        }
    }

    /// <summary>With the window of 512 bars, 24.6 KB, and what the consensus remembers, a symbol is to stay near 40 KB.</summary>
    [Fact]
    public void A_symbols_state_stays_small()
    {
        int bytes = 8 * IndicatorSet.Shipped.Words;
        Assert.True(bytes <= 16_384, $"All indicators of a symbol take {bytes:N0} bytes, and 16,384 is the budget: make one smaller, or raise the budget with a measurement of `benchmarks indicators`.");
    }

    [Fact]
    public void Allocates_nothing()
    {
        Bar[] bars = SomeBars.Random(22, 1500);
        double[] block = new double[IndicatorSet.Shipped.Words], values = new double[IndicatorSet.Shipped.Columns];
        Advance();                                                  // compiles what it needs

        // A collection that another test sets off counts the rest of this thread's buffer as allocated: the least of several is ours.
        long least = Enumerable.Range(0, 5).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Advance();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.Equal(0, least);

        void Advance()
        {
            foreach (ref readonly Bar bar in bars.AsSpan())
                IndicatorSet.Shipped.Next(block, bar, values, TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public void Refuses_an_indicator_that_takes_other_pieces_than_before()
    {
        var set = new IndicatorSet([new Uneven()]);
        var block = new double[set.Words + 1];
        Assert.Throws<InvalidOperationException>(() => set.Next(block, SomeBars.Closing(1)[0], new double[1]));
    }

    private sealed class Uneven : Indicator
    {
        private int _calls;

        public override IReadOnlyList<string> Columns { get; } = ["uneven"];

        public override int WarmUp => 1;

        public override void Next(ref StateCursor state, in Bar bar, Span<double> values) => values[0] = state.TakeRing(++_calls)[0];
    }
}
