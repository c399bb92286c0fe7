using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Whether the bar k bars ago is a turning point: its high above the highs, or its low below the lows, of the k bars on either side.</summary>
/// <remarks>Known k bars late, for it takes the bars after it. The first of equal extremes counts, so a flat market has none. O(k) at most,
/// mostly the comparison or two that refuse a bar.</remarks>
public readonly struct TurningPoint
{
    private readonly int _span;

    /// <exception cref="ArgumentOutOfRangeException">The span is below 1.</exception>
    public TurningPoint(int span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, 1);
        _span = span;
    }

    private struct Memory
    {
        public int Position;
        public bool Full;
    }

    /// <returns>The high and the low of the bar k bars ago, in price units, each NaN where it is no turning point.</returns>
    public (double High, double Low) Next(ref StateCursor state, in Bar bar)
    {
        ref Memory memory = ref state.Take<Memory>();
        Span<double> highs = state.TakeRing(2 * _span + 1), lows = state.TakeRing(2 * _span + 1);
        highs[memory.Position] = bar.High;
        lows[memory.Position] = -bar.Low;                           // the lowest is the negative of the highest negative
        if (++memory.Position == highs.Length)
            memory = new Memory { Full = true };
        return memory.Full ? (Peak(highs, memory.Position), -Peak(lows, memory.Position)) : (double.NaN, double.NaN);
    }

    private double Peak(ReadOnlySpan<double> ring, int oldest)
    {
        int before = oldest + _span < ring.Length ? oldest + _span : oldest + _span - ring.Length, after = before;
        double peak = ring[before];
        for (int distance = 1; distance <= _span; distance++)
        {
            before = before == 0 ? ring.Length - 1 : before - 1;
            after = after == ring.Length - 1 ? 0 : after + 1;
            if (ring[before] >= peak || ring[after] > peak)
                return double.NaN;
        }
        return peak;
    }
}
