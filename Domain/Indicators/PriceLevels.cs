using System.Runtime.Intrinsics;
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
        public int Position, Count, Bars;                           // in the ring; points in it; bars seen, up to the warm-up
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
            Draw(turned[..memory.Count], _widthAtr * range, levels, touches);

        memory.Bars = Math.Min(memory.Bars + 1, WarmUp);
        if (memory.Bars < WarmUp)
            values.Fill(double.NaN);
        else
            Nearest(bar.Close, levels, touches, values);
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

    /// <summary>The cluster around each turning point: its level, and its touches, 0 where they are too few. While there is no range yet, none.</summary>
    private void Draw(ReadOnlySpan<double> turned, double width, Span<double> levels, Span<double> touches)
    {
        for (int i = 0; i < turned.Length; i++)
        {
            var (count, distances) = Cluster(turned, turned[i], width);
            (levels[i], touches[i]) = count < _leastTouches ? (0, 0) : (turned[i] + distances / count, count);
        }
    }

    /// <summary>How many points lie within a width of the middle, and the sum of their distances from it.</summary>
    private static (double Count, double Distances) Cluster(ReadOnlySpan<double> turned, double middle, double width)
    {
        double count = 0, distances = 0;
        Vector256<double> counts = default, sums = default;
        ReadOnlySpan<Vector256<double>> fours = Series.Fours(turned, out ReadOnlySpan<double> rest);
        foreach (ref readonly Vector256<double> four in fours)
        {
            Vector256<double> distance = four - Vector256.Create(middle);
            Vector256<double> isNear = Vector256.LessThanOrEqual(Vector256.Abs(distance), Vector256.Create(width));
            counts += isNear & Vector256<double>.One;
            sums += isNear & distance;
        }
        foreach (double price in rest)
        {
            bool isNear = Math.Abs(price - middle) <= width;
            count += isNear ? 1 : 0;
            distances += isNear ? price - middle : 0;
        }
        return (count + Vector256.Sum(counts), distances + Vector256.Sum(sums));
    }

    /// <summary>Of levels at the same price the one with most touches.</summary>
    private static void Nearest(double close, ReadOnlySpan<double> levels, ReadOnlySpan<double> touches, Span<double> values)
    {
        double support = double.NegativeInfinity, resistance = double.PositiveInfinity;
        for (int i = 0; i < levels.Length; i++)
        {
            double level = touches[i] > 0 ? levels[i] : double.NaN;
            support = level <= close ? double.MaxNative(level, support) : support;
            resistance = level > close ? double.MinNative(level, resistance) : resistance;
        }
        values.Clear();
        for (int i = 0; i < levels.Length; i++)
        {
            values[1] = levels[i] == support ? double.MaxNative(touches[i], values[1]) : values[1];
            values[3] = levels[i] == resistance ? double.MaxNative(touches[i], values[3]) : values[3];
        }
        values[0] = values[1] > 0 ? support : close;
        values[2] = values[3] > 0 ? resistance : close;
    }
}
