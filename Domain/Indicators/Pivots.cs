using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>The last five turning points, highs and lows by turns, youngest first: price units, and age in bars; side 1 where the youngest is a high, −1 a low.</summary>
/// <remarks><code>
/// high: H₋ₖ above the highs of the k bars before it, and not below those of the k bars since;  lows alike
/// </code>
/// A turning point is seen k bars late, so no age is below k. Of highs with no low between them the highest stays, of lows the lowest: the youngest
/// may give way to a further one of its kind, the older ones never. A bar that is both counts first as the kind that is due.
/// While there are fewer than five, the missing have age 0 and the close as price; side is 0 while there is none, as in a flat market.
/// First values at bar 2k + 1. O(k) at most.
/// Source: alternating extrema as in Lo, Mamaysky and Wang, Foundations of Technical Analysis (2000); theirs are those of a smoothed price, these
/// of the bars themselves, after Williams, Trading Chaos (1995).</remarks>
/// <param name="span">k, bars on either side, 1 or more.</param>
[Ships(5)]
public sealed class Pivots(int span) : Indicator
{
    private const int Kept = 5;

    private readonly TurningPoint _turningPoint = new(span);

    private struct Memory
    {
        public int Side, Count, Bars;                               // of the youngest; kept; seen, up to the warm-up
    }

    public override IReadOnlyList<string> Columns { get; } =
    [
        $"pivot_{span}_side",
        .. Enumerable.Range(1, Kept).Select(i => $"pivot_{span}_price_{i}"),
        .. Enumerable.Range(1, Kept).Select(i => $"pivot_{span}_age_{i}"),
    ];

    public override int WarmUp => 2 * span + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        var (high, low) = _turningPoint.Next(ref state, bar);
        ref Memory memory = ref state.Take<Memory>();
        Span<double> prices = state.TakeRing(Kept), ages = state.TakeRing(Kept);
        for (int i = 0; i < memory.Count; i++)
            ages[i]++;

        bool lowIsDue = memory.Side > 0;
        if (lowIsDue)
            Add(ref memory, prices, ages, low, -1);
        Add(ref memory, prices, ages, high, 1);
        if (!lowIsDue)
            Add(ref memory, prices, ages, low, -1);

        memory.Bars = Math.Min(memory.Bars + 1, WarmUp);
        if (memory.Bars < WarmUp)
        {
            values.Fill(double.NaN);
            return;
        }
        values[0] = memory.Side;
        for (int i = 0; i < Kept; i++)
            (values[1 + i], values[1 + Kept + i]) = i < memory.Count ? (prices[i], ages[i]) : (bar.Close, 0);
    }

    private void Add(ref Memory memory, Span<double> prices, Span<double> ages, double price, int side)
    {
        if (double.IsNaN(price) || (side == memory.Side && side * (price - prices[0]) <= 0))
            return;
        if (side != memory.Side)
        {
            prices[..^1].CopyTo(prices[1..]);
            ages[..^1].CopyTo(ages[1..]);
            memory.Side = side;
            memory.Count = Math.Min(memory.Count + 1, Kept);
        }
        (prices[0], ages[0]) = (price, span);
    }
}
