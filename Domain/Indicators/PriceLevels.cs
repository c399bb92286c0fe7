using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>The nearest price levels at or below the close (support) and above it (resistance) where turning points cluster: price units, and touches, m or more.</summary>
/// <remarks><code>
/// level = mean of the turning points within w·ATR(14) of one of them;  touches = how many they are
/// </code>
/// Over the last n turning points, highs and lows alike, for a broken resistance becomes support. Each is known k bars late; the levels are drawn
/// anew when one is, with the ATR of that bar. Where there is no level with m touches the price is the close and the touches are 0, as in a flat market.
/// First values at bar max(2k + 1, 15). O(n), at a new turning point O(n²).
/// Source: Edwards and Magee, Technical Analysis of Stock Trends (1948), who draw the levels by eye: the clustering is ours.</remarks>
/// <param name="span">k, bars on either side of a turning point, 1 or more.</param>
/// <param name="points">n, turning points remembered, 1 or more.</param>
/// <param name="widthAtr">w, how far a touch may lie from the level, in ATRs, 0 or more.</param>
/// <param name="leastTouches">m, touches that make a level, 1 or more.</param>
[Ships(5, 16, 0.5, 3)]
public sealed class PriceLevels(int span, int points, double widthAtr, int leastTouches) : Indicator
{
    private const int RangePeriod = 14;

    private readonly TurningPoint _turningPoint = new(span);
    private readonly AverageTrueRange _range = new(RangePeriod);
    private readonly int _points = points >= 1 ? points : throw new ArgumentOutOfRangeException(nameof(points));
    private readonly int _leastTouches = leastTouches >= 1 ? leastTouches : throw new ArgumentOutOfRangeException(nameof(leastTouches));
    private readonly double _widthAtr = widthAtr >= 0 ? widthAtr : throw new ArgumentOutOfRangeException(nameof(widthAtr));

    private struct Memory
    {
        public int Position, Count, Levels, Bars;                   // in the ring; points in it; levels drawn; bars seen, up to the warm-up
    }

    public override IReadOnlyList<string> Columns { get; } =
    [
        .. new[] { "support", "support_touches", "resistance", "resistance_touches" }
            .Select(part => FormattableString.Invariant($"levels_{span}_{points}_{widthAtr}_{leastTouches}_{part}")),
    ];

    public override int WarmUp => Math.Max(2 * span + 1, RangePeriod + 1);

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        var (high, low) = _turningPoint.Next(ref state, bar);
        double range = _range.Next(ref state, bar);
        ref Memory memory = ref state.Take<Memory>();
        Span<double> turned = state.TakeRing(_points), levels = state.TakeRing(_points), touches = state.TakeRing(_points);

        bool isNew = Remember(ref memory, turned, high) | Remember(ref memory, turned, low);
        if (isNew)
            memory.Levels = Draw(turned[..memory.Count], _widthAtr * range, levels, touches);

        memory.Bars = Math.Min(memory.Bars + 1, WarmUp);
        if (memory.Bars < WarmUp)
            values.Fill(double.NaN);
        else
            Nearest(bar.Close, levels[..memory.Levels], touches, values);
    }

    private static bool Remember(ref Memory memory, Span<double> turned, double price)
    {
        if (double.IsNaN(price))
            return false;
        turned[memory.Position] = price;
        memory.Position = (memory.Position + 1) % turned.Length;
        memory.Count = Math.Min(memory.Count + 1, turned.Length);
        return true;
    }

    /// <summary>The clusters around each turning point that have touches enough; while there is no range yet, none.</summary>
    /// <returns>How many they are.</returns>
    private int Draw(ReadOnlySpan<double> turned, double width, Span<double> levels, Span<double> touches)
    {
        int drawn = 0;
        foreach (double middle in turned)
        {
            double distances = 0;
            int count = 0;
            foreach (double price in turned)
            {
                double distance = price - middle;
                if (!(Math.Abs(distance) <= width))
                    continue;
                distances += distance;
                count++;
            }
            if (count < _leastTouches)
                continue;
            (levels[drawn], touches[drawn]) = (middle + distances / count, count);
            drawn++;
        }
        return drawn;
    }

    private static void Nearest(double close, ReadOnlySpan<double> levels, ReadOnlySpan<double> touches, Span<double> values)
    {
        (values[0], values[1], values[2], values[3]) = (close, 0, close, 0);
        for (int i = 0; i < levels.Length; i++)
        {
            int side = levels[i] > close ? 2 : 0;                   // resistance or support
            bool nearer = side > 0 ? levels[i] < values[2] : levels[i] > values[0];
            if (values[side + 1] == 0 || nearer || (levels[i] == values[side] && touches[i] > values[side + 1]))
                (values[side], values[side + 1]) = (levels[i], touches[i]);
        }
    }
}
