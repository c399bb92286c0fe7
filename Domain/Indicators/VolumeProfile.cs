using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>
/// Volume profile of the last n bars: the price with the most volume (poc) and the bounds of the area around it that holds 70 %
/// of the volume (vah, val), in price units; position, where the close lies in that area (0 at val, 1 at vah, not bounded).
/// </summary>
/// <remarks><code>
/// B rows of equal height between the window's low and high; a bar's volume is spread evenly from its low to its high
/// poc = middle of the fullest row, the lowest of equals
/// area = that row, then the fuller of the rows next above and below, above on a tie, until it holds 70 %
/// position = (C − val) / (vah − val);  0.5 where the window has no range
/// </code>
/// Without any volume each bar counts the same: the time at a price, with which Steidlmayer began. Rows are taken anew at the first
/// value and then at every fifth bar, which costs about 0.6 µs, 0.13 µs a bar; position follows each close. First values at bar n.
/// Source: Steidlmayer and Koy, Markets and Market Logic (1986); volume in the place of time as in CBOT's Market Profile.</remarks>
/// <param name="period">n, 1 or more.</param>
/// <param name="rows">B, 2…1000.</param>
[Ships(60, 24)]
public sealed class VolumeProfile(int period, int rows) : Indicator
{
    private const int BarsBetween = 5;
    private const double AreaShare = 0.7;

    private readonly int _bars = PastBars.CheckBars(period);
    private readonly int _rows = rows is >= 2 and <= 1000 ? rows : throw new ArgumentOutOfRangeException(nameof(rows), rows, "2 to 1000 rows");

    private struct Memory
    {
        public Profile Last;
        public int BarsLeft;                          // until it is taken anew
    }

    private readonly record struct Profile(double PointOfControl, double AreaHigh, double AreaLow);

    public override IReadOnlyList<string> Columns { get; } = ["vp_poc", "vp_vah", "vp_val", "vp_position"];

    public override int WarmUp => period;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ref readonly PastBars past = ref state.Past(bar);
        ReadOnlySpan<double> highs = past.Highs(_bars), lows = past.Lows(_bars), volumes = past.Volumes(_bars);
        ref Memory memory = ref state.Take<Memory>();
        if (highs.IsEmpty)
        {
            values.Fill(double.NaN);
            return;
        }

        if (memory.BarsLeft-- == 0)
            memory = new Memory { Last = Of(highs, lows, volumes), BarsLeft = BarsBetween - 1 };
        Profile profile = memory.Last;
        double area = profile.AreaHigh - profile.AreaLow;
        values[0] = profile.PointOfControl;
        values[1] = profile.AreaHigh;
        values[2] = profile.AreaLow;
        values[3] = area > 0 ? (bar.Close - profile.AreaLow) / area : 0.5;
    }

    private Profile Of(ReadOnlySpan<double> highs, ReadOnlySpan<double> lows, ReadOnlySpan<double> volumes)
    {
        double highest = Series.Highest(highs), lowest = Series.Lowest(lows), total = Series.Sum(volumes);
        double height = (highest - lowest) / _rows;
        if (height == 0)
            return new(highest, highest, lowest);

        Span<double> held = stackalloc double[_rows];
        Fill(held, highs, lows, total > 0 ? volumes : [], lowest, height);
        var (fullest, top, bottom) = Area(held);
        return new(lowest + (fullest + 0.5) * height, lowest + (top + 1) * height, lowest + bottom * height);
    }

    /// <summary>Spreads each bar over its rows: its ends as parts of theirs, what lies between as one step up and one down.</summary>
    private static void Fill(Span<double> held, ReadOnlySpan<double> highs, ReadOnlySpan<double> lows, ReadOnlySpan<double> volumes, double lowest, double height)
    {
        Span<double> steps = stackalloc double[held.Length];
        for (int i = 0; i < highs.Length; i++)
        {
            double volume = volumes.IsEmpty ? 1 : volumes[i];
            double from = (lows[i] - lowest) / height, to = (highs[i] - lowest) / height;
            int first = Math.Min((int)from, held.Length - 1), last = Math.Min((int)to, held.Length - 1);
            if (first == last)
            {
                held[first] += volume;
                continue;
            }
            double each = volume / (to - from);
            held[first] += each * (first + 1 - from);
            held[last] += each * (to - last);
            steps[first + 1] += each;
            steps[last] -= each;
        }
        double level = 0;
        for (int row = 0; row < held.Length; row++)
        {
            level += steps[row];
            held[row] += level;
        }
    }

    private static (int Fullest, int Top, int Bottom) Area(ReadOnlySpan<double> held)
    {
        int fullest = 0;
        double total = 0;
        for (int row = 0; row < held.Length; row++)
        {
            total += held[row];
            fullest = held[row] > held[fullest] ? row : fullest;
        }
        int top = fullest, bottom = fullest;
        double inside = held[fullest];
        while (inside < AreaShare * total && top - bottom + 1 < held.Length)
        {
            double above = top + 1 < held.Length ? held[top + 1] : -1, below = bottom > 0 ? held[bottom - 1] : -1;
            if (above >= below)
                top++;
            else
                bottom--;
            inside += Math.Max(above, below);
        }
        return (fullest, top, bottom);
    }
}
